package io.tollgate.channels.adyen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.Csv;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Ending;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementUnavailable;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;

/** A day's settlement details report, as far as it could be had (facts, section 3). */
sealed interface AdyenReport {

  /** It was read whole. */
  record Whole(List<StatementRow> rows) implements AdyenReport {}

  /**
   * It could not be had.
   *
   * @param later whether asking again later may help
   */
  record Missing(String why, boolean later) implements AdyenReport {}

  /** How metrics name what came of it. */
  Ending<AdyenReport> ENDING =
      new Ending<>(
          report ->
              switch (report) {
                case Whole _ -> "done";
                case Missing _ -> "unknown";
              },
          report -> report instanceof Missing(var why, _) ? why : "",
          why -> new Missing(why, true));

  /** What an answer to the request for it holds. */
  static AdyenReport of(Exchange exchange, ChannelAccount account, Alarms alarms) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Missing(why, true);
      case Exchange.Unknown(var why) -> new Missing(why, true);
      case Answered answer when answer.isSuccess() -> parsed(answer.body(), account, alarms);
      case Answered answer when answer.status() == 401 || answer.status() == 403 -> {
        alarms.raise(Alarm.CREDENTIALS_REFUSED, "HTTP " + answer.status() + " to a report");
        yield new Missing("HTTP " + answer.status(), false);
      }
      case Answered answer -> new Missing("HTTP " + answer.status(), true);
    };
  }

  /** Its rows, or the failure to have them. */
  default Flux<StatementRow> listed() {
    return switch (this) {
      case Whole(var rows) -> Flux.fromIterable(rows);
      case Missing(var why, var later) -> Flux.error(new StatementUnavailable(why, later));
    };
  }

  private static AdyenReport parsed(byte[] file, ChannelAccount account, Alarms alarms) {
    var lines = Csv.rows(file, UTF_8, ',').orElse(List.of());
    if (lines.isEmpty()) {
      return new Missing("the report is no table", false);
    }
    var columns = AdyenReportColumns.of(lines.getFirst());
    if (columns.isEmpty()) {
      return new Missing("the report lacks a column that we need", false);
    }
    var reading = new AdyenReportRows(columns.get(), account, alarms);
    var rows = new ArrayList<StatementRow>(lines.size());
    for (int line = 1; line < lines.size(); line++) {
      var row = reading.row(lines.get(line));
      if (row.isEmpty()) {
        return new Missing("line " + (line + 1) + " of the report is unreadable", false);
      }
      rows.add(row.get());
    }
    return new Whole(rows);
  }
}
