package io.tollgate.channels.camara;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.sandbox.camara.CamaraBook.Charge;
import io.tollgate.sandbox.camara.CamaraSimulator;
import io.tollgate.sandbox.camara.CamaraSimulatorSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;

/** The channel and a simulated operator, which calls back. */
final class CamaraSandbox implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(20);

  final CamaraSimulator simulator;
  final CamaraChannel camara;

  /** What came of every event, in the order in which they came. */
  final List<CallbackReading> callbacks = new CopyOnWriteArrayList<>();

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AtomicInteger references = new AtomicInteger();
  private final DisposableServer callbackDoor;

  /** The operator's client has a key. */
  CamaraSandbox() {
    this(
        Clock.systemUTC(),
        CamaraSimulatorSettings.defaults().withClientKey(CamaraFixtures.publicKey()));
  }

  CamaraSandbox(Clock clock, CamaraSimulatorSettings settings) {
    camara = new CamaraChannel(edges, clock);
    callbackDoor =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) ->
                request
                    .receive()
                    .aggregate()
                    .asByteArray()
                    .doOnNext(body -> callbacks.add(read(request, body)))
                    .then(response.status(204).send().then()))
            .bindNow();
    simulator =
        CamaraSimulator.start(
            settings.withDurations(Duration.ofMillis(200), Duration.ofSeconds(10)));
  }

  private CallbackReading read(HttpServerRequest request, byte[] body) {
    var uri = URI.create(request.uri());
    return camara.read(
        new RawCallback(
            "POST",
            uri.getRawPath(),
            uri.getRawQuery(),
            Map.of("authorization", request.requestHeaders().getAll("Authorization")),
            body,
            Instant.now()),
        account());
  }

  ChannelAccount account() {
    return account(Map.of());
  }

  ChannelAccount account(Map<String, String> options) {
    var all = new HashMap<>(options);
    all.put("callback-url", "http://127.0.0.1:" + callbackDoor.port() + "/callbacks/camara/es");
    var account = CamaraFixtures.account(simulator.baseUrl(), all);
    return new ChannelAccount(
        account.id(),
        account.baseUrl(),
        account.secrets(),
        account.options(),
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofSeconds(1), 500));
  }

  /** An order of EUR 12.99 like no other, by a payer whose number ends so. */
  Order order(String digits, CaptureMode capture) {
    return CamaraFixtures.order(
        Money.of(1299, "EUR"),
        capture,
        "+34600000" + digits,
        "order-" + references.incrementAndGet());
  }

  ChannelOutcome pay(Order order, Map<String, String> options) {
    return camara.pay(CamaraFixtures.request(order), account(options)).block(SOON);
  }

  ChannelOutcome query(Order order, String reference) {
    return camara.query(asking(order, reference), account()).block(SOON);
  }

  ChannelOutcome close(Order order) {
    return camara.close(asking(order, null), account()).block(SOON);
  }

  ChannelOutcome submit(Order order, String reference, String otp) {
    return camara.submitOtp(asking(order, reference), otp, account()).block(SOON);
  }

  /** What an order comes to in the end, by asking. */
  ChannelOutcome untilFinal(Order order) {
    return Mono.defer(() -> camara.query(asking(order, null), account()))
        .filter(outcome ->
            !(outcome instanceof ChannelOutcome.Pending)
                && !(outcome instanceof ChannelOutcome.Unknown))
        .repeatWhenEmpty(100, again -> again.delayElements(Duration.ofMillis(50)))
        .block(SOON);
  }

  /** What the book says of an order's only payment. */
  Charge charge(Order order) {
    var charges = charges(order);
    assertThat(charges).hasSize(1);
    return charges.getFirst();
  }

  List<Charge> charges(Order order) {
    return simulator.book().chargesFor(CamaraFixtures.attempt(order).toString());
  }

  /** A question about an order, by the operator's id where one is given. */
  static AttemptQuery asking(Order order, String reference) {
    return new AttemptQuery(CamaraFixtures.attempt(order), reference, order, Instant.now());
  }

  @Override
  public void close() {
    edges.close();
    simulator.close();
    callbackDoor.disposeNow();
  }
}
