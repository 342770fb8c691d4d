package io.tollgate.channels.mercadopago;

import static io.tollgate.channels.mercadopago.MercadoPagoRequests.object;

import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Builds the requests for the report of a day (facts, section 16, "Settlement"; "Generating through
 * API" in github.com/mercadopago/devsite-docs). A day is one of UTC, of which the last second is
 * named as the end.
 */
final class MercadoPagoStatementRequests {

  private static final String REPORTS = "/v1/account/settlement_report";

  private MercadoPagoStatementRequests() {}

  static Instant start(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  static Instant end(LocalDate day) {
    return start(day.plusDays(1)).minusSeconds(1);
  }

  /** {@code POST /v1/account/settlement_report}, under a key of the day. */
  static HttpCall create(LocalDate day, ChannelAccount account) {
    var body =
        object().put("begin_date", start(day).toString()).put("end_date", end(day).toString());
    return MercadoPagoCalls.post(REPORTS, body, "statement-" + day, account);
  }

  /** {@code GET /v1/account/settlement_report/list}. */
  static HttpCall list(ChannelAccount account) {
    return MercadoPagoCalls.get(REPORTS + "/list", account);
  }

  /** {@code GET /v1/account/settlement_report/{file_name}}. */
  static HttpCall download(String fileName, ChannelAccount account) {
    return MercadoPagoCalls.download(REPORTS + "/" + fileName, account);
  }
}
