package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeCalls.id;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Builds the requests for what was settled on a day, as a list or as a file (facts, section 1,
 * "Settlement").
 */
final class StripeStatementRequests {

  private static final String REPORT_TYPE = "balance_change_from_activity.itemized.3";
  private static final String TYPES = "/v1/reporting/report_types/";
  private static final String RUNS = "/v1/reporting/report_runs";

  private StripeStatementRequests() {}

  /**
   * When a day begins; Stripe's days are those of UTC, which reports have unless told otherwise.
   */
  static Instant start(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  /** When it is over: the beginning of the next. */
  static Instant end(LocalDate day) {
    return start(day.plusDays(1));
  }

  /** {@code GET /v1/balance_transactions}: a page, with what each is about. */
  static HttpCall list(LocalDate day, @Nullable String after, ChannelAccount account) {
    var form =
        new FormBody()
            .with("created[gte]", start(day).getEpochSecond())
            .with("created[lt]", end(day).getEpochSecond())
            .with("limit", StripeCalls.PAGE_SIZE)
            .with("expand[]", "data.source")
            .with("starting_after", after);
    return StripeCalls.get("/v1/balance_transactions", form, account);
  }

  /** {@code GET /v1/reporting/report_types/{id}}, which tells how far the data reach. */
  static HttpCall reportType(ChannelAccount account) {
    return StripeCalls.get(TYPES + REPORT_TYPE, account);
  }

  /**
   * {@code POST /v1/reporting/report_runs}, under a key of the day: asking again makes no other.
   */
  static HttpCall run(LocalDate day, ChannelAccount account) {
    var form =
        new FormBody()
            .with("report_type", REPORT_TYPE)
            .with("parameters[interval_start]", start(day).getEpochSecond())
            .with("parameters[interval_end]", end(day).getEpochSecond())
            .with("parameters[timezone]", "Etc/UTC");
    StripeReportRows.COLUMNS.forEach(column -> form.with("parameters[columns][]", column));
    return StripeCalls.post(RUNS, form, "statement-" + day, account);
  }

  /** {@code GET /v1/reporting/report_runs/{id}}. */
  static HttpCall retrieveRun(String run, ChannelAccount account) {
    return StripeCalls.get(RUNS + "/" + id(run), account);
  }

  /** The file that a finished report names. */
  static HttpCall download(URI file, ChannelAccount account) {
    return StripeCalls.download(file, account);
  }
}
