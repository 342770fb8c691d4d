package io.tollgate.channels.antom;

import static io.tollgate.channels.antom.AntomFixtures.CLIENT_ID;
import static io.tollgate.channels.antom.AntomFixtures.OURS;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.antom.AntomBook.Charge;
import io.tollgate.sandbox.antom.AntomSimulator;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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
import reactor.netty.http.server.HttpServerRequest;

/** The channel and the simulator, which calls back. Orders are never the same. */
final class AntomSandbox implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(20);

  final AntomSimulator simulator;
  final AntomChannel antom;

  /** What came of every callback, in the order in which they came. */
  final List<CallbackReading> callbacks = new CopyOnWriteArrayList<>();

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AtomicInteger references = new AtomicInteger();
  private final DisposableServer callbackDoor;

  AntomSandbox() {
    antom = new AntomChannel(edges, Clock.systemUTC());
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
        AntomSimulator.start(
            0,
            CLIENT_ID,
            OURS.getPublic(),
            URI.create("http://127.0.0.1:" + callbackDoor.port() + "/callbacks/antom/sandbox"));
  }

  ChannelAccount account() {
    return account(Map.of());
  }

  ChannelAccount account(Map<String, String> more) {
    var options = new HashMap<>(more);
    options.put("client-id", CLIENT_ID);
    return new ChannelAccount(
        new AccountId("antom", "sandbox"),
        URI.create(simulator.baseUrl()),
        Map.of(
            "private-key", AntomFixtures.secret(OURS, true),
            "antom-public-key", Secret.ofText(simulator.publicKey())),
        options,
        new ChannelLimits(50, Duration.ofSeconds(2), Duration.ofSeconds(1), 200));
  }

  /** An order of PHP 12.99 at a wallet's cashier, where the payer has to go. */
  Order cashier() {
    return order(Product.ACCOUNT_BALANCE, new Method("gcash", null), CaptureMode.AUTOMATIC);
  }

  /** One that is charged under an agreement, by its token. */
  Order agreed(String token) {
    return order(Product.QUICK_PAY, new Method("gcash", token), CaptureMode.AUTOMATIC);
  }

  /** One of a card whose money is held. */
  Order held(String token) {
    return order(Product.FOREIGN_CARD, new Method("card", token), CaptureMode.MANUAL);
  }

  Order order(Product product, Method method, CaptureMode capture) {
    return AntomFixtures.order(product, method, capture, "order-" + references.incrementAndGet());
  }

  ChannelOutcome pay(Order order) {
    return antom.pay(AntomFixtures.request(order), account()).block(SOON);
  }

  ChannelOutcome query(Order order) {
    return antom.query(AntomFixtures.query(order, null), account()).block(SOON);
  }

  ChannelOutcome close(Order order) {
    return antom.close(AntomFixtures.query(order, null), account()).block(SOON);
  }

  /** The order's payment in the book. */
  Optional<Charge> charge(Order order) {
    return simulator.book().find(AntomFixtures.attempt(order).toString());
  }

  /** Goes where a payer is sent. */
  static void visit(String page) {
    var status =
        HttpClient.create()
            .get()
            .uri(page)
            .responseSingle((response, body) -> body.then(Mono.just(response.status().code())))
            .block(SOON);
    if (status == null || status != 200) {
      throw new AssertionError("HTTP " + status + " at " + page);
    }
  }

  @Override
  public void close() {
    edges.close();
    simulator.close();
    callbackDoor.disposeNow();
  }

  private CallbackReading read(HttpServerRequest request, byte[] body) {
    var headers = new HashMap<String, List<String>>();
    for (var name : List.of("client-id", "request-time", "signature")) {
      headers.put(name, request.requestHeaders().getAll(name));
    }
    return antom.read(
        new RawCallback("POST", request.uri(), "", headers, body, Instant.now()), account());
  }
}
