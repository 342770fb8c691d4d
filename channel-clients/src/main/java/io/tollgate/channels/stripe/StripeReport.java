package io.tollgate.channels.stripe;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.StatementAnswers;
import io.tollgate.channels.http.TrustedHosts;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementUnavailable;
import java.net.URI;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * A day's statement as a report file, for accounts whose days are too long for a list (facts,
 * section 1, "Settlement"). Stripe makes it while nobody waits: until it is there the statement is
 * not, and is asked for again later.
 *
 * <p>The file is fetched with our key, so only from Stripe: where its files are is unconfirmed, and
 * the account's option {@value #FILE_HOSTS}.
 */
final class StripeReport {

  static final String FILE_HOSTS = "file-hosts";

  private static final String FILE_HOSTS_UNLESS_SET = "files.stripe.com";
  private static final Json<Type> TYPE = Json.of(Type.class);
  private static final Json<Run> RUN = Json.of(Run.class);

  private final LocalDate day;
  private final ChannelAccount account;
  private final Edge edge;
  private final Alarms alarms;

  StripeReport(LocalDate day, ChannelAccount account, Edge edge) {
    this.day = day;
    this.account = account;
    this.edge = edge;
    this.alarms = edge.alarms();
  }

  /** What we read of a report type: how far its data reach, in seconds of the epoch. */
  record Type(@Nullable Long dataAvailableEnd) {}

  /** What we read of a report run. */
  record Run(@Nullable String id, @Nullable String status, @Nullable Result result) {}

  /** What we read of a file. */
  record Result(@Nullable String url) {}

  /** The file is read apart from the event loops: it may be long. */
  Flux<StatementRow> rows() {
    return edge.ask(() -> StripeStatementRequests.reportType(account))
        .map(this::covering)
        .flatMap(_ -> edge.send(() -> StripeStatementRequests.run(day, account)))
        .map(exchange -> id(run(exchange)))
        .flatMap(run -> edge.ask(() -> StripeStatementRequests.retrieveRun(run, account)))
        .map(this::run)
        .map(this::file)
        .flatMap(file -> edge.ask(() -> StripeStatementRequests.download(file, account)))
        .publishOn(Schedulers.parallel())
        .map(exchange -> StatementAnswers.usable(exchange, alarms).body())
        .flatMapIterable(new StripeReportRows(account, alarms)::read)
        .filter(this::isOfTheDay);
  }

  /** Whether a report holds the moment at which it ends is not said. */
  private boolean isOfTheDay(StatementRow row) {
    return !row.at().isBefore(StripeStatementRequests.start(day))
        && row.at().isBefore(StripeStatementRequests.end(day));
  }

  private Type covering(Exchange exchange) {
    return TYPE.read(StatementAnswers.usable(exchange, alarms).body())
        .filter(type ->
            type.dataAvailableEnd() != null
                && type.dataAvailableEnd() > StripeStatementRequests.end(day).getEpochSecond())
        .orElseThrow(() -> later("the data of the day are not complete"));
  }

  private Run run(Exchange exchange) {
    return RUN.read(StatementAnswers.usable(exchange, alarms).body())
        .orElseThrow(() -> never("the report run cannot be read"));
  }

  private static String id(Run run) {
    var id = run.id();
    if (id == null || !StripeCalls.isId(id)) {
      throw never("the report run has no id");
    }
    return id;
  }

  private URI file(Run run) {
    return switch (run.status()) {
      case "succeeded" -> address(run.result());
      case "pending" -> throw later("the report is being made");
      case "failed" -> throw later("the report could not be made");
      case null -> throw never("the report run has no status");
      default -> {
        alarms.raise(Alarm.UNMAPPED, "report status " + StripeDeclines.word(run.status()));
        throw never("the report's status is not known");
      }
    };
  }

  private URI address(@Nullable Result result) {
    var hosts = account.options().getOrDefault(FILE_HOSTS, FILE_HOSTS_UNLESS_SET);
    var url = result == null || result.url() == null ? "" : result.url();
    return TrustedHosts.of(account, hosts)
        .find(url)
        .orElseThrow(() -> {
          alarms.raise(
              Alarm.MISMATCH, "the report of " + day + " is at a host that is not Stripe's");
          return never("the report is at a host that is not Stripe's");
        });
  }

  private static StatementUnavailable later(String why) {
    return new StatementUnavailable(why, true);
  }

  private static StatementUnavailable never(String why) {
    return new StatementUnavailable(why, false);
  }
}
