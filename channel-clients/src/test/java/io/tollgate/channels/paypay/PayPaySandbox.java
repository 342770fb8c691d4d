package io.tollgate.channels.paypay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.paypay.PayPayBook.Charge;
import io.tollgate.sandbox.paypay.PayPaySimulator;
import io.tollgate.sandbox.paypay.PayPaySimulatorSettings;
import io.tollgate.sandbox.paypay.PayPaySimulatorSettings.Times;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

/** The channel and the simulator, which notifies it. */
final class PayPaySandbox implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(20);
  static final String PAYER = "sandbox-payer";

  final PayPaySimulator simulator;
  final PayPayChannel channel;

  /** What came of every notification, in the order in which they came. */
  final List<CallbackReading> callbacks = new CopyOnWriteArrayList<>();

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AtomicInteger references = new AtomicInteger();
  private final DisposableServer callbackDoor;

  PayPaySandbox() {
    channel = new PayPayChannel(edges, Clock.systemUTC());
    callbackDoor =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) ->
                request
                    .receive()
                    .aggregate()
                    .asByteArray()
                    .doOnNext(body -> callbacks.add(read(body)))
                    .then(response.status(200).send().then()))
            .bindNow();
    simulator =
        PayPaySimulator.start(
            PayPaySimulatorSettings.defaults()
                .at(0, URI.create("http://127.0.0.1:" + callbackDoor.port() + "/callbacks"))
                .taking(
                    new Times(
                        Duration.ofMillis(300),
                        Duration.ofMillis(300),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(10))));
  }

  ChannelAccount account() {
    return account(Map.of());
  }

  ChannelAccount account(Map<String, String> options) {
    return PayPayFixtures.account(simulator.baseUrl(), options);
  }

  /** An order like no other, of a payer who agreed. */
  Order charge(long yen) {
    return order(PAYER, CaptureMode.AUTOMATIC, yen);
  }

  /** An order like no other, to be paid by a code where there is no token. */
  Order order(String token, CaptureMode capture, long yen) {
    return PayPayFixtures.order(
        token == null ? Product.ACCOUNT_BALANCE : Product.QUICK_PAY,
        token,
        capture,
        yen,
        "order-" + references.incrementAndGet());
  }

  ChannelOutcome pay(Order order) {
    return channel.pay(new PayRequest(PayPayFixtures.attempt(order), order), account()).block(SOON);
  }

  ChannelOutcome ask(Order order, String reference) {
    return channel.query(PayPayFixtures.query(order, reference), account()).block(SOON);
  }

  /** What the book says of an order. */
  List<Charge> charges(Order order) {
    return simulator.book().chargesFor(PayPayFixtures.attempt(order).toString());
  }

  /** The only line that the book has of an order. */
  Charge charge(Order order) {
    assertThat(charges(order)).hasSize(1);
    return charges(order).getFirst();
  }

  /** Goes where a payer is sent, decides, and answers where the payer is sent then. */
  static String visit(URI page, String outcome) {
    return HttpClient.create()
        .followRedirect(false)
        .get()
        .uri(page + "?outcome=" + outcome)
        .responseSingle((response, body) ->
            body.asString()
                .defaultIfEmpty("")
                .then(Mono.just(response.responseHeaders().get("Location", ""))))
        .block(SOON);
  }

  private CallbackReading read(byte[] body) {
    return channel.read(
        new RawCallback("POST", "/callbacks", "", Map.of(), body, Instant.now()), account());
  }

  @Override
  public void close() {
    edges.close();
    simulator.close();
    callbackDoor.disposeNow();
  }
}
