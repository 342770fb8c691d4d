package io.tollgate.sandbox.airwallex;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** What Airwallex has not: the book; and the page where payers act. */
final class AirwallexControls {

  static final String PAGES = "/_sim/pay/";

  private final AirwallexBook book;
  private final AirwallexPayments payments;

  AirwallexControls(AirwallexBook book, AirwallexPayments payments) {
    this.book = book;
    this.payments = payments;
  }

  Publisher<Void> handle(String path, String query, HttpServerResponse response) {
    if (path.startsWith(PAGES)) {
      return pay(path.substring(PAGES.length()), value(query, "outcome="), response);
    }
    if (path.equals("/_sim/book")) {
      byte[] lines =
          JsonMapper.shared().writeValueAsBytes(book.chargesFor(value(query, "attempt=")));
      return write(response, 200, "application/json", lines);
    }
    return page(response, 404, "No such control.");
  }

  private Publisher<Void> pay(String intentId, String outcome, HttpServerResponse response) {
    if (outcome.isEmpty()) {
      return page(
          response, 200, "<a href=\"?outcome=succeed\">Yes</a> <a href=\"?outcome=fail\">No</a>");
    }
    if (!payments.act(intentId, outcome.equals("succeed"))) {
      return page(response, 409, "Nothing to pay.");
    }
    String back = book.find(intentId).map(Intent::returnUrl).orElse(null);
    if (back == null) {
      return page(response, 200, "Done.");
    }
    response.header("Location", back);
    return page(response, 303, "Going back to the merchant.");
  }

  private static String value(String query, String name) {
    return query.startsWith(name) ? query.substring(name.length()) : "";
  }

  private static Publisher<Void> page(HttpServerResponse response, int status, String body) {
    String html = "<!doctype html><meta charset=\"utf-8\"><h1>Airwallex (simulated)</h1><p>" + body;
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
