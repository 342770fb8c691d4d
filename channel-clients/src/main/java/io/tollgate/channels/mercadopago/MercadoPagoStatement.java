package io.tollgate.channels.mercadopago;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.StatementAnswers;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementUnavailable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;

/**
 * A day's statement as a report file (facts, section 16, "Settlement"). Mercado Pago makes it while
 * nobody waits: until it is listed the statement is not there, and is asked for again later.
 */
final class MercadoPagoStatement {

  private static final Json<JsonNode> LIST = Json.of(JsonNode.class);

  /** A name is a part of an address, and must not lead anywhere else. */
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}\\.csv");

  private final LocalDate day;
  private final ChannelAccount account;
  private final Edge edge;
  private final Alarms alarms;

  MercadoPagoStatement(LocalDate day, ChannelAccount account, Edge edge) {
    this.day = day;
    this.account = account;
    this.edge = edge;
    this.alarms = edge.alarms();
  }

  /** What we read of a report; one that is being made has no file yet. */
  record Report(
      @Nullable String beginDate,
      @Nullable String endDate,
      @Nullable String status,
      @Nullable String fileName) {}

  /** The file is read apart from the event loops: it may be long. */
  Flux<StatementRow> rows() {
    return edge.ask(() -> MercadoPagoStatementRequests.list(account))
        .map(this::ofTheDay)
        .flatMap(reports -> reports.isEmpty() ? order() : Mono.just(file(reports)))
        .flatMap(file -> edge.ask(() -> MercadoPagoStatementRequests.download(file, account)))
        .publishOn(Schedulers.parallel())
        .map(exchange -> StatementAnswers.usable(exchange, alarms).body())
        .flatMapIterable(new MercadoPagoReportRows(account, alarms)::read);
  }

  private Mono<String> order() {
    return edge.send(() -> MercadoPagoStatementRequests.create(day, account))
        .map(exchange -> StatementAnswers.usable(exchange, alarms))
        .flatMap(_ -> Mono.error(new StatementUnavailable("the report is being made", true)));
  }

  private List<Report> ofTheDay(Exchange exchange) {
    var root = LIST.read(StatementAnswers.usable(exchange, alarms).body()).orElse(null);
    // The pages show a bare list, the official description one inside of an object.
    var list = root == null || root.isArray() ? root : root.path("results");
    if (list == null || !list.isArray()) {
      throw unreadable();
    }
    var reports = new ArrayList<Report>();
    for (var node : list) {
      var report = Json.convert(node, Report.class).orElseThrow(MercadoPagoStatement::unreadable);
      if (isAt(report.beginDate(), MercadoPagoStatementRequests.start(day))
          && isAt(report.endDate(), MercadoPagoStatementRequests.end(day))) {
        reports.add(report);
      }
    }
    return reports;
  }

  private static String file(List<Report> reports) {
    for (var report : reports) {
      var file = report.fileName();
      if (file != null && FILE.matcher(file).matches()) {
        return file;
      }
    }
    boolean isFailed = reports.stream().allMatch(report -> "failed".equals(report.status()));
    throw new StatementUnavailable(
        isFailed ? "the report could not be made" : "the report is being made", !isFailed);
  }

  private static boolean isAt(@Nullable String time, Instant wanted) {
    try {
      return time != null && OffsetDateTime.parse(time).toInstant().equals(wanted);
    } catch (DateTimeException unknownShape) {
      return false;
    }
  }

  private static StatementUnavailable unreadable() {
    return new StatementUnavailable("the list of reports cannot be read", false);
  }
}
