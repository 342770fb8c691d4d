package io.tollgate.channels.unionpay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.unionpay.UnionPayEntry;
import io.tollgate.sandbox.unionpay.UnionPaySimulator;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

/** The channel and the simulator, which calls back. */
final class UnionPaySandbox implements AutoCloseable {

  static final Duration SOON = Duration.ofSeconds(20);

  final UnionPaySimulator simulator;
  final UnionPayChannel unionPay;

  /** What came of every notice, in the order in which they came. */
  final List<CallbackReading> callbacks = new CopyOnWriteArrayList<>();

  final ChannelEdges edges = new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());

  private final AtomicInteger references = new AtomicInteger();

  /** When each attempt and operation was recorded, by its number. */
  private final Map<String, Instant> recordedAt = new ConcurrentHashMap<>();

  private final DisposableServer door;

  UnionPaySandbox() {
    unionPay = new UnionPayChannel(edges, Clock.systemUTC());
    door =
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
        UnionPaySimulator.start(
            UnionPayFixtures.MER_ID,
            UnionPayFixtures.WHO,
            URI.create("http://127.0.0.1:" + door.port() + "/callbacks"));
  }

  private CallbackReading read(byte[] body) {
    return unionPay.read(
        new RawCallback("POST", "/callbacks", "", Map.of(), body, Instant.now()), account());
  }

  ChannelAccount account() {
    return account(Map.of());
  }

  ChannelAccount account(Map<String, String> more) {
    var options = new HashMap<>(more);
    options.put("file-url", simulator.fileUrl());
    return UnionPayFixtures.account(simulator.gatewayUrl(), options);
  }

  /** A charge like no other. */
  Order charge(String token) {
    return UnionPayFixtures.charge(token, "order-" + references.incrementAndGet());
  }

  /** A payment by page or code like no other. */
  Order order(String type, CaptureMode capture) {
    return UnionPayFixtures.order(
        Product.ONLINE_BANKING, type, null, capture, "order-" + references.incrementAndGet());
  }

  ChannelOutcome pay(Order order) {
    record(UnionPayFixtures.number(order));
    return unionPay.pay(UnionPayFixtures.request(order), account()).block(SOON);
  }

  /** Asked by a reference, or where there is none by the time. */
  ChannelOutcome ask(Order order, String reference) {
    return unionPay.query(query(order, reference), account()).block(SOON);
  }

  PaymentOperation operation(String id, Order order, String reference, long fen) {
    return operation(id, order, reference, fen, null);
  }

  PaymentOperation operation(String id, Order order, String reference, long fen, String capture) {
    return new PaymentOperation(
        new OperationId(id), query(order, reference), Money.of(fen, "CNY"), true, capture);
  }

  OperationOutcome refund(PaymentOperation operation) {
    record(UnionPayIds.of(operation.id()));
    return unionPay.refund(operation, account()).block(SOON);
  }

  OperationOutcome askRefund(PaymentOperation operation, String reference) {
    return unionPay
        .queryRefund(
            new OperationQuery(operation, reference, when(UnionPayIds.of(operation.id()))),
            account())
        .block(SOON);
  }

  AttemptQuery query(Order order, String reference) {
    return UnionPayFixtures.query(order, reference, when(UnionPayFixtures.number(order)));
  }

  private void record(String number) {
    recordedAt.putIfAbsent(number, Instant.now());
  }

  private Instant when(String number) {
    return recordedAt.getOrDefault(number, Instant.now());
  }

  /** All that the book has of an order. */
  List<UnionPayEntry> entries(Order order) {
    return simulator.book().of(UnionPayFixtures.number(order));
  }

  /** Goes where a payer is sent, and answers what the page says. */
  static String visit(URI page, String more) {
    return HttpClient.create()
        .get()
        .uri(URI.create(page + more))
        .responseSingle((_, body) -> body.asString().switchIfEmpty(Mono.just("")))
        .block(SOON);
  }

  @Override
  public void close() {
    edges.close();
    simulator.close();
    door.disposeNow();
  }
}
