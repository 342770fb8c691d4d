package io.tollgate.channels.alipay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.alipay.AlipaySimulator;
import io.tollgate.sandbox.alipay.AlipayTrade;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

/** The channel and the simulator, which notifies it. Orders are never the same. */
final class AlipaySandbox implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(20);

  final AlipaySimulator simulator;
  final AlipayChannel alipay;

  /** What came of every notification, in the order in which they came. */
  final List<CallbackReading> callbacks = new CopyOnWriteArrayList<>();

  /** The notifications themselves. */
  final List<String> forms = new CopyOnWriteArrayList<>();

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AtomicInteger references = new AtomicInteger();
  private final DisposableServer callbackDoor;

  AlipaySandbox() {
    alipay = at(AlipayFixtures.CLOCK);
    callbackDoor =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) ->
                request
                    .receive()
                    .aggregate()
                    .asByteArray()
                    .doOnNext(this::called)
                    .then(response.status(200).send().then()))
            .bindNow();
    simulator =
        AlipaySimulator.start(
            0,
            AlipayFixtures.APP_ID,
            AlipayFixtures.OURS.getPublic(),
            URI.create("http://127.0.0.1:" + callbackDoor.port() + "/callbacks"));
  }

  /** The channel at another time. */
  AlipayChannel at(Clock clock) {
    return new AlipayChannel(edges, clock);
  }

  ChannelAccount account() {
    return account(Map.of());
  }

  ChannelAccount account(Map<String, String> options) {
    var base = AlipayFixtures.account(simulator.gatewayUrl(), options);
    return new ChannelAccount(
        base.id(),
        base.baseUrl(),
        Map.of(
            "private-key", base.secret("private-key"),
            "alipay-public-key", AlipayFixtures.secret(simulator.publicKey().getEncoded())),
        base.options(),
        base.limits());
  }

  /** An order of 88.88 yuan by a code that the payer shows. */
  Order order(String token) {
    return order(AlipayScene.BARCODE_METHOD, token, CaptureMode.AUTOMATIC);
  }

  Order order(String type, String token, CaptureMode capture) {
    return order(Product.ACCOUNT_BALANCE, type, token, capture);
  }

  Order order(Product product, String type, String token, CaptureMode capture) {
    return AlipayFixtures.order(
        product, type, token, capture, "order-" + references.incrementAndGet());
  }

  ChannelOutcome pay(Order order) {
    return alipay.pay(AlipayFixtures.request(order), account()).block(SOON);
  }

  ChannelOutcome query(Order order) {
    return alipay.query(AlipayFixtures.query(order), account()).block(SOON);
  }

  ChannelOutcome close(Order order) {
    return alipay.close(AlipayFixtures.query(order), account()).block(SOON);
  }

  /** The order's trade in the book. */
  Optional<AlipayTrade> trade(Order order) {
    return simulator.book().trade(AlipayFixtures.out(order));
  }

  /** What was notified about the order. */
  List<Verified> told(Order order) {
    return callbacks.stream()
        .filter(Verified.class::isInstance)
        .map(Verified.class::cast)
        .filter(it -> it.requestId().equals(AlipayFixtures.attempt(order)))
        .toList();
  }

  /** Opens what a payer was shown. */
  static void visit(String address) {
    var status =
        HttpClient.create()
            .get()
            .uri(address)
            .responseSingle((response, body) -> body.then(Mono.just(response.status().code())))
            .block(SOON);
    if (status == null || status != 200) {
      throw new AssertionError("HTTP " + status + " at " + address);
    }
  }

  @Override
  public void close() {
    edges.close();
    simulator.close();
    callbackDoor.disposeNow();
  }

  private void called(byte[] body) {
    forms.add(new String(body, StandardCharsets.UTF_8));
    callbacks.add(alipay.read(AlipayFixtures.callback(body), account()));
  }
}
