package io.tollgate.channels.airwallex;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.sandbox.airwallex.AirwallexBook.Charge;
import io.tollgate.sandbox.airwallex.AirwallexSimulator;
import io.tollgate.sandbox.airwallex.AirwallexSimulatorSettings;
import io.tollgate.sandbox.airwallex.AirwallexSimulatorSettings.Times;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;

/** The channel and the simulator, which tells it of what changed. */
final class AirwallexSandbox implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(20);

  final AirwallexSimulator simulator;
  final AirwallexChannel channel;

  /** What came of every event, in the order in which they came. */
  final List<CallbackReading> callbacks = new CopyOnWriteArrayList<>();

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final AtomicInteger references = new AtomicInteger();
  private final DisposableServer callbackDoor;

  AirwallexSandbox() {
    channel = new AirwallexChannel(edges, Clock.systemUTC());
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
        AirwallexSimulator.start(
            AirwallexSimulatorSettings.defaults()
                .at(0, URI.create("http://127.0.0.1:" + callbackDoor.port() + "/callbacks"))
                .taking(
                    new Times(
                        Duration.ofMillis(300),
                        Duration.ofMillis(300),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(30))));
  }

  ChannelAccount account() {
    return AirwallexFixtures.account(simulator.baseUrl(), Map.of(), Duration.ofSeconds(3));
  }

  /** An order like no other, to be paid by a kept card. */
  Order card(long cents) {
    return order("card", CaptureMode.AUTOMATIC, Money.of(cents, "USD"));
  }

  Order order(String method, CaptureMode capture, Money amount) {
    return AirwallexFixtures.order(
        method,
        method.equals("card") ? AirwallexFixtures.CARD : null,
        capture,
        amount,
        "order-" + references.incrementAndGet());
  }

  ChannelOutcome pay(Order order) {
    return channel
        .pay(new PayRequest(AirwallexFixtures.attempt(order), order), account())
        .block(SOON);
  }

  ChannelOutcome ask(Order order) {
    return channel.query(AirwallexFixtures.query(order, null), account()).block(SOON);
  }

  ChannelOutcome end(Order order) {
    return channel.close(AirwallexFixtures.query(order, null), account()).block(SOON);
  }

  /** What the book says of an order. */
  List<Charge> charges(Order order) {
    return simulator.book().chargesFor(AirwallexFixtures.attempt(order).toString());
  }

  /** The only line that the book has of an order. */
  Charge charge(Order order) {
    assertThat(charges(order)).hasSize(1);
    return charges(order).getFirst();
  }

  /** Goes where a payer is sent, decides, and answers the HTTP status and where the payer goes. */
  static String visit(URI page, String outcome) {
    return HttpClient.create()
        .followRedirect(false)
        .get()
        .uri(page + "?outcome=" + outcome)
        .response()
        .map(response ->
            response.status().code() + " " + response.responseHeaders().get("Location", ""))
        .block(SOON);
  }

  private CallbackReading read(HttpServerRequest request, byte[] body) {
    var headers =
        request.requestHeaders().entries().stream()
            .collect(
                Collectors.toMap(
                    header -> header.getKey().toLowerCase(Locale.ROOT),
                    header -> List.of(header.getValue()),
                    (first, _) -> first));
    return channel.read(
        new RawCallback("POST", "/callbacks", "", headers, body, Instant.now()), account());
  }

  @Override
  public void close() {
    edges.close();
    simulator.close();
    callbackDoor.disposeNow();
  }
}
