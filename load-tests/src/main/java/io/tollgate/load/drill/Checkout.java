package io.tollgate.load.drill;

import io.tollgate.load.check.Call;
import io.tollgate.load.check.Call.Kind;
import io.tollgate.load.check.Call.Seen;
import io.tollgate.load.rig.CheckoutRequests;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A shop's end of the line: signed requests, each written to the journal with its answer. It talks
 * to the next of several gateways after one gave no answer. Not for several threads.
 */
final class Checkout {

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http;
  private final Journal journal;
  private final Supplier<List<Integer>> doors;
  private int chosen;

  /**
   * @param doors ports of the gateways that are open now
   * @param first which of them is asked first
   */
  Checkout(HttpClient http, Journal journal, Supplier<List<Integer>> doors, int first) {
    this.http = http;
    this.journal = journal;
    this.doors = doors;
    this.chosen = first;
  }

  static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(1))
        .build();
  }

  /** Sends the order once. */
  Call pay(Order order) throws InterruptedException {
    var body = order.body();
    var request =
        signed("POST", "/v1/payments", body, order.key())
            .header("Content-Type", "application/json")
            .header("Prefer", "wait=" + order.waitSeconds())
            .timeout(ANSWER_WITHIN.plusSeconds(order.waitSeconds()))
            .POST(BodyPublishers.ofString(body));
    if (!order.key().isEmpty()) {
      request.header("Idempotency-Key", quoted(order.key()));
    }
    return exchange(Kind.PAY, order.reference(), order.key(), request.build());
  }

  /** Asks how a payment stands. */
  Call read(String reference, String id) throws InterruptedException {
    var request = signed("GET", "/v1/payments/" + id, "", "").timeout(ANSWER_WITHIN).GET().build();
    return exchange(Kind.READ, reference, "", request);
  }

  /** Follows a payment by its events until the stream ends, or as long as the limit. */
  void follow(String reference, String id, Duration limit) throws InterruptedException {
    var request =
        signed("GET", "/v1/payments/" + id + "/events", "", "")
            .timeout(ANSWER_WITHIN)
            .GET()
            .build();
    var events = new Events(reference, System.currentTimeMillis());
    var stream = http.sendAsync(request, BodyHandlers.fromLineSubscriber(events));
    try {
      stream.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException broken) {
      next();
    } catch (TimeoutException enough) {
      stream.cancel(true);
    }
  }

  private Call exchange(Kind kind, String reference, String key, HttpRequest request)
      throws InterruptedException {
    long sent = System.currentTimeMillis();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      return kept(answered(kind, reference, key, sent, answer));
    } catch (IOException none) {
      next();
      return kept(new Call(kind, reference, key, sent, now(), 0, false, null, "", troubleOf(none)));
    }
  }

  private static String troubleOf(IOException none) {
    return switch (none) {
      // A connect that timed out or was refused: no byte left.
      case ConnectException _, java.net.http.HttpConnectTimeoutException _ -> Call.NOT_CONNECTED;
      case HttpTimeoutException _ -> "no answer in time";
      default -> "broken off: " + none.getMessage();
    };
  }

  private static Call answered(
      Kind kind, String reference, String key, long sent, HttpResponse<String> answer) {
    var json = parsed(answer.body());
    boolean taken = answer.statusCode() / 100 == 2;
    return new Call(
        kind,
        reference,
        key,
        sent,
        now(),
        answer.statusCode(),
        answer.headers().firstValue("Idempotent-Replayed").isPresent(),
        taken ? seen(json) : null,
        key.isEmpty() ? "" : digest(answer),
        taken ? "" : json.path("code").asString("status " + answer.statusCode()));
  }

  private static Seen seen(JsonNode json) {
    return new Seen(
        json.path("id").asString(""),
        json.path("version").asLong(-1),
        json.path("status").asString(""));
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException notJson) {
      return JSON.createObjectNode();
    }
  }

  private static String digest(HttpResponse<String> answer) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update((answer.statusCode() + "\n").getBytes(StandardCharsets.UTF_8));
      var hash = sha256.digest(answer.body().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 12);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private HttpRequest.Builder signed(String method, String path, String body, String key) {
    var open = doors.get();
    int port = open.get(chosen % open.size());
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    new CheckoutRequests(port).signature(method, path, "", body, key).forEach(request::header);
    return request;
  }

  /** A string of RFC 8941; our keys hold nothing that would have to be escaped. */
  private static String quoted(String key) {
    return '"' + key + '"';
  }

  private void next() {
    chosen++;
  }

  private Call kept(Call call) {
    journal.add(call);
    return call;
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  /** Writes each event to the journal, as one that was waited for since the one before it. */
  private final class Events implements java.util.concurrent.Flow.Subscriber<String> {

    private final String reference;
    private long since;

    Events(String reference, long since) {
      this.reference = reference;
      this.since = since;
    }

    @Override
    public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
      if (line.startsWith("data:")) {
        var shown = seen(parsed(line.substring(5)));
        kept(new Call(Kind.EVENT, reference, "", since, now(), 200, false, shown, "", ""));
        since = now();
      }
    }

    @Override
    public void onError(@Nullable Throwable broken) {}

    @Override
    public void onComplete() {}
  }
}
