package io.tollgate.channels.mercadopago;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.sandbox.mercadopago.MercadoPagoBook.Charge;
import io.tollgate.sandbox.mercadopago.MercadoPagoSettings;
import io.tollgate.sandbox.mercadopago.MercadoPagoSimulator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;

/** The channel and the simulator, which notifies us; the channel's clock can be set ahead. */
final class MercadoPagoSandbox implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(20);

  private static final ChannelLimits LIMITS =
      new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofMillis(1_500), 200);

  final MercadoPagoSimulator simulator =
      MercadoPagoSimulator.start(
          MercadoPagoSettings.defaults()
              .withDurations(Duration.ofMillis(300), Duration.ofSeconds(10)));

  /** What came of every notification, in the order in which they came. */
  final List<CallbackReading> callbacks = new CopyOnWriteArrayList<>();

  final MercadoPagoChannel channel;

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AtomicInteger references = new AtomicInteger();
  private final DisposableServer door;

  MercadoPagoSandbox() {
    channel = new MercadoPagoChannel(edges, Clock.systemUTC());
    door =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) ->
                request
                    .receive()
                    .aggregate()
                    .asByteArray()
                    .doOnNext(body -> callbacks.add(read(request, body)))
                    .then(response.status(200).send().then()))
            .bindNow();
  }

  MercadoPagoChannel ahead(Duration time) {
    return new MercadoPagoChannel(edges, Clock.offset(Clock.systemUTC(), time));
  }

  /** An account that does not wait long for those who never answer. */
  ChannelAccount account() {
    var patient =
        MercadoPagoFixtures.account(
            simulator.baseUrl(),
            Map.of("notify-url", "http://127.0.0.1:" + door.port() + "/callbacks/mercadopago/br"));
    return new ChannelAccount(
        patient.id(), patient.baseUrl(), patient.secrets(), patient.options(), LIMITS);
  }

  /** An order of BRL 129.90 like no other, by a card that behaves so. */
  Order order(String script) {
    return order(script, CaptureMode.AUTOMATIC);
  }

  Order order(String script, CaptureMode capture) {
    var token = script.contains("/") ? script : script + "__" + references.incrementAndGet();
    return order(MercadoPagoFixtures.card(token), capture);
  }

  Order hosted(String method) {
    return order(new Method(method, null), CaptureMode.AUTOMATIC);
  }

  Order order(Method method, CaptureMode capture) {
    return MercadoPagoFixtures.order(
        method, capture, MercadoPagoFixtures.WHOLE, "order-" + references.incrementAndGet());
  }

  ChannelOutcome pay(Order order) {
    return channel.pay(MercadoPagoFixtures.request(order), account()).block(SOON);
  }

  ChannelOutcome query(Order order, String reference) {
    return channel.query(asking(order, reference), account()).block(SOON);
  }

  ChannelOutcome close(Order order, String reference) {
    return channel.close(asking(order, reference), account()).block(SOON);
  }

  /** A question about an order, by Mercado Pago's id where one is given. */
  static AttemptQuery asking(Order order, String reference) {
    return new AttemptQuery(MercadoPagoFixtures.attempt(order), reference, order, Instant.now());
  }

  /** What the book says of an order. */
  List<Charge> charges(Order order) {
    return simulator.book().chargesFor(MercadoPagoFixtures.attempt(order).toString());
  }

  /** What the book says of an order's only payment. */
  Charge charge(Order order) {
    assertThat(charges(order)).hasSize(1);
    return charges(order).getFirst();
  }

  /** The payer acts where there is something to act on, and the answer's status is told. */
  int act(String id, String outcome) {
    return HttpClient.create()
        .get()
        .uri(simulator.baseUrl() + "/_sim/pay/" + id + "?outcome=" + outcome)
        .responseSingle((response, body) -> body.then(Mono.just(response.status().code())))
        .block(SOON);
  }

  @Override
  public void close() {
    edges.close();
    simulator.close();
    door.disposeNow();
  }

  private CallbackReading read(HttpServerRequest request, byte[] body) {
    var headers = new HashMap<String, List<String>>();
    request
        .requestHeaders()
        .forEach(header ->
            headers.put(header.getKey().toLowerCase(Locale.ROOT), List.of(header.getValue())));
    var address = request.uri().split("\\?", 2);
    return channel.read(
        new RawCallback("POST", address[0], address[1], headers, body, Instant.now()), account());
  }
}
