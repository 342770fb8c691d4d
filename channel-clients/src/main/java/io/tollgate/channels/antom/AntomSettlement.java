package io.tollgate.channels.antom;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.http.StatementAnswers;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementUnavailable;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A day's settlement details (facts, section 5, "Settlement"). Antom puts the file on an SFTP
 * server or its dashboard and has no API for it, so whoever runs the account mirrors it to an
 * address of ours: the account's option {@value #ADDRESS}, in which <code>{day}</code> stands for
 * the day as {@code 20260301}. Nothing secret goes there.
 *
 * <p>In which zone Antom's days are is unconfirmed: the option {@value #ZONE}, {@code GMT+8} unless
 * set.
 */
final class AntomSettlement {

  static final String ADDRESS = "settlement-url";
  static final String ZONE = "settlement-zone";

  private static final String DAY = "{day}";

  private final LocalDate day;
  private final ChannelAccount account;
  private final Edge edge;
  private final Clock clock;

  AntomSettlement(LocalDate day, ChannelAccount account, Edge edge, Clock clock) {
    this.day = day;
    this.account = account;
    this.edge = edge;
    this.clock = clock;
  }

  /** The file is read apart from the event loops: it may be long. */
  Flux<StatementRow> rows() {
    var address = account.options().get(ADDRESS);
    if (address == null || !address.contains(DAY)) {
      return Flux.error(
          new StatementUnavailable("the account has no " + ADDRESS + " with " + DAY, false));
    }
    if (clock.instant().isBefore(day.plusDays(1).atStartOfDay(zone()).toInstant())) {
      return Flux.error(new StatementUnavailable("the day is not over", true));
    }
    return file(address.replace(DAY, day.format(DateTimeFormatter.BASIC_ISO_DATE)))
        .publishOn(Schedulers.parallel())
        .map(this::content)
        .flatMapIterable(new AntomSettlementRows(account, edge.alarms())::read);
  }

  private Mono<Exchange> file(String address) {
    return edge.ask(() -> HttpCall.download(URI.create(address), _ -> {}));
  }

  private byte[] content(Exchange exchange) {
    if (exchange instanceof Answered answer && answer.status() == 404) {
      throw new StatementUnavailable("the file is not there yet", true);
    }
    return StatementAnswers.usable(exchange, edge.alarms()).body();
  }

  private ZoneId zone() {
    try {
      return ZoneId.of(account.options().getOrDefault(ZONE, "GMT+8"));
    } catch (DateTimeException noZone) {
      throw new StatementUnavailable("option " + ZONE + " is no zone", false);
    }
  }
}
