package io.tollgate.load.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAsDuring;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.substring;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.sse;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/**
 * The steps of a merchant's checkout. They read {@code reference} and {@code amount} of the session
 * and leave the payment's {@code id} and {@code status} there.
 */
final class Checkout {

  static final String TAKE = "take a payment";
  static final String EVENTS = "follow its events";
  static final String FINAL_EVENT = "event: succeeded";
  static final String QUERY = "query it";
  static final String FINAL_STATE = "query: succeeded";

  private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled", "expired");
  private static final Duration BETWEEN_QUERIES = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Checkout() {}

  /** Takes a payment by card; the channel's token says what becomes of it. */
  static HttpRequestActionBuilder take(String name, String token) {
    return take(_ -> name, token);
  }

  /** The same under a name that depends on when it is. */
  static HttpRequestActionBuilder take(Function<Session, String> name, String token) {
    return unchecked(name, token)
        .check(status().is(201), jmesPath("id").saveAs("id"), jmesPath("status").saveAs("status"));
  }

  /** The same, answered as it may be. */
  static HttpRequestActionBuilder unchecked(Function<Session, String> name, String token) {
    return http(name)
        .post("/v1/payments")
        .header("Content-Type", "application/json")
        .body(StringBody(order(token)));
  }

  private static String order(String token) {
    return """
    {"reference":"#{reference}","product":"foreign_card","amount":#{amount},"currency":"EUR",\
    "method":{"type":"card","token":"%s"},"return_url":"https://shop.example/return"}\
    """
        .formatted(token);
  }

  /** Waits on the stream of events until the payment has succeeded. */
  static ChainBuilder followEvents() {
    return exec(
        sse(EVENTS)
            .get("/v1/payments/#{id}/events")
            .await(PATIENCE)
            .on(sse.checkMessage(FINAL_EVENT).matching(substring("\"status\":\"succeeded\""))),
        sse("leave its events").close());
  }

  /** Asks again and again until the payment is final, then expects it to have succeeded. */
  static ChainBuilder queryUntilFinal() {
    return exec(
        asLongAsDuring(session -> !FINAL.contains(session.getString("status")), PATIENCE)
            .on(
                pause(BETWEEN_QUERIES),
                http(QUERY)
                    .get("/v1/payments/#{id}")
                    .check(status().is(200), jmesPath("status").saveAs("status"))),
        http(FINAL_STATE)
            .get("/v1/payments/#{id}")
            .check(status().is(200), jmesPath("status").is("succeeded")));
  }
}
