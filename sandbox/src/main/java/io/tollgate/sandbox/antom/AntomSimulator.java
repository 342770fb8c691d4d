package io.tollgate.sandbox.antom;

import io.tollgate.sandbox.antom.AntomBook.Charge;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Antom's payment API on 127.0.0.1, as far as a gateway uses it. The payment's {@code
 * paymentMethodId} says how it goes (see the README); the {@link #book()} is the truth.
 */
public final class AntomSimulator implements AutoCloseable {

  private static final String ROOT = "/ams/sandbox/api";
  private static final Duration LATE = Duration.ofMillis(500);
  private static final Duration GAP = Duration.ofMillis(50);

  private final String clientId;
  private final PublicKey merchant;
  private final @Nullable URI callbackUrl;
  private final KeyPair own = keys();
  private final KeyPair forger = keys();
  private final AntomBook book = new AntomBook();
  private final Disposable.Composite running = Disposables.composite();
  private final DisposableServer server;
  private final AntomOperations operations;

  private AntomSimulator(String clientId, PublicKey merchant, @Nullable URI callbackUrl) {
    this.clientId = clientId;
    this.merchant = merchant;
    this.callbackUrl = callbackUrl;
    this.server = HttpServer.create().host("127.0.0.1").port(0).handle(this::handle).bindNow();
    this.operations = new AntomOperations(book, baseUrl());
  }

  /**
   * Starts a simulator and waits until it listens.
   *
   * @param clientId of its only merchant, beginning with {@code SANDBOX_}
   * @param merchant the merchant's public key
   * @param callbackUrl where it tells results; null for nowhere
   */
  public static AntomSimulator start(
      String clientId, PublicKey merchant, @Nullable URI callbackUrl) {
    return new AntomSimulator(clientId, merchant, callbackUrl);
  }

  /** {@code http://127.0.0.1:port}, to be used where Antom's own address would be. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.port();
  }

  /** The key that verifies its answers and callbacks, X.509 in Base64. */
  public String publicKey() {
    return Base64.getEncoder().encodeToString(own.getPublic().getEncoded());
  }

  /** Every payment it took part in. */
  public AntomBook book() {
    return book;
  }

  /** Stops listening and sends no more callbacks. */
  @Override
  public void close() {
    running.dispose();
    server.disposeNow(Duration.ofSeconds(5));
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    String uri = request.uri();
    if (uri.startsWith("/pay/")) {
      operations.visit(uri.substring("/pay/".length())).ifPresent(this::tell);
      return response.status(200).send();
    }
    return request
        .receive()
        .aggregate()
        .asString(StandardCharsets.UTF_8)
        .defaultIfEmpty("")
        .flatMap(body -> Mono.from(answered(request, response, body)));
  }

  private Publisher<Void> answered(
      HttpServerRequest request, HttpServerResponse response, String body) {
    if (!isSigned(request, body)) {
      return send(response, AntomOperations.result("F", "INVALID_SIGNATURE"), request, null);
    }
    JsonNode asked = json(body);
    String path = request.uri().substring(ROOT.length());
    boolean pays = path.equals("/v1/payments/pay");
    AntomScript script =
        pays
            ? AntomScript.of(asked.at("/paymentMethod/paymentMethodId").asString(""))
            : AntomScript.SIM_APPROVE;
    if (script == AntomScript.SIM_DROP) {
      return dropped(response);
    }
    ObjectNode answer = operations.answer(path, asked);
    if (pays) {
      book.find(asked.path("paymentRequestId").asString("")).ifPresent(this::tell);
    }
    return switch (script) {
      case SIM_CHARGE_THEN_TIMEOUT -> Mono.never();
      case SIM_CHARGE_THEN_DROP -> dropped(response);
      case SIM_UNSIGNED -> send(response, answer, request, null);
      case SIM_WRONG_SIGNATURE -> send(response, answer, request, forger.getPrivate());
      default -> send(response, answer, request, own.getPrivate());
    };
  }

  private boolean isSigned(HttpServerRequest request, String body) {
    String time = request.requestHeaders().get("Request-Time", "");
    String signature = request.requestHeaders().get("Signature", "");
    return clientId.equals(request.requestHeaders().get("client-id"))
        && request.uri().startsWith(ROOT)
        && AntomSignature.verifies(merchant, request.uri(), clientId, time, body, signature);
  }

  private Publisher<Void> send(
      HttpServerResponse response,
      ObjectNode answer,
      HttpServerRequest request,
      @Nullable PrivateKey key) {
    String body = answer.toString();
    String time = Long.toString(System.currentTimeMillis());
    response.status(200).header("Content-Type", "application/json; charset=UTF-8");
    if (key != null) {
      response
          .header("response-time", time)
          .header("client-id", clientId)
          .header("signature", AntomSignature.header(key, request.uri(), clientId, time, body));
    }
    return response.sendString(Mono.just(body));
  }

  private static Publisher<Void> dropped(HttpServerResponse response) {
    return Mono.fromRunnable(() -> response.withConnection(connection -> connection.dispose()));
  }

  /** Tells what reached its end, in the way its script wants. */
  private void tell(Charge charge) {
    if (charge.status().equals("PROCESSING") || charge.status().equals("CANCELLED")) {
      return;
    }
    String truth = AntomOperations.notification(charge).toString();
    switch (AntomScript.valueOf(charge.script())) {
      case SIM_CALLBACK_LOST -> {}
      case SIM_CALLBACK_TWICE -> {
        call(truth, Duration.ZERO, own.getPrivate());
        call(truth, GAP, own.getPrivate());
      }
      case SIM_CALLBACK_LATE -> call(truth, LATE, own.getPrivate());
      case SIM_CALLBACK_FORGED -> {
        Charge lie = charge.now("FAIL", "RISK_REJECT");
        call(
            AntomOperations.notification(lie).toString(), Duration.ZERO, forger.getPrivate());
        call(truth, GAP, own.getPrivate());
      }
      default -> call(truth, Duration.ZERO, own.getPrivate());
    }
  }

  private void call(String body, Duration delay, PrivateKey key) {
    if (callbackUrl != null) {
      running.add(Mono.delay(delay).then(Mono.defer(() -> post(callbackUrl, body, key))).subscribe(
          _ -> {}, _ -> {}));
    }
  }

  private Mono<Integer> post(URI url, String body, PrivateKey key) {
    String time = Long.toString(System.currentTimeMillis());
    String signature = AntomSignature.header(key, url.getRawPath(), clientId, time, body);
    return HttpClient.create()
        .headers(headers ->
            headers
                .set("Content-Type", "application/json; charset=UTF-8")
                .set("client-id", clientId)
                .set("request-time", time)
                .set("signature", signature))
        .post()
        .uri(url)
        .send(ByteBufFlux.fromString(Mono.just(body)))
        .responseSingle((answer, content) -> content.then(Mono.just(answer.status().code())));
  }

  private static JsonNode json(String body) {
    try {
      return Optional.<JsonNode>ofNullable(AntomOperations.JSON.readTree(body))
          .orElseGet(AntomOperations.JSON::createObjectNode);
    } catch (JacksonException unreadable) {
      return AntomOperations.JSON.createObjectNode();
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has RSA", impossible);
    }
  }
}
