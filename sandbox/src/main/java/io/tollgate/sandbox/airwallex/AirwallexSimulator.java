package io.tollgate.sandbox.airwallex;

import io.netty.handler.codec.http.HttpHeaders;
import io.tollgate.sandbox.airwallex.AirwallexAnswer.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.node.ObjectNode;

/**
 * Airwallex's Payments API on 127.0.0.1, as far as a gateway uses it.
 *
 * <p>The amount of a payment says how it goes (see the README); the {@link #book()} is the truth.
 */
public final class AirwallexSimulator implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final String LOGIN = "/api/v1/authentication/login";

  private final AirwallexSimulatorSettings settings;
  private final AirwallexBook book = new AirwallexBook();
  private final LoopResources loops = LoopResources.create("airwallex-simulator", 1, 2, true);
  private final LongAdder requests = new LongAdder();
  private final AirwallexTokens tokens;
  private final AirwallexRoutes routes;
  private final AirwallexControls controls;
  private final DisposableServer server;

  private AirwallexSimulator(AirwallexSimulatorSettings settings) {
    this.settings = settings;
    this.tokens = new AirwallexTokens(settings);
    Duration processing = settings.times().processing();
    AirwallexEvents events = new AirwallexEvents(settings, this::written);
    AirwallexPayments payments = new AirwallexPayments(book, events, this::written, processing);
    this.routes =
        new AirwallexRoutes(book, payments, new AirwallexRefunds(book, events, processing));
    this.controls = new AirwallexControls(book, payments);
    this.server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(settings.port())
            .runOn(loops)
            .handle(this::handle)
            .bindNow();
  }

  /** Starts a simulator and waits until it listens. */
  public static AirwallexSimulator start(AirwallexSimulatorSettings settings) {
    return new AirwallexSimulator(settings);
  }

  /** {@code http://127.0.0.1:port}, to be used where Airwallex's own address would be. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Every intent that it took part in. */
  public AirwallexBook book() {
    return book;
  }

  /** How many API requests came in, logins aside. */
  public long requestCount() {
    return requests.sum();
  }

  /** How many tokens were lent. */
  public int tokenCount() {
    return tokens.count();
  }

  /** Takes all tokens back before their time. */
  public void revokeTokens() {
    tokens.revoke();
  }

  /** Stops listening. */
  @Override
  public void close() {
    server.disposeNow(STOP_LIMIT);
    loops.dispose();
  }

  private ObjectNode written(Intent intent) {
    return AirwallexJson.intent(intent, baseUrl() + AirwallexControls.PAGES + intent.id());
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    String uri = request.uri();
    int question = uri.indexOf('?');
    String path = question < 0 ? uri : uri.substring(0, question);
    String query = question < 0 ? "" : uri.substring(question + 1);
    if (path.startsWith("/_sim/")) {
      return controls.handle(path, query, response);
    }
    if (path.equals(LOGIN)) {
      return write(login(request.requestHeaders()), response);
    }
    requests.increment();
    return request
        .receive()
        .aggregate()
        .asString(StandardCharsets.UTF_8)
        .defaultIfEmpty("")
        .map(body -> new AirwallexCall(request.method().name(), path, query, body))
        .flatMap(call ->
            tokens.isGood(request.requestHeaders().get("Authorization"))
                ? answer(call, response)
                : write(AirwallexAnswer.refused(401, "unauthorized", null), response));
  }

  private AirwallexAnswer login(HttpHeaders headers) {
    try {
      return tokens.login(headers.get("x-client-id"), headers.get("x-api-key"));
    } catch (Refused refused) {
      return refused.answer();
    }
  }

  private Mono<Void> answer(AirwallexCall call, HttpServerResponse response) {
    return switch (routes.answering(call)) {
      case AT_ONCE, CREATION_SILENT -> write(routes.answer(call), response);
      case SLOW -> slowly(call).flatMap(answer -> write(answer, response));
      case SILENT -> after(call, Mono.delay(settings.times().silence()).then(drop(response)));
      case DROP -> after(call, drop(response));
      case DROP_BEFORE -> drop(response);
      case BROKEN ->
          after(call, write(AirwallexAnswer.refused(500, "internal_error", null), response));
      case BAD_GATEWAY -> after(call, write(AirwallexAnswer.html(502), response));
      case REPEATED ->
          after(call, write(AirwallexAnswer.refused(400, "duplicate_request", null), response));
    };
  }

  private Mono<Void> after(AirwallexCall call, Mono<Void> then) {
    return Mono.fromSupplier(() -> routes.answer(call)).then(then);
  }

  /** Started here, so that it goes on without the one who asked. */
  private Mono<AirwallexAnswer> slowly(AirwallexCall call) {
    Mono<AirwallexAnswer> detached =
        Mono.delay(settings.times().slow()).map(_ -> routes.answer(call)).cache();
    detached.subscribe();
    return detached;
  }

  private static Mono<Void> drop(HttpServerResponse response) {
    // Never completes, or an empty 200 would be written; the closed channel ends it.
    return Mono.<Void>fromRunnable(() -> response.withConnection(AirwallexSimulator::cut))
        .then(Mono.never());
  }

  private static void cut(Connection connection) {
    var _ = connection.channel().close();
  }

  private static Mono<Void> write(AirwallexAnswer answer, HttpServerResponse response) {
    return Mono.from(
        response
            .status(answer.status())
            .header("Content-Type", answer.contentType())
            .sendString(Mono.just(answer.body())));
  }
}
