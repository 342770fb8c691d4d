package io.tollgate.gateway.journey;

import io.tollgate.domain.merchant.SignatureAlgorithm;
import io.tollgate.gateway.edge.signature.RequestSigner;
import io.tollgate.gateway.edge.signature.RequestSigner.Draft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A merchant's checkout: signs and sends, as a stranger would, from outside. */
final class Merchant {

  static final String SECRET = "sandbox-demo-secret-of-32-bytes!!";

  private static final AtomicLong ORDERS = new AtomicLong();

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final URI gateway;
  private final RequestSigner signer;

  Merchant(int port, String keyId) {
    this.gateway = URI.create("http://127.0.0.1:" + port);
    this.signer =
        new RequestSigner(
            keyId, SignatureAlgorithm.HMAC_SHA256, SECRET.getBytes(StandardCharsets.UTF_8));
  }

  /** An answer of the gateway. */
  record Answer(int status, java.net.http.HttpHeaders headers, String text) {

    static Answer of(HttpResponse<String> response) {
      return new Answer(response.statusCode(), response.headers(), response.body());
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(text);
    }

    String field(String name) {
      var value = json().get(name);
      return value == null ? "" : value.asString();
    }

    String header(String name) {
      return headers.firstValue(name).orElse("");
    }
  }

  static String newReference() {
    return "order-" + Long.toString(System.nanoTime(), 36) + "-" + ORDERS.incrementAndGet();
  }

  static String body(String reference, long amount, String currency, String token) {
    return body(reference, amount, currency, token, "");
  }

  static String body(String reference, long amount, String currency, String token, String more) {
    return """
    {"reference":"%s","product":"foreign_card","amount":%d,"currency":"%s",\
    "method":{"type":"card","token":"%s"},"return_url":"https://shop.example/return"%s}\
    """
        .formatted(reference, amount, currency, token, more);
  }

  Answer pay(String token) {
    return pay(newReference(), token);
  }

  Answer pay(String reference, String token) {
    return post(body(reference, 1299, "EUR", token), null);
  }

  Answer post(String body, @Nullable String idempotencyKey) {
    return send(payment(body, idempotencyKey).build());
  }

  CompletableFuture<Answer> payLater(String body) {
    return client
        .sendAsync(payment(body, null).build(), BodyHandlers.ofString())
        .thenApply(Answer::of);
  }

  Answer get(String path) {
    return send(signed(Draft.get(gateway.resolve(path), Instant.now())).GET().build());
  }

  Answer get(Draft draft) {
    return send(signed(draft).GET().build());
  }

  /** A signed request for a payment, to be spoilt before it is sent. */
  HttpRequest.Builder payment(String body, @Nullable String idempotencyKey) {
    var draft = Draft.post(address("/v1/payments"), body, Instant.now());
    return payment(idempotencyKey == null ? draft : draft.withIdempotencyKey(idempotencyKey));
  }

  HttpRequest.Builder payment(Draft draft) {
    return signed(draft)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(draft.body()));
  }

  URI address(String path) {
    return gateway.resolve(path);
  }

  Answer send(HttpRequest request) {
    try {
      return Answer.of(client.send(request, BodyHandlers.ofString()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private HttpRequest.Builder signed(Draft draft) {
    var request = HttpRequest.newBuilder(draft.url()).timeout(Duration.ofSeconds(40));
    signer.headers(draft).forEach(request::header);
    return request;
  }
}
