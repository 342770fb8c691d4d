package io.tollgate.channels.btcpay;

import static io.tollgate.channels.btcpay.BtcPayFixtures.attempt;
import static io.tollgate.channels.btcpay.BtcPayFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Irrelevant;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.sandbox.btcpay.BtcPayBook.Line;
import io.tollgate.sandbox.btcpay.BtcPaySimulator;
import io.tollgate.sandbox.btcpay.BtcPaySimulatorSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;

/** Drives the simulator through every behaviour it has and compares us with its book. */
@Timeout(60)
class BtcPaySimulatorTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofMillis(100);
  private static final Money PRICE = Money.of(1299, "EUR");
  private static final Money PART = Money.of(500, "EUR");

  /** What came of every callback, in the order in which they came. */
  private final List<CallbackReading> callbacks = new CopyOnWriteArrayList<>();

  private final AtomicInteger numbers = new AtomicInteger();
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final BtcPayChannel btcpay =
      new BtcPayChannel(edges, Clock.offset(Clock.systemUTC(), Duration.ofDays(2)));
  private final DisposableServer callbackDoor =
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
  private final BtcPaySimulatorSettings settings =
      BtcPaySimulatorSettings.defaults()
          .withCallbackUrl(URI.create("http://127.0.0.1:" + callbackDoor.port() + "/callbacks"))
          .withPace(STEP, Duration.ofMillis(400));
  private final BtcPaySimulator simulator = BtcPaySimulator.start(settings);
  private ChannelAccount account = account(settings.apiKey());

  @BeforeEach
  void start() {
    // The first connection of a process is slow; no test is about that.
    var first = BtcPayFixtures.order("crypto", PRICE, "order-1", "sim_callback_lost");
    await().atMost(SOON).until(() -> !(pay(first) instanceof Unknown));
    callbacks.clear();
  }

  @AfterEach
  void stop() {
    edges.close();
    simulator.close();
    callbackDoor.disposeNow();
  }

  @Test
  void sendsThePayerToThePageAndSeesWhatThePayerDid() {
    var order = order("tea");
    var waiting = (NeedsAction) pay(order);
    assertThat(line(order).status()).isEqualTo("New");
    assertThat(query(order, waiting.channelReference())).isEqualTo(waiting);

    visit(((NextStep.Redirect) waiting.step()).url() + "?pay=all");

    assertThat(query(order, null)).isInstanceOf(Pending.class);
    assertThat(untilFinal(order)).isEqualTo(new Approved(line(order).invoice()));
    assertThat(line(order).paid()).isEqualByComparingTo("12.99");
  }

  @ParameterizedTest
  @CsvSource({
    // the script, the outcome in the end, what the book says of it
    "sim_settles, Approved, Settled None, 12.99",
    "sim_slow, NeedsAction, New None, 0",
    "sim_expires, Closed, Expired None, 0",
    "sim_paid_partial, Closed, Expired PaidPartial, 6.49",
    "sim_paid_over, Approved, Settled PaidOver, 25.98",
    "sim_never_confirmed, Declined, Invalid None, 12.99",
  })
  void agreesWithTheBook(String script, String outcome, String status, String paid) {
    var order = order(script);

    assertThat(pay(order)).isInstanceOf(NeedsAction.class);

    await().atMost(SOON).until(() -> stateOf(order).equals(status));
    assertThat(query(order, null).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(line(order).paid()).isEqualByComparingTo(paid);
  }

  @Test
  void staysExpiredWhereMoneyComesTooLate() {
    var order = order("sim_paid_late");
    pay(order);

    await().atMost(SOON).until(() -> stateOf(order).equals("Expired PaidLate"));

    assertThat(query(order, null)).isEqualTo(new Closed(true, line(order).invoice()));
  }

  @ParameterizedTest
  @CsvSource({
    "sim_silent, NeedsAction",
    "sim_silent_then_settles, Approved",
    "sim_drop_after, NeedsAction",
    "sim_500_after, NeedsAction",
    "sim_drop, Absent",
    "sim_500, Absent",
  })
  void finishesByAskingWhereTheAnswerNeverCame(String script, String outcome) {
    var order = order(script);

    assertThat(pay(order)).isInstanceOf(Unknown.class);

    await().atMost(SOON).until(() -> query(order, null).getClass().getSimpleName().equals(outcome));
    assertThat(simulator.book().lines(attempt(order).toString()))
        .hasSize(outcome.equals("Absent") ? 0 : 1);
  }

  @ParameterizedTest
  @CsvSource({"sim_refused, Declined", "sim_no_rate, Declined", "sim_busy, NotSent"})
  void believesARefusal(String script, String outcome) {
    var order = order(script);

    assertThat(pay(order).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(query(order, null)).isEqualTo(new Absent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tea", "sim_silent", "sim_500_after", "sim_drop_after"})
  void makesOneInvoiceHoweverOftenAnAttemptIsRepeated(String script) {
    var order = order(script);

    pay(order);
    for (int time = 0; time < 5; time++) {
      assertThat(pay(order)).isInstanceOf(NeedsAction.class);
    }

    assertThat(simulator.book().lines(attempt(order).toString())).hasSize(1);
  }

  @Test
  void closesWhatIsOpenAndNothingElse() {
    var open = order("tea");
    var paid = order("sim_settles");
    pay(open);
    pay(paid);
    untilFinal(paid);

    assertThat(close(open)).isEqualTo(new Closed(false, line(open).invoice()));
    assertThat(close(open)).isEqualTo(new Closed(false, line(open).invoice()));
    assertThat(close(paid)).isEqualTo(new Approved(line(paid).invoice()));
    assertThat(close(order("tea"))).isEqualTo(new Absent());
    assertThat(stateOf(open)).isEqualTo("Invalid Marked");
    assertThat(stateOf(paid)).isEqualTo("Settled None");
  }

  @Test
  void refusesToBelieveAWrongKey() {
    account = account("another");

    assertThat(pay(order("tea"))).isInstanceOf(Declined.class);
    assertThat(query(order("tea"), null)).isInstanceOf(Unknown.class);
  }

  @Test
  void sendsNothingWhereNobodyListens() {
    simulator.close();

    assertThat(pay(order("tea"))).isInstanceOf(NotSent.class);
    assertThat(query(order("tea"), null)).isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    // the script, how its refund ends, what was paid out
    "sim_settles, Pending, 0",
    "sim_refund_paid, Done, 5.00",
    "sim_refund_cancelled, Pending, 0",
    "sim_refund_archived, Refused, 0",
    "sim_refund_silent, Pending, 0",
  })
  void agreesWithTheBookOnRefunds(String script, String outcome, String refunded) {
    var refund = refundOf(settled(script));

    var said = refund(refund);

    assertThat(said)
        .isInstanceOf(
            script.equals("sim_refund_silent")
                ? OperationOutcome.Unknown.class
                : OperationOutcome.Pending.class);
    await().atMost(SOON).until(() -> named(ask(refund)).equals(outcome));
    assertThat(named(refund(refund))).isEqualTo(outcome);
    assertThat(line(refund.attempt().order()).refunded()).isEqualByComparingTo(refunded);
    assertThat(line(refund.attempt().order()).promised())
        .isEqualByComparingTo(outcome.equals("Refused") ? "0" : "5.00");
  }

  @Test
  void waitsUntilThePayerClaimsTheRefund() {
    var refund = refundOf(settled("sim_settles"));
    var promised = (OperationOutcome.Pending) refund(refund);

    visit(simulator.baseUrl() + "/pull-payments/" + promised.channelReference() + "?claim=2.00");
    visit(simulator.baseUrl() + "/pull-payments/" + promised.channelReference() + "?claim=all");

    await().atMost(SOON).until(() -> ask(refund) instanceof Done);
    assertThat(line(refund.attempt().order()).refunded()).isEqualByComparingTo("5.00");
  }

  @Test
  void refusesToGiveBackWhatWasNotPaid() {
    var order = order("tea");
    pay(order);

    assertThat(refund(refundOf(order))).isInstanceOf(OperationOutcome.Refused.class);
    assertThat(line(order).promised()).isEqualByComparingTo("0");
  }

  @ParameterizedTest
  @CsvSource({"sim_settles, 1", "sim_callback_twice, 2", "sim_callback_late, 1"})
  void readsWhatTheSimulatorSigns(String script, int times) {
    var order = order(script);
    pay(order);

    var hint = new Hint(attempt(order));
    // A payment, the sight of all of it, and its settling, beside the making.
    await().atMost(SOON).until(() -> count(hint) == 3 * times);
    await().atMost(SOON).until(() -> callbacks.size() == 4 * times);
    assertThat(callbacks).allMatch(it -> it.equals(hint) || it instanceof Irrelevant);
  }

  @Test
  void refusesForgedWebhooks() {
    var order = order("sim_callback_forged");
    pay(order);

    await().atMost(SOON).until(() -> callbacks.stream().anyMatch(Refused.class::isInstance));
    await().atMost(SOON).until(() -> count(new Hint(attempt(order))) == 3);
    assertThat(untilFinal(order)).isInstanceOf(Approved.class);
  }

  @Test
  void tellsADayByItsInvoices() {
    var paid = settled("sim_settles");
    var over = order("sim_paid_over");
    var part = order("sim_paid_partial");
    pay(over);
    pay(part);
    untilFinal(over);
    await().atMost(SOON).until(() -> stateOf(part).startsWith("Expired"));

    var made = LocalDate.now(ZoneOffset.UTC);
    var rows = btcpay.statement(made, account).collectList().block(SOON);

    assertThat(rows)
        .filteredOn(row -> !isWarmUp(row))
        .extracting(StatementRow::requestId, StatementRow::gross)
        .containsExactlyInAnyOrder(
            tuple(attempt(paid).toString(), PRICE),
            tuple(attempt(over).toString(), PRICE.plus(PRICE)),
            tuple(attempt(part).toString(), Money.of(649, "EUR")));
  }

  @ParameterizedTest
  @CsvSource({
    "get, /api/v1/stores/{storeId}/invoices/{invoiceId}, invoices/$INVOICE",
    "get, /api/v1/stores/{storeId}/invoices, invoices?includePaymentMethods=true",
    "get, /api/v1/stores/{storeId}/invoices/{invoiceId}/payment-methods, invoices/$INVOICE/payment-methods",
    "get, /api/v1/pull-payments/{pullPaymentId}, ../../pull-payments/$REFUND",
    "get, /api/v1/pull-payments/{pullPaymentId}/payouts, ../../pull-payments/$REFUND/payouts",
  })
  void isAnsweredAsTheDescriptionSays(String method, String path, String address) {
    BtcPayDescription.assume();
    var order = settled("sim_refund_paid");
    var refund = (OperationOutcome.Pending) refund(refundOf(order));

    var answer =
        fetch(
            simulator.baseUrl()
                + URI.create("/api/v1/stores/" + settings.storeId() + "/")
                    .resolve(
                        address
                            .replace("$INVOICE", line(order).invoice())
                            .replace("$REFUND", refund.channelReference())));

    assertThat(BtcPayDescription.problemsOfAnswer(method, path, answer)).isEmpty();
  }

  private Order order(String description) {
    return BtcPayFixtures.order("crypto", PRICE, "own-" + numbers.incrementAndGet(), description);
  }

  private Order settled(String script) {
    var order = order(script);
    pay(order);
    await().atMost(SOON).until(() -> query(order, null) instanceof Approved);
    return order;
  }

  private PaymentOperation refundOf(Order order) {
    return new PaymentOperation(
        new OperationId("refund-" + numbers.incrementAndGet()),
        asking(order, null),
        PART,
        true,
        null);
  }

  private static boolean isWarmUp(StatementRow row) {
    return attempt(BtcPayFixtures.order()).toString().equals(row.requestId());
  }

  private Line line(Order order) {
    var lines = simulator.book().lines(attempt(order).toString());
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private String stateOf(Order order) {
    return line(order).status() + " " + line(order).additionalStatus();
  }

  private ChannelOutcome pay(Order order) {
    return btcpay.pay(request(order), account).block(SOON);
  }

  private ChannelOutcome query(Order order, String reference) {
    return btcpay.query(asking(order, reference), account).block(SOON);
  }

  private ChannelOutcome close(Order order) {
    return btcpay.close(asking(order, null), account).block(SOON);
  }

  private OperationOutcome refund(PaymentOperation operation) {
    return btcpay.refund(operation, account).block(SOON);
  }

  private OperationOutcome ask(PaymentOperation operation) {
    return btcpay
        .queryRefund(new OperationQuery(operation, null, Instant.now()), account)
        .block(SOON);
  }

  private ChannelOutcome untilFinal(Order order) {
    return Mono.defer(() -> btcpay.query(asking(order, null), account))
        .filter(outcome -> !(outcome instanceof Pending) && !(outcome instanceof NeedsAction))
        .repeatWhenEmpty(100, again -> again.delayElements(Duration.ofMillis(50)))
        .block(SOON);
  }

  private static AttemptQuery asking(Order order, String reference) {
    return new AttemptQuery(attempt(order), reference, order, Instant.now());
  }

  private static String named(OperationOutcome outcome) {
    return outcome.getClass().getSimpleName();
  }

  private long count(CallbackReading reading) {
    return callbacks.stream().filter(reading::equals).count();
  }

  private void visit(String page) {
    assertThat(fetch(page)).contains("<h1>");
  }

  private String fetch(String address) {
    return HttpClient.create()
        .headers(headers -> headers.set("Authorization", "token " + settings.apiKey()))
        .get()
        .uri(address)
        .responseSingle((response, body) -> body.asString())
        .block(SOON);
  }

  private CallbackReading read(HttpServerRequest request, byte[] body) {
    var signatures = request.requestHeaders().getAll("BTCPay-Sig");
    return btcpay.read(
        new RawCallback(
            "POST", request.uri(), "", Map.of("btcpay-sig", signatures), body, Instant.now()),
        account);
  }

  private ChannelAccount account(String key) {
    return new ChannelAccount(
        new AccountId("btcpay", "sandbox"),
        URI.create(simulator.baseUrl()),
        Map.of("api-key", Secret.ofText(key), "webhook", Secret.ofText(settings.webhookSecret())),
        Map.of("store", settings.storeId()),
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofMillis(1_500), 200));
  }
}
