package io.tollgate.channels.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.stripe.StripeBook.Charge;
import io.tollgate.sandbox.stripe.StripeSimulator;
import io.tollgate.sandbox.stripe.StripeSimulatorSettings;
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
import reactor.netty.http.server.HttpServerRequest;

/** The channel and the simulator, which calls back; the channel's clock is two days ahead. */
final class StripeSandbox implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(20);

  final StripeSimulator simulator;
  final StripeChannel stripe;

  /** What came of every callback, in the order in which they came. */
  final List<CallbackReading> callbacks = new CopyOnWriteArrayList<>();

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AtomicInteger references = new AtomicInteger();
  private final DisposableServer callbackDoor;

  StripeSandbox() {
    stripe = new StripeChannel(edges, Clock.offset(Clock.systemUTC(), Duration.ofDays(2)));
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
                    .then(response.status(200).send().then()))
            .bindNow();
    simulator =
        StripeSimulator.start(
            StripeSimulatorSettings.defaults()
                .withCallbackUrl(
                    URI.create("http://127.0.0.1:" + callbackDoor.port() + "/callbacks"))
                .withDurations(
                    Duration.ofMillis(300),
                    Duration.ofMillis(300),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(10)));
  }

  private CallbackReading read(HttpServerRequest request, byte[] body) {
    var signatures = request.requestHeaders().getAll("Stripe-Signature");
    return stripe.read(
        new RawCallback(
            "POST", request.uri(), "", Map.of("stripe-signature", signatures), body, Instant.now()),
        account());
  }

  ChannelAccount account() {
    return account(Map.of());
  }

  ChannelAccount account(Map<String, String> options) {
    return new ChannelAccount(
        new AccountId("stripe", "sandbox"),
        URI.create(simulator.baseUrl()),
        Map.of(
            "api-key", Secret.ofText(StripeFixtures.KEY),
            "webhook", Secret.ofText(StripeFixtures.WEBHOOK_SECRET)),
        options,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofMillis(1_500), 200));
  }

  /** An order of EUR 12.99 like no other. */
  Order order(String method) {
    return order(method, CaptureMode.AUTOMATIC);
  }

  Order order(String method, CaptureMode capture) {
    return StripeFixtures.order(
        Money.of(1299, "EUR"),
        method.indexOf('/') < 0 ? Product.FOREIGN_CARD : Product.QUICK_PAY,
        StripeFixtures.card(method),
        capture,
        "order-" + references.incrementAndGet());
  }

  /** Shuts the door and waits until our connections to it are known to be dead. */
  void shut() {
    simulator.switches().down();
    await().atMost(SOON).until(() -> pay(order("pm_card_visa")) instanceof NotSent);
  }

  ChannelOutcome pay(Order order) {
    return stripe.pay(StripeFixtures.request(order), account()).block(SOON);
  }

  /** What the book says of an order's only charge. */
  Charge charge(Order order) {
    var charges = simulator.book().chargesFor(StripeFixtures.attempt(order).toString());
    assertThat(charges).hasSize(1);
    return charges.getFirst();
  }

  /** A question about an order, by Stripe's id where one is given. */
  static AttemptQuery asking(Order order, String reference) {
    return new AttemptQuery(StripeFixtures.attempt(order), reference, order, Instant.now());
  }

  /** Goes where a payer is sent, and answers the status. */
  static int visit(String page) {
    return HttpClient.create()
        .get()
        .uri(page)
        .responseSingle((response, body) -> body.then(Mono.just(response.status().code())))
        .block(SOON);
  }

  @Override
  public void close() {
    edges.close();
    simulator.close();
    callbackDoor.disposeNow();
  }
}
