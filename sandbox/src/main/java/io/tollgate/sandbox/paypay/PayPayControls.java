package io.tollgate.sandbox.paypay;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** What PayPay has not: the book, and the pages where payers act. */
final class PayPayControls {

  private static final String PAY = "/_sim/pay/";
  private static final String CONSENT = "/_sim/consent/";

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
