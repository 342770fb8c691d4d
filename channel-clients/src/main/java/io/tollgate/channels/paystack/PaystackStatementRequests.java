package io.tollgate.channels.paystack;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Builds the requests for what was settled on a day (facts, section 12, "settlement"; spec 1.0.0).
 */
final class PaystackStatementRequests {

  private PaystackStatementRequests() {}

  /** When a day begins; Paystack's times and dates are those of UTC. */
  static Instant start(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  /** When it is over: the beginning of the next. */
  static Instant end(LocalDate day) {
    return start(day.plusDays(1));
  }

  /** {@code GET /settlement}: a page of all settlements, in whatever order. */
  static HttpCall settlements(@Nullable String page, ChannelAccount account) {
    var query = new FormBody().with("perPage", PaystackCalls.PAGE_SIZE).with("page", at(page));
    return PaystackCalls.get("/settlement", query, account);
  }

  /**
   * {@code GET /transaction}: a page of those of a settlement. The description says what is in it,
   * which it does not of {@code GET /settlement/{id}/transactions}.
   */
  static HttpCall transactions(long settlement, @Nullable String page, ChannelAccount account) {
    var query =
        new FormBody()
            .with("settlement", settlement)
            .with("per_page", PaystackCalls.PAGE_SIZE)
            .with("page", at(page));
    return PaystackCalls.get("/transaction", query, account);
  }

  /** {@code GET /transaction/export}: the same as a file. */
  static HttpCall export(long settlement, ChannelAccount account) {
    var query = new FormBody().with("settlement", settlement).with("status", "all");
    return PaystackCalls.get("/transaction/export", query, account);
  }

  /** {@code GET /refund}: a page of those made on the day. */
  static HttpCall refunds(LocalDate day, @Nullable String page, ChannelAccount account) {
    var query =
        new FormBody()
            .with("perPage", PaystackCalls.PAGE_SIZE)
            .with("page", at(page))
            .with("from", start(day).toString())
            .with("to", end(day).toString());
    return PaystackCalls.get("/refund", query, account);
  }

  private static String at(@Nullable String page) {
    return page == null ? "1" : page;
  }
}
