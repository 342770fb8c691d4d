package io.tollgate.channels.paystack;

import static io.tollgate.channels.paystack.PaystackFixtures.KEY;
import static io.tollgate.channels.paystack.PaystackFixtures.OPERATION;
import static io.tollgate.channels.paystack.PaystackFixtures.PART;
import static io.tollgate.channels.paystack.PaystackFixtures.PRICE;
import static io.tollgate.channels.paystack.PaystackFixtures.agreement;
import static io.tollgate.channels.paystack.PaystackFixtures.attempt;
import static io.tollgate.channels.paystack.PaystackFixtures.order;
import static io.tollgate.channels.paystack.PaystackFixtures.payer;
import static io.tollgate.channels.paystack.PaystackFixtures.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
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
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.paystack.PaystackBook.Charge;
import io.tollgate.sandbox.paystack.PaystackSimulator;
import io.tollgate.sandbox.paystack.PaystackSimulatorSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;

/** Drives the simulator through every behaviour it has and compares us with its book. */
@Timeout(120)
class PaystackSimulatorTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration LATER = Duration.ofMillis(250);

  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final PaystackChannel paystack =
      new PaystackChannel(edges, Clock.offset(Clock.systemUTC(), Duration.ofDays(2)));
  private final List<CallbackReading> callbacks = new CopyOnWriteArrayList<>();
  private final AtomicInteger references = new AtomicInteger();
  private final DisposableServer door =
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
  private final PaystackSimulator simulator =
      PaystackSimulator.start(
          PaystackSimulatorSettings.defaults()
              .withCallbackUrl(URI.create("http://127.0.0.1:" + door.port() + "/callbacks"))
              .withDurations(LATER, Duration.ofSeconds(10)));
  private ChannelAccount account = account(KEY, Map.of());

  @BeforeEach
  void start() {
    // The first connection of a process is slow; no test is about that.
    await().atMost(SOON).until(() -> pay(saved("callback_lost")) instanceof Approved);
  }

  @AfterEach
  void stop() {
    edges.close();
    simulator.close();
    door.disposeNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"approved", "slow", "callback_lost", "callback_late", "refund_pending"})
  void agreesWithTheBookOnWhatIsApproved(String script) {
    var order = saved(script);

    assertThat(pay(order)).isEqualTo(new Approved(reference(order)));
    assertThat(charge(order).charged()).isTrue();
    assertThat(charge(order).amount()).isEqualTo(PRICE.minorUnits());
    assertThat(query(order)).isEqualTo(new Approved(reference(order)));
  }

  @ParameterizedTest
  @CsvSource({
    "declined, DO_NOT_HONOR",
    "declined_funds, INSUFFICIENT_FUNDS",
    "declined_expired, EXPIRED_METHOD",
    "declined_fraud, SUSPECTED_FRAUD",
    "declined_terse, INSUFFICIENT_FUNDS",
  })
  void agreesWithTheBookOnWhatIsDeclined(String script, Category category) {
    var order = saved(script);

    var outcome = pay(order);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Declined.class,
            declined -> assertThat(declined.reason().category()).isEqualTo(category));
    assertThat(charge(order).charged()).isFalse();
    assertThat(query(order)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "charge_then_timeout, true",
    "charge_then_drop, true",
    "charge_then_break, true",
    "silent_then_paid, true",
    "silent_then_declined, false",
  })
  void finishesByAskingWhereTheAnswerNeverCame(String script, boolean isCharged) {
    var order = saved(script);

    assertThat(pay(order)).isInstanceOf(Unknown.class);

    assertThat(untilFinal(order)).isInstanceOf(isCharged ? Approved.class : Declined.class);
    assertThat(charge(order).charged()).isEqualTo(isCharged);
  }

  @ParameterizedTest
  @CsvSource({
    "drop, Unknown",
    "broken, Unknown",
    "busy, NotSent",
    "refused, Declined",
  })
  void findsNothingWhereNothingWasDone(String script, String outcome) {
    var order = saved(script);

    assertThat(pay(order).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(query(order)).isEqualTo(new Absent());
    assertThat(simulator.book().charge(reference(order))).isEmpty();
  }

  @Test
  void doesNotBelieveAnAnswerAboutAnotherAmount() {
    var order = saved("other_amount");

    assertThat(pay(order)).isEqualTo(new Approved(reference(order)));
    assertThat(simulator.book().charge(reference(order)).orElseThrow().amount())
        .isEqualTo(PRICE.minorUnits());
    var cheaper =
        new Order(
            order.merchant(),
            order.reference(),
            order.product(),
            PART,
            order.capture(),
            order.method(),
            order.customer(),
            null,
            null,
            Map.of());
    assertThat(query(cheaper)).isEqualTo(new Unknown("answer about another order"));
  }

  @ParameterizedTest
  @CsvSource({"pending, true", "pending_then_declined, false"})
  void waitsForWhatIsProcessed(String script, boolean isCharged) {
    var order = saved(script);

    assertThat(pay(order)).isEqualTo(new Pending(reference(order)));
    assertThat(untilFinal(order)).isInstanceOf(isCharged ? Approved.class : Declined.class);
    assertThat(charge(order).charged()).isEqualTo(isCharged);
  }

  @ParameterizedTest
  @CsvSource({"card, succeed, true", "bank_transfer, fail, false", "eft, succeed, true"})
  void sendsThePayerToThePageAndSeesWhatThePayerDid(String method, String act, boolean isPaid) {
    var order = at(new Method(method, null), "payer");

    var page = redirect(pay(order));
    assertThat(query(order)).isInstanceOf(NeedsAction.class);
    assertThat(visit(page + "?outcome=begin")).isEqualTo(200);
    assertThat(query(order)).isInstanceOf(Pending.class);
    assertThat(visit(page + "?outcome=" + act)).isEqualTo(200);

    assertThat(query(order)).isInstanceOf(isPaid ? Approved.class : Declined.class);
    assertThat(charge(order).charged()).isEqualTo(isPaid);
  }

  @Test
  void closesWhatIsAbandonedAndNothingElse() {
    var open = at(new Method("card", null), "payer");
    var paid = saved("approved");
    var page = redirect(pay(open));
    pay(paid);
    visit(page + "?outcome=begin");

    assertThat(close(open)).isInstanceOf(Pending.class);
    visit(page + "?outcome=leave");
    assertThat(close(open)).isEqualTo(new Closed(true, reference(open)));
    assertThat(close(paid)).isEqualTo(new Approved(reference(paid)));
    assertThat(close(saved("approved"))).isEqualTo(new Absent());
    assertThat(charge(open).charged()).isFalse();
  }

  @Test
  void takesAOneTimePassword() {
    var order = at(new Method("mobile_money", "vod"), "otp");

    assertThat(pay(order))
        .isEqualTo(new NeedsAction(new NextStep.EnterOtp("***678"), reference(order)));
    assertThat(submit(order, "000000")).isInstanceOf(NeedsAction.class);
    assertThat(charge(order).charged()).isFalse();
    assertThat(submit(order, "123456")).isEqualTo(new Approved(reference(order)));
    assertThat(charge(order).charged()).isTrue();
    assertThat(submit(order, "123456")).isEqualTo(new Approved(reference(order)));
  }

  @Test
  void tellsThePayerToDialToWaitOrToGoToAPage() {
    var ussd = at(new Method("ussd", "737"), "offline");
    var money = at(new Method("mobile_money", "mpesa"), "offline");
    var bank = at(new Method("bank", "057/0001234567"), "page");
    var birthday = at(new Method("bank", "057/0001234567"), "birthday");

    assertThat(((NeedsAction) pay(ussd)).step())
        .isInstanceOfSatisfying(
            NextStep.ShowCode.class, code -> assertThat(code.content()).startsWith("*737*33*4*"));
    assertThat(((NeedsAction) pay(money)).step()).isEqualTo(new NextStep.Wait());
    assertThat(((NeedsAction) pay(birthday)).step()).isEqualTo(new NextStep.Wait());
    assertThat(visit(redirect(pay(bank)) + "?outcome=succeed")).isEqualTo(200);
    assertThat(query(bank)).isEqualTo(new Approved(reference(bank)));
    assertThat(untilFinal(ussd)).isEqualTo(new Approved(reference(ussd)));
  }

  @Test
  void chargesOnceHoweverOftenAnAttemptIsRepeated() {
    var order = saved("approved");

    var outcomes =
        Flux.range(0, 20)
            .flatMap(_ -> paystack.pay(request(order), account), 4)
            .collectList()
            .block(SOON);

    assertThat(outcomes).hasSize(20).allMatch(new Approved(reference(order))::equals);
    assertThat(simulator.book().charges())
        .filteredOn(charge -> charge.reference().equals(reference(order)))
        .hasSize(1);
  }

  @Test
  void refusesToBelieveAWrongKey() {
    account = account("sk_test_wrong", Map.of());

    assertThat(pay(saved("approved")))
        .isInstanceOfSatisfying(
            Declined.class,
            declined ->
                assertThat(declined.reason().category()).isEqualTo(Category.REQUEST_REFUSED));
    assertThat(query(saved("approved"))).isInstanceOf(Unknown.class);
  }

  @Test
  void sendsNothingToWhereNobodyListens() {
    var order = saved("approved");
    simulator.close();

    assertThat(pay(order)).isInstanceOf(NotSent.class);
    assertThat(query(order)).isInstanceOf(Unknown.class);
  }

  @Test
  void givesBackOnceUnderOneIdAndAgainUnderAnother() {
    var order = saved("approved");
    pay(order);

    var first = refund(order, OPERATION, PART);
    assertThat(first).isInstanceOf(Done.class);
    assertThat(refund(order, OPERATION, PART)).isEqualTo(first);
    assertThat(charge(order).refunds()).isEqualTo(1);
    assertThat(refund(order, new OperationId("op_2"), PART)).isInstanceOf(Done.class);
    assertThat(charge(order).refunded()).isEqualTo(2 * PART.minorUnits());
    assertThat(refund(order, new OperationId("op_3"), PRICE))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(query(order)).isEqualTo(new Approved(reference(order)));
  }

  @Test
  void findsARefundOnALaterPageOfTheList() {
    var order = saved("approved");
    pay(order);
    var first = refund(order, OPERATION, Money.of(100, "NGN"));
    for (int other = 2; other < 9; other++) {
      refund(order, new OperationId("op_" + other), Money.of(100, "NGN"));
    }

    assertThat(refund(order, OPERATION, Money.of(100, "NGN"))).isEqualTo(first);
    assertThat(charge(order).refunds()).isEqualTo(8);
  }

  @Test
  void findsOutWhatBecameOfARefundWhoseAnswerNeverCame() {
    var order = saved("refund_silent");
    pay(order);

    assertThat(refund(order, OPERATION, PART)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(queryRefund(order, null)).isInstanceOf(Done.class);
    assertThat(refund(order, OPERATION, PART)).isInstanceOf(Done.class);
    assertThat(charge(order).refunds()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"refund_pending, Done", "refund_fails, Refused", "refund_attention, Pending"})
  void followsARefundToItsEnd(String script, String end) {
    var order = saved(script);
    pay(order);

    var begun = (OperationOutcome.Pending) refund(order, OPERATION, PART);
    await()
        .atMost(SOON)
        .until(() ->
            queryRefund(order, begun.channelReference()).getClass().getSimpleName().equals(end));
    assertThat(queryRefund(order, null)).isEqualTo(queryRefund(order, begun.channelReference()));
    assertThat(charge(order).refunded()).isEqualTo(end.equals("Refused") ? 0 : PART.minorUnits());
  }

  @Test
  void makesAMandateChargesUnderItAndEndsIt() {
    var asked =
        (AgreementOutcome.NeedsAction)
            paystack.sign(agreement("direct_debit", null), account).block(SOON);
    var mandate = agreement("direct_debit", asked.channelReference());
    var consent = ((NextStep.Redirect) asked.step()).url();
    assertThat(state(mandate)).isEqualTo(new AgreementOutcome.Absent());
    assertThat(visit(consent + "?outcome=pending")).isEqualTo(200);
    assertThat(state(mandate)).isInstanceOf(AgreementOutcome.Pending.class);
    assertThat(visit(consent + "?outcome=active")).isEqualTo(200);

    var active = (AgreementOutcome.Active) state(mandate);
    var order = at(new Method("direct_debit", active.token()), "somebody-else");
    assertThat(pay(order)).isEqualTo(new Pending(reference(order)));
    assertThat(untilFinal(order)).isEqualTo(new Approved(reference(order)));

    assertThat(paystack.end(mandate, active.token(), account).block(SOON)).isInstanceOf(Done.class);
    assertThat(paystack.end(mandate, active.token(), account).block(SOON)).isInstanceOf(Done.class);
    assertThat(state(mandate)).isEqualTo(new AgreementOutcome.Ended());
    assertThat(pay(at(new Method("direct_debit", active.token()), "somebody-else")))
        .isInstanceOf(Declined.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "export"})
  void settlesToTheLastKoboWhatTheBookHas(String source) {
    var paid = List.of(saved("approved"), saved("approved"), saved("approved"), saved("slow"));
    paid.forEach(this::pay);
    pay(saved("declined"));
    refund(paid.getFirst(), OPERATION, PART);
    account = account(KEY, Map.of("statement", source));

    var day = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
    var rows = paystack.statement(day, account).collectList().block(SOON);

    // What warmed the connection up is settled as well.
    var booked = simulator.book().charges().stream().filter(Charge::charged).toList();
    assertThat(rows)
        .filteredOn(row -> row.kind() == Kind.PAYMENT)
        .extracting(StatementRow::channelReference)
        .containsExactlyInAnyOrderElementsOf(booked.stream().map(Charge::reference).toList())
        .containsAll(paid.stream().map(PaystackSimulatorTest::reference).toList());
    assertThat(sum(rows, Kind.PAYMENT) - fees(rows)).isEqualTo(-sum(rows, Kind.PAYOUT));
    assertThat(sum(rows, Kind.REFUND)).isEqualTo(-PART.minorUnits());
    assertThat(rows)
        .filteredOn(row -> row.kind() == Kind.REFUND)
        .extracting(StatementRow::requestId)
        .containsExactly("op_1");
  }

  @ParameterizedTest
  @CsvSource({
    "approved, 1",
    "callback_twice, 2",
    "callback_late, 1",
    "charge_then_timeout, 1",
    "pending, 1",
  })
  void readsWhatTheSimulatorSigns(String script, int times) {
    var order = saved(script);
    pay(order);

    var expected = new Verified(attempt(order), PRICE, new Approved(reference(order)));
    await().atMost(SOON).until(() -> callbacks.size() >= times);
    assertThat(callbacks).hasSize(times).allMatch(expected::equals);
  }

  @Test
  void refusesForgedEventsAndOnlyTakesHintsFromRefunds() {
    var order = saved("callback_forged");
    pay(order);
    await().atMost(SOON).until(() -> callbacks.size() == 2);
    assertThat(callbacks).hasAtLeastOneElementOfType(Refused.class);
    assertThat(callbacks)
        .filteredOn(Verified.class::isInstance)
        .containsExactly(new Verified(attempt(order), PRICE, new Approved(reference(order))));

    callbacks.clear();
    refund(order, OPERATION, PART);
    await().atMost(SOON).until(() -> !callbacks.isEmpty());
    assertThat(callbacks).containsExactly(new Hint(attempt(order)));
  }

  @Test
  void simulatesWhatTheOfficialDescriptionDescribes() {
    PaystackDescription.assume();
    var order = saved("approved");
    pay(order);
    refund(order, OPERATION, PART);
    var reference = reference(order);

    assertDescribed("/transaction/verify/{reference}", "/transaction/verify/" + reference);
    assertDescribed("/transaction", "/transaction?settlement=1001");
    assertDescribed("/transaction/export", "/transaction/export?settlement=1001");
    assertDescribed("/refund", "/refund");
    var refundId = ((Done) queryRefund(order, null)).channelReference();
    assertDescribed("/refund/{id}", "/refund/" + refundId);
    assertDescribed(
        "/directdebit/mandate-authorizations", "/directdebit/mandate-authorizations?status=active");
    assertPosted("/transaction/initialize", body("T-1"));
    assertPosted(
        "/transaction/charge_authorization",
        body("T-2") + ",\"authorization_code\":\"AUTH_approved\"");
    assertPosted("/refund", "\"transaction\":\"T-2\",\"merchant_note\":\"x\"");
    assertPosted(
        "/customer/authorization/initialize", "\"email\":\"a@b.c\",\"channel\":\"direct_debit\"");
  }

  private void assertDescribed(String path, String address) {
    var answer =
        exchange(
            HttpClient.create()
                .headers(it -> it.set("Authorization", "Bearer " + KEY))
                .get()
                .uri(simulator.baseUrl() + address));
    assertThat(PaystackDescription.answerProblems(path, "get", answer)).as(answer).isEmpty();
  }

  private void assertPosted(String path, String fields) {
    var answer =
        exchange(
            HttpClient.create()
                .headers(it -> it.set("Authorization", "Bearer " + KEY))
                .post()
                .uri(simulator.baseUrl() + path)
                .send(
                    Mono.just(Unpooled.copiedBuffer("{" + fields + "}", StandardCharsets.UTF_8))));
    assertThat(PaystackDescription.answerProblems(path, "post", answer)).as(answer).isEmpty();
  }

  private static String exchange(HttpClient.ResponseReceiver<?> call) {
    return call.responseContent().aggregate().asString(StandardCharsets.UTF_8).block(SOON);
  }

  private static String body(String reference) {
    return "\"email\":\"a@b.c\",\"amount\":100,\"currency\":\"NGN\",\"reference\":\"%s\""
        .formatted(reference);
  }

  private static int visit(String page) {
    return HttpClient.create()
        .get()
        .uri(page)
        .responseSingle((response, body) -> body.then(Mono.just(response.status().code())))
        .block(SOON);
  }

  private static long sum(List<StatementRow> rows, Kind kind) {
    return rows.stream()
        .filter(row -> row.kind() == kind)
        .mapToLong(row -> row.gross().minorUnits())
        .sum();
  }

  private static long fees(List<StatementRow> rows) {
    return rows.stream()
        .filter(row -> row.fee() != null)
        .mapToLong(row -> row.fee().minorUnits())
        .sum();
  }

  /** An order like no other, by a saved authorization. */
  private Order saved(String script) {
    return order(
        PRICE,
        Product.QUICK_PAY,
        new Method("card", "AUTH_" + script),
        payer(PaystackFixtures.EMAIL),
        "order-" + references.incrementAndGet());
  }

  /** An order like no other, of a payer whose address names the script. */
  private Order at(Method method, String script) {
    return order(
        PRICE,
        Product.ONLINE_BANKING,
        method,
        payer(script + "@example.com"),
        "order-" + references.incrementAndGet());
  }

  private CallbackReading read(HttpServerRequest request, byte[] body) {
    var signatures = request.requestHeaders().getAll("x-paystack-signature");
    return paystack.read(
        new RawCallback(
            "POST",
            request.uri(),
            "",
            Map.of("x-paystack-signature", signatures),
            body,
            Instant.now()),
        account);
  }

  private ChannelAccount account(String key, Map<String, String> options) {
    return new ChannelAccount(
        new AccountId("paystack", "sandbox"),
        URI.create(simulator.baseUrl()),
        Map.of("api-key", Secret.ofText(key)),
        options,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofMillis(1_500), 500));
  }

  private static String reference(Order order) {
    return PaystackIds.reference(attempt(order));
  }

  private static String redirect(ChannelOutcome outcome) {
    return ((NextStep.Redirect) ((NeedsAction) outcome).step()).url().toString();
  }

  private Charge charge(Order order) {
    return simulator.book().charge(reference(order)).orElseThrow();
  }

  private ChannelOutcome pay(Order order) {
    return paystack.pay(request(order), account).block(SOON);
  }

  private ChannelOutcome query(Order order) {
    return paystack.query(asking(order), account).block(SOON);
  }

  private ChannelOutcome close(Order order) {
    return paystack.close(asking(order), account).block(SOON);
  }

  private ChannelOutcome submit(Order order, String otp) {
    return paystack.submitOtp(asking(order), otp, account).block(SOON);
  }

  private OperationOutcome refund(Order order, OperationId id, Money amount) {
    var operation = new PaymentOperation(id, asking(order), amount, true, null);
    return paystack.refund(operation, account).block(SOON);
  }

  private OperationOutcome queryRefund(Order order, String reference) {
    var operation = new PaymentOperation(OPERATION, asking(order), PART, true, null);
    return paystack
        .queryRefund(new OperationQuery(operation, reference, Instant.now()), account)
        .block(SOON);
  }

  private AgreementOutcome state(AgreementRequest request) {
    return paystack.queryAgreement(request, account).block(SOON);
  }

  private static AttemptQuery asking(Order order) {
    return new AttemptQuery(attempt(order), null, order, Instant.now());
  }

  private ChannelOutcome untilFinal(Order order) {
    return Mono.defer(() -> paystack.query(asking(order), account))
        .filter(outcome -> outcome instanceof Approved || outcome instanceof Declined)
        .repeatWhenEmpty(100, again -> again.delayElements(Duration.ofMillis(50)))
        .block(SOON);
  }
}
