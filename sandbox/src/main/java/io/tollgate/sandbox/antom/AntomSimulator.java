package io.tollgate.sandbox.antom;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Antom's payment API on 127.0.0.1, as far as a gateway uses it. The payment's {@code
 * paymentMethodId} says how it goes (see the README); the {@link #book()} is the truth.
 */
public final class AntomSimulator implements AutoCloseable {

  private static final String ROOT = "/ams/sandbox/api";
  private static final Duration SLOW = Duration.ofMillis(300);

  private final String clientId;
  private final PublicKey merchant;
  private final KeyPair own = keys();
  private final KeyPair forger = keys();
  private final AntomBook book = new AntomBook();
  private final AntomNotices notices;
  private final DisposableServer server;
  private final AntomPayments payments;
  private final AntomAuthorizations authorizations;

  private AntomSimulator(int port, String clientId, PublicKey merchant, @Nullable URI callbackUrl) {
    this.clientId = clientId;
    this.merchant = merchant;
    this.notices = new AntomNotices(clientId, callbackUrl, own.getPrivate(), forger.getPrivate());
    this.server = HttpServer.create().host("127.0.0.1").port(port).handle(this::handle).bindNow();
    this.payments = new AntomPayments(book, notices, baseUrl());
    this.authorizations = new AntomAuthorizations(book, notices, baseUrl());
  }

  /**
   * Starts a simulator and waits until it listens.
   *
   * @param port where it listens on 127.0.0.1; 0 for any free port
   * @param clientId of its only merchant, beginning with {@code SANDBOX_}
   * @param merchant the merchant's public key
   * @param callbackUrl where it tells results; null for nowhere
   */
  public static AntomSimulator start(
      int port, String clientId, PublicKey merchant, @Nullable URI callbackUrl) {
    return new AntomSimulator(port, clientId, merchant, callbackUrl);
  }

  /** {@code http://127.0.0.1:port}, to be used where Antom's own address would be. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.port();
  }

  /** The key that verifies its answers and callbacks, X.509 in Base64. */
  public String publicKey() {
    return Base64.getEncoder().encodeToString(own.getPublic().getEncoded());
  }

  /** Every payment and agreement it took part in. */
  public AntomBook book() {
    return book;
  }

  /** Stops listening and sends no more callbacks. */
  @Override
  public void close() {
    notices.close();
    server.disposeNow(Duration.ofSeconds(5));
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    String uri = request.uri();
    if (uri.startsWith("/pay/")) {
      String[] visit = uri.substring("/pay/".length()).split("\\?outcome=", 2);
      payments.visit(visit[0], visit.length == 1 ? "succeed" : visit[1]);
      return response.status(200).send();
    }
    if (uri.startsWith("/agree/")) {
      authorizations.visit(uri.substring("/agree/".length()));
      return response.status(200).send();
    }
    if (uri.startsWith("/settlement/")) {
      return response.status(200).sendString(Mono.just(settlement()));
    }
    return request
        .receive()
        .aggregate()
        .asString(StandardCharsets.UTF_8)
        .defaultIfEmpty("")
        .flatMap(body -> answered(request, response, body));
  }

  private Mono<Void> answered(HttpServerRequest request, HttpServerResponse response, String body) {
    if (!isSigned(request, body)) {
      ObjectNode refusal = AntomJson.result("F", "INVALID_SIGNATURE");
      return send(request, response, refusal, null);
    }
    JsonNode asked = AntomJson.read(body);
    String path = request.uri().substring(ROOT.length());
    boolean pays = path.equals("/v1/payments/pay");
    AntomScript script =
        pays
            ? AntomScript.of(AntomJson.text(asked.path("paymentMethod"), "paymentMethodId"))
            : AntomScript.SIM_APPROVE;
    ObjectNode answer =
        path.startsWith("/v1/payments/")
            ? payments.answer(path, asked)
            : authorizations.answer(path, asked);
    return switch (script) {
      case SIM_CHARGE_THEN_TIMEOUT -> Mono.never();
      case SIM_CHARGE_THEN_DROP, SIM_DROP -> dropped(response);
      case SIM_ERROR, SIM_ERROR_AFTER_CHARGE -> response.status(500).send().then();
      case SIM_UNSIGNED -> send(request, response, answer, null);
      case SIM_WRONG_SIGNATURE -> send(request, response, answer, forger.getPrivate());
      case SIM_SLOW ->
          Mono.delay(SLOW)
              .then(Mono.defer(() -> send(request, response, answer, own.getPrivate())));
      default -> send(request, response, answer, own.getPrivate());
    };
  }

  private boolean isSigned(HttpServerRequest request, String body) {
    String time = request.requestHeaders().get("Request-Time", "");
    String signature = request.requestHeaders().get("Signature", "");
    return clientId.equals(request.requestHeaders().get("client-id"))
        && request.uri().startsWith(ROOT)
        && AntomSignature.verifies(merchant, request.uri(), clientId, time, body, signature);
  }

  private Mono<Void> send(
      HttpServerRequest request,
      HttpServerResponse response,
      ObjectNode answer,
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
    return response.sendString(Mono.just(body)).then();
  }

  private static Mono<Void> dropped(HttpServerResponse response) {
    response.withConnection(connection -> connection.dispose());
    return Mono.never();
  }

  /** The settlement details of any day: the whole book. */
  private String settlement() {
    String heading =
        "settlementBatchId,customerId,transactionId,originalTransactionId,transactionType,"
            + "transactionRequestId,transactionAmountValue,transactionCurrency,paymentTime\n";
    return book.charges().stream()
        .filter(AntomBook.Charge::charged)
        .flatMap(AntomSimulator::lines)
        .collect(Collectors.joining("", heading, "<END>\n"));
  }

  private static Stream<String> lines(AntomBook.Charge charge) {
    String format = "B1,C1,%s,%s,%s,%s,%d," + charge.currency() + ",2026-03-01T20:00:00+08:00\n";
    String id = charge.paymentId();
    String payment = format.formatted(id, "", "PAYMENT", charge.paymentRequestId(), charge.value());
    return Stream.concat(
        Stream.of(payment),
        charge.refunds().entrySet().stream()
            .map(it ->
                format.formatted(
                    "refund-" + it.getKey(), id, "REFUND", it.getKey(), it.getValue())));
  }

  /** New ones. */
  static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has RSA", impossible);
    }
  }
}
