package io.tollgate.sandbox.stripe;

import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Stripe has not: the book, the counts, the switches, and the page where a payer acts. */
final class StripeControls {

  private static final Duration TIME_TO_ANSWER = Duration.ofMillis(100);
  private static final String AUTHENTICATE = "/_sim/authenticate/";

  private final JsonMapper mapper = JsonMapper.builder().build();
  private final StripeBook book;
  private final StripeOperations payments;
  private final StripeSetups setups;
  private final StripeCallbacks callbacks;
  private final StripeSwitches switches;

  StripeControls(
      StripeBook book,
      StripeOperations payments,
      StripeSetups setups,
      StripeCallbacks callbacks,
      StripeSwitches switches) {
    this.book = book;
    this.payments = payments;
    this.setups = setups;
    this.callbacks = callbacks;
    this.switches = switches;
  }

  Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    String uri = request.uri();
    String path = uri.split("\\?")[0];
    StripeForm query = StripeForm.parse(uri.substring(Math.min(uri.length(), path.length() + 1)));
    boolean reads = request.method().equals(HttpMethod.GET);
    if (reads && path.equals("/_sim/book")) {
      String attempt = query.text("attempt");
      return json(response, 200, book.chargesFor(attempt == null ? "" : attempt));
    }
    if (reads && path.equals("/_sim/counts")) {
      return json(response, 200, counts());
    }
    if (path.equals("/_sim/switches") && request.method().equals(HttpMethod.POST)) {
      return request
          .receive()
          .aggregate()
          .asString(StandardCharsets.UTF_8)
          .defaultIfEmpty("{}")
          .flatMap(body -> Mono.from(turn(body, response)));
    }
    if (reads && path.startsWith(AUTHENTICATE)) {
      return page(path.substring(AUTHENTICATE.length()), query.text("outcome"), response);
    }
    return json(response, 404, Map.of("error", "unknown control: " + path));
  }

  Map<String, Object> counts() {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("created", book.createdCount());
    counts.put("succeeded", book.succeededCount());
    counts.put("callbacks_acknowledged", callbacks.acknowledgedCount());
    counts.put("callbacks_lost", callbacks.lostCount());
    counts.put("callbacks_given_up", callbacks.givenUpCount());
    return counts;
  }

  private Publisher<Void> turn(String body, HttpServerResponse response) {
    try {
      JsonNode wanted = mapper.readTree(body);
      for (Map.Entry<String, JsonNode> wish : wanted.properties()) {
        turn(wish.getKey(), wish.getValue());
      }
      return json(response, 200, wanted);
    } catch (JacksonException | IllegalArgumentException wrong) {
      return json(response, 400, Map.of("error", String.valueOf(wrong.getMessage())));
    }
  }

  private void turn(String name, JsonNode value) {
    switch (name) {
      case "down_ms" -> downFor(Duration.ofMillis(value.asLong()));
      case "delay_ms" -> switches.delay(Duration.ofMillis(value.asLong()));
      case "search_lag_ms" -> switches.searchLag(Duration.ofMillis(value.asLong()));
      case "lose_callbacks" -> switches.loseCallbacks(value.asDouble());
      default ->
          throw new IllegalArgumentException(
              "unknown switch: "
                  + name
                  + " (expected: down_ms, delay_ms, search_lag_ms, lose_callbacks)");
    }
  }

  private void downFor(Duration time) {
    // A little later, so that this very request is still answered.
    Mono.delay(TIME_TO_ANSWER)
        .publishOn(Schedulers.boundedElastic())
        .doOnNext(_ -> switches.down())
        .then(Mono.delay(time, Schedulers.boundedElastic()))
        .subscribe(_ -> switches.up());
  }

  /**
   * What waits for a payer: a payment, or the wish to be charged later.
   *
   * @param back what the merchant's page is told about it, as a part of a query
   * @param acting whether there was anything left to act on
   */
  private record Waiting(
      String question, @Nullable String returnUrl, String back, Predicate<Boolean> acting) {

    String backTo(String merchant, boolean succeeded) {
      return merchant
          + (merchant.contains("?") ? "&" : "?")
          + back
          + "&redirect_status="
          + (succeeded ? "succeeded" : "failed");
    }
  }

  private Waiting waiting(String id) {
    if (id.startsWith("seti_")) {
      SetupIntent setup = setups.find(id);
      return new Waiting(
          "Consent %s to later charges.".formatted(id),
          setup.details().returnUrl(),
          "setup_intent=" + id + "&setup_intent_client_secret=" + id + "_secret_sandbox",
          succeeds -> setups.act(setup, succeeds));
    }
    PaymentIntent intent = payments.find(id);
    return new Waiting(
        "Payment %s of %d %s (minor units).".formatted(id, intent.amount(), intent.currency()),
        intent.details().returnUrl(),
        "payment_intent="
            + id
            + "&payment_intent_client_secret="
            + StripeIds.clientSecret(intent.number()),
        succeeds -> payments.act(intent, succeeds));
  }

  private Publisher<Void> page(String id, @Nullable String outcome, HttpServerResponse response) {
    Waiting waiting;
    try {
      waiting = waiting(id);
    } catch (StripeRefusal unknown) {
      return html(response, 404, "<p>No such payment.</p>");
    }
    if (outcome == null) {
      return html(response, 200, question(waiting));
    }
    boolean succeeds = outcome.equals("succeed");
    if (!succeeds && !outcome.equals("fail")) {
      return html(response, 400, "<p>outcome: expected succeed or fail</p>");
    }
    if (!waiting.acting().test(succeeds)) {
      return html(response, 409, "<p>This payment does not wait for the payer.</p>");
    }
    String returnUrl = waiting.returnUrl();
    if (returnUrl != null) {
      response.header("Location", waiting.backTo(returnUrl, succeeds));
      return html(response, 303, "<p>Going back to the merchant.</p>");
    }
    return html(response, 200, "<p>Done: " + outcome + ".</p>");
  }

  private static String question(Waiting waiting) {
    return """
    <h1>Your bank (simulated)</h1>
    <p>%s</p>
    <p><a href="?outcome=succeed">Approve</a> &nbsp; <a href="?outcome=fail">Refuse</a></p>
    """
        .formatted(waiting.question());
  }

  private static Publisher<Void> html(HttpServerResponse response, int status, String body) {
    String page = "<!doctype html><html><meta charset=\"utf-8\"><body>" + body + "</body></html>";
    return response
        .status(status)
        .header("Content-Type", "text/html; charset=utf-8")
        .sendString(Mono.just(page));
  }

  private Publisher<Void> json(HttpServerResponse response, int status, Object value) {
    return response
        .status(status)
        .header("Content-Type", "application/json")
        .sendByteArray(Mono.just(mapper.writeValueAsBytes(value)));
  }
}
