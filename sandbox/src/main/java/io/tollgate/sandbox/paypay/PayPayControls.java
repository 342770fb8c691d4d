package io.tollgate.sandbox.paypay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** What PayPay has not: the book, the pages where payers act, and the files of its panel. */
final class PayPayControls {

  private static final String PAY = "/_sim/pay/";
  private static final String CONSENT = "/_sim/consent/";
  private static final String STATEMENT = "/_sim/statement/";
  private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
  private static final Charset SHIFT_JIS = Charset.forName("windows-31j");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT).withZone(JAPAN);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(JAPAN);

  private final PayPayBook book;
  private final PayPayPayments payments;
  private final PayPayConsents consents;

  PayPayControls(PayPayBook book, PayPayPayments payments, PayPayConsents consents) {
    this.book = book;
    this.payments = payments;
    this.consents = consents;
  }

  Publisher<Void> handle(String path, String query, HttpServerResponse response) {
    String outcome = query.startsWith("outcome=") ? query.substring("outcome=".length()) : "";
    if (path.startsWith(PAY)) {
      return pay(path.substring(PAY.length()), outcome, response);
    }
    if (path.startsWith(CONSENT)) {
      return consent(path.substring(CONSENT.length()), outcome, response);
    }
    if (path.startsWith(STATEMENT)) {
      String day = path.substring(STATEMENT.length()).replace(".csv", "");
      return write(response, 200, "text/csv", statement(day).getBytes(SHIFT_JIS));
    }
    if (path.equals("/_sim/book")) {
      String attempt = query.startsWith("attempt=") ? query.substring("attempt=".length()) : "";
      byte[] lines = JsonMapper.shared().writeValueAsBytes(book.chargesFor(attempt));
      return write(response, 200, "application/json", lines);
    }
    return page(response, 404, "No such control.");
  }

  private Publisher<Void> pay(String codeId, String outcome, HttpServerResponse response) {
    if (outcome.isEmpty()) {
      return page(response, 200, choice("succeed", "fail"));
    }
    if (!payments.act(codeId, outcome.equals("succeed"))) {
      return page(response, 409, "Nothing to pay.");
    }
    String back = book.findCode(codeId).map(PayPayOrder::redirectUrl).orElse(null);
    return back == null ? page(response, 200, "Done.") : to(back, response);
  }

  private Publisher<Void> consent(String session, String outcome, HttpServerResponse response) {
    if (outcome.isEmpty()) {
      return page(response, 200, choice("succeed", "decline"));
    }
    return consents
        .act(session, outcome)
        .map(back -> to(back, response))
        .orElseGet(() -> page(response, 404, "No such page."));
  }

  /** The file of payments that are taken at once. */
  private String statement(String day) {
    StringBuilder file =
        new StringBuilder("決済番号,加盟店ID,屋号,店舗ID,店舗名,端末番号/PosID,取引ステータス,取引日時,取引金額,レシート番号,支払い方法,")
            .append("マーチャント決済ID,支払い詳細\n");
    book.orders()
        .filter(order -> order.status() != PayPayOrder.Status.CREATED && isOf(day, order.acceptedAt()))
        .forEach(order -> {
          String status = order.taken() > 0 ? "取引完了" : "取引失敗";
          line(file, order.paymentId(), status, order.acceptedAt(), order.amount(), order.merchantPaymentId());
        });
    book.refunds()
        .filter(refund -> isOf(day, refund.acceptedAt()))
        .forEach(refund ->
            line(
                file,
                refund.paymentId(),
                refund.status().equals("REFUNDED") ? "返金完了" : "返金失敗",
                refund.acceptedAt(),
                -refund.amount(),
                refund.merchantRefundId()));
    return file.toString();
  }

  private static void line(
      StringBuilder file, String payment, String status, long at, long amount, String id) {
    file.append(payment)
        .append(",123456789,店,0,本店,0,")
        .append(status)
        .append(',')
        .append(TIME.format(Instant.ofEpochSecond(at)))
        .append(',')
        .append(amount)
        .append(",,PayPay残高,")
        .append(id)
        .append(",\n");
  }

  private static boolean isOf(String day, long at) {
    return DAY.format(Instant.ofEpochSecond(at)).equals(day);
  }

  private static String choice(String yes, String no) {
    return "<a href=\"?outcome=" + yes + "\">Yes</a> <a href=\"?outcome=" + no + "\">No</a>";
  }

  private static Publisher<Void> to(String address, HttpServerResponse response) {
    response.header("Location", address);
    return page(response, 303, "Going back to the merchant.");
  }

  private static Publisher<Void> page(HttpServerResponse response, int status, String body) {
    String html = "<!doctype html><meta charset=\"utf-8\"><h1>PayPay (simulated)</h1><p>" + body;
    return write(response, status, "text/html; charset=utf-8", html.getBytes(UTF_8));
  }

  private static Publisher<Void> write(
      HttpServerResponse response, int status, String contentType, byte[] body) {
    return response
        .status(status)
        .header("Content-Type", contentType)
        .sendByteArray(Mono.just(body));
  }
}
