package io.tollgate.sandbox.paypay;

import io.netty.handler.codec.http.HttpHeaders;
import io.tollgate.sandbox.paypay.PayPayRoutes.Call;
import io.tollgate.sandbox.paypay.PayPayScript.Answering;
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

/**
 * PayPay's Open Payment API on 127.0.0.1, as far as a gateway uses it.
 *
 * <p>The amount of a payment says how it goes (see the README); the {@link #book()} is the truth.
 */
public final class PayPaySimulator implements AutoCloseable {

  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final PayPaySimulatorSettings settings;
  private final PayPaySignature signature;
  private final PayPayBook book = new PayPayBook();
  private final LoopResources loops = LoopResources.create("paypay-simulator", 1, 2, true);
  private final LongAdder requests = new LongAdder();
  private final PayPayRoutes routes;
  private final PayPayControls controls;
  private final DisposableServer server;

  private PayPaySimulator(PayPaySimulatorSettings settings) {
    this.settings = settings;
    this.signature = new PayPaySignature(settings.apiKey(), settings.apiSecret());
    PayPayConsents consents = new PayPayConsents(book, settings, signature);
    PayPayPayments payments =
        new PayPayPayments(
            book, consents, new PayPayNotifications(settings), settings.times().processing());
    this.controls = new PayPayControls(book, payments, consents);
    this.routes = new PayPayRoutes(payments, consents, this::baseUrl);
    this.server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(settings.port())
            .runOn(loops)
            .handle(this::handle)
            .bindNow();
  }

  /** Starts a simulator and waits until it listens. */
  public static PayPaySimulator start(PayPaySimulatorSettings settings) {
    return new PayPaySimulator(settings);
  }

  /** {@code http://127.0.0.1:port}, to be used where PayPay's own address would be. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Every payment that it took part in. */
  public PayPayBook book() {
    return book;
  }

  /** How many API requests came in. */
  public long requestCount() {
    return requests.sum();
  }

  /** Stops listening. */
  @Override
  public void close() {
    server.disposeNow(STOP_LIMIT);
    loops.dispose();
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    String uri = request.uri();
    int question = uri.indexOf('?');
    String path = question < 0 ? uri : uri.substring(0, question);
    String query = question < 0 ? "" : uri.substring(question + 1);
    if (path.startsWith("/_sim/")) {
      return controls.handle(path, query, response);
    }
    requests.increment();
    return request
        .receive()
        .aggregate()
        .asString(StandardCharsets.UTF_8)
        .defaultIfEmpty("")
        .map(body -> new Call(request.method().name(), path, query, body))
        .flatMap(call ->
            isSigned(call, request.requestHeaders())
                ? answer(call, response)
                : write(PayPayAnswer.refused(401, "UNAUTHORIZED"), response));
  }

  private boolean isSigned(Call call, HttpHeaders headers) {
    return settings.merchantId().equals(headers.get("X-ASSUME-MERCHANT"))
        && signature.isSigned(
            headers.get("Authorization"),
            call.method(),
            call.path(),
            headers.get("Content-Type"),
            call.body());
  }

  private Mono<Void> answer(Call call, HttpServerResponse response) {
    Answering answering = call.creates() ? call.script().answering() : Answering.AT_ONCE;
    return switch (answering) {
      case AT_ONCE -> write(routes.answer(call), response);
      case SLOW -> slowly(call).flatMap(answer -> write(answer, response));
      case SILENT -> after(call, Mono.delay(settings.times().silence()).then(drop(response)));
      case DROP -> after(call, drop(response));
      case DROP_BEFORE -> drop(response);
      case BROKEN -> after(call, write(PayPayAnswer.refused(500, "SERVICE_ERROR"), response));
      case BAD_GATEWAY -> after(call, write(PayPayAnswer.html(502), response));
      case SIMILAR ->
          after(call, write(PayPayAnswer.refused(400, "SUSPECTED_DUPLICATE_PAYMENT"), response));
    };
  }

  private Mono<Void> after(Call call, Mono<Void> then) {
    return Mono.fromSupplier(() -> routes.answer(call)).then(then);
  }

  /** Started here, so that it goes on without the one who asked. */
  private Mono<PayPayAnswer> slowly(Call call) {
    Mono<PayPayAnswer> detached =
        Mono.delay(settings.times().slow()).map(_ -> routes.answer(call)).cache();
    detached.subscribe();
    return detached;
  }

  private static Mono<Void> drop(HttpServerResponse response) {
    // Never completes, or an empty 200 would be written; the closed channel ends it.
    return Mono.<Void>fromRunnable(() -> response.withConnection(PayPaySimulator::cut))
        .then(Mono.never());
  }

  private static void cut(Connection connection) {
    var _ = connection.channel().close();
  }

  private static Mono<Void> write(PayPayAnswer answer, HttpServerResponse response) {
    return Mono.from(
        response
            .status(answer.status())
            .header("Content-Type", answer.contentType())
            .sendString(Mono.just(answer.body())));
  }
}
