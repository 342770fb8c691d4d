package io.tollgate.channels.razorpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.Ended;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.razorpay.RazorpayBook.Charge;
import io.tollgate.sandbox.razorpay.RazorpaySimulator;
import io.tollgate.sandbox.razorpay.RazorpaySimulatorSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** The channel against the simulator: what it says is held against the book. */
class RazorpaySimulatorTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Money PRICE = Money.of(129900, "INR");

  private final RazorpayDoor door = new RazorpayDoor();
  private final RazorpaySimulatorSettings settings =
      RazorpaySimulatorSettings.defaults()
          .withDurations(Duration.ofMillis(200), Duration.ofSeconds(10))
          .withCallbackUrl(door.url());
  private final RazorpaySimulator simulator = RazorpaySimulator.start(settings);
  private final ChannelEdges edges =
      new ChannelEdges(new SimpleMeterRegistry(), UnaryOperator.identity());
  private final RazorpayChannel razorpay = new RazorpayChannel(edges, Clock.systemUTC());

  @AfterEach
  void close() {
    edges.close();
    simulator.close();
    door.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HDFC", "SIM_SLOW", "SIM_CALLBACK_LOST", "SIM_CALLBACK_FORGED"})
  void chargesOnceHoweverOftenItIsAsked(String bank) {
    var order = order(bank);
    assertThat(ask(order)).isEqualTo(new Absent());

    assertThat(pay(order)).isEqualTo(new Pending(orderId(order)));
    assertThat(pay(order)).isEqualTo(new Approved(orderId(order)));
    assertThat(ask(order)).isEqualTo(new Approved(orderId(order)));

    assertThat(charge(order).status()).isEqualTo("captured");
    assertThat(charge(order).amount()).isEqualTo(129900);
    assertThat(simulator.book().ordersFor(attempt(order).toString())).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "SIM_DECLINE, payment_declined, DO_NOT_HONOR",
    "SIM_DECLINE_INSUFFICIENT_FUNDS, insufficient_funds, INSUFFICIENT_FUNDS",
    "SIM_DECLINE_CARD_EXPIRED, card_expired, EXPIRED_METHOD",
    "SIM_DECLINE_TRANSACTION_LIMIT_EXCEEDED, transaction_limit_exceeded, LIMIT_EXCEEDED",
    "SIM_DECLINE_PAYMENT_RISK_CHECK_FAILED, payment_risk_check_failed, SUSPECTED_FRAUD",
    "SIM_DECLINE_INCORRECT_OTP, incorrect_otp, AUTHENTICATION_FAILED",
  })
  void declinesForTheReasonWhereNothingWasCharged(String bank, String reason, Category category) {
    var order = order(bank);
    var declined = new DeclineReason(category, reason);

    assertThat(pay(order)).isEqualTo(new Declined(declined, orderId(order)));
    assertThat(ask(order)).isEqualTo(new Declined(declined, orderId(order)));
    assertThat(charge(order).status()).isEqualTo("failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SIM_CHARGE_THEN_TIMEOUT", "SIM_CHARGE_THEN_DROP", "SIM_CHARGE_THEN_ERROR"})
  void findsTheChargeWhoseAnswerWasLost(String bank) {
    var order = order(bank);
    var hasty = account(simulator, settings.keyId(), Map.of(), Duration.ofSeconds(2));

    assertThat(soon(razorpay.pay(request(order), hasty))).isInstanceOf(Unknown.class);
    assertThat(ask(order)).isEqualTo(new Approved(orderId(order)));
    assertThat(pay(order)).isEqualTo(new Approved(orderId(order)));
    assertThat(charge(order).status()).isEqualTo("captured");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SIM_DROP", "SIM_SERVER_ERROR", "SIM_BANK_SILENT"})
  void doesNotKnowAndFindsNothingWhereNothingWasCharged(String bank) {
    var order = order(bank);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(ask(order)).isEqualTo(new Absent());
    assertThat(charges(order)).isEmpty();
  }

  @Test
  void asksThePaymentWhereTheBanksSideFails() {
    var order = order("SIM_BANK_FAILS");

    assertThat(pay(order)).isInstanceOf(Declined.class);
    assertThat(charge(order).status()).isEqualTo("failed");
  }

  @Test
  void knowsWhatWasNotTakenAtAll() {
    assertThat(pay(order("SIM_RATE_LIMITED"))).isInstanceOf(NotSent.class);
    assertThat(pay(order("SIM_INVALID"))).isInstanceOf(Declined.class);
    assertThat(charges(order("SIM_RATE_LIMITED"))).isEmpty();
    assertThat(charges(order("SIM_INVALID"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"SIM_PENDING_THEN_OK, captured", "SIM_PENDING_THEN_FAIL, failed"})
  void saysPendingUntilItIsFinal(String bank, String end) {
    var order = order(bank);

    assertThat(pay(order)).isEqualTo(new Pending(orderId(order)));
    await().atMost(SOON).until(() -> charge(order).status().equals(end));
    assertThat(ask(order)).isInstanceOf(end.equals("captured") ? Approved.class : Declined.class);
  }

  @Test
  void hearsOfAPaymentThatWasAuthorizedAfterItFailed() {
    var order = order("SIM_FAIL_THEN_OK");

    assertThat(pay(order)).isInstanceOf(Declined.class);
    await().atMost(SOON).until(() -> charge(order).status().equals("captured"));
    assertThat(ask(order)).isEqualTo(new Approved(orderId(order)));
  }

  @ParameterizedTest
  @CsvSource({"succeed, captured", "fail, failed"})
  void sendsThePayerToTheBanksPage(String outcome, String end) throws Exception {
    var order = order("SIM_REDIRECT");
    var action = (NeedsAction) pay(order);
    assertThat(ask(order)).isEqualTo(new Pending(orderId(order)));

    act(action.step(), outcome);

    assertThat(charge(order).status()).isEqualTo(end);
    assertThat(ask(order)).isInstanceOf(end.equals("captured") ? Approved.class : Declined.class);
  }

  @Test
  void opensThePayersAppForUpiWithoutAnAddress() {
    var order = order(Product.ACCOUNT_BALANCE, new Method("upi", null), CaptureMode.AUTOMATIC);

    assertThat(pay(order))
        .isInstanceOfSatisfying(
            NeedsAction.class, it -> assertThat(it.step()).isInstanceOf(NextStep.ShowCode.class));
    assertThat(pay(order("sim_decline@upi", "upi"))).isInstanceOf(Declined.class);
    assertThat(pay(order("payer@upi", "upi"))).isInstanceOf(Pending.class);
    assertThat(pay(order("payzapp", "wallet"))).isInstanceOf(Pending.class);
  }

  @Test
  void holdsThenCapturesOnceWhatTheBookHolds() {
    var order = order(Product.ONLINE_BANKING, new Method("netbanking", "HDFC"), CaptureMode.MANUAL);
    assertThat(pay(order)).isEqualTo(new Pending(orderId(order)));
    assertThat(ask(order)).isEqualTo(new Authorized(orderId(order)));
    var capture = operation(order, "op_1", PRICE);

    assertThat(soon(razorpay.queryCapture(asked(capture), account())))
        .isEqualTo(new OperationOutcome.Absent());
    assertThat(soon(razorpay.capture(operation(order, "op_0", Money.of(1, "INR")), account())))
        .isInstanceOf(Refused.class);
    assertThat(soon(razorpay.capture(capture, account()))).isEqualTo(new Done(null));
    assertThat(soon(razorpay.capture(capture, account()))).isEqualTo(new Done(null));
    assertThat(soon(razorpay.queryCapture(asked(capture), account()))).isEqualTo(new Done(null));
    assertThat(charge(order).status()).isEqualTo("captured");
  }

  @Test
  void knowsThatWhatNobodyCapturedWentBack() {
    var order =
        order(Product.ONLINE_BANKING, new Method("netbanking", "SIM_LAPSE"), CaptureMode.MANUAL);
    pay(order);

    await().atMost(SOON).until(() -> charge(order).status().equals("refunded"));

    assertThat(ask(order)).isEqualTo(new Closed(true, orderId(order)));
    assertThat(soon(razorpay.capture(operation(order, "op_1", PRICE), account())))
        .isInstanceOf(Refused.class);
  }

  @Test
  void givesBackInPartsAndNoMoreThanWasPaid() {
    var order = paid("HDFC");
    var part = operation(order, "op_1", Money.of(50000, "INR"));

    var first = soon(razorpay.refund(part, account()));

    assertThat(first).isInstanceOf(Done.class);
    assertThat(soon(razorpay.refund(part, account()))).isEqualTo(first);
    assertThat(soon(razorpay.queryRefund(asked(part), account()))).isEqualTo(first);
    assertThat(soon(razorpay.refund(operation(order, "op_2", Money.of(80000, "INR")), account())))
        .isInstanceOf(Refused.class);
    assertThat(soon(razorpay.refund(operation(order, "op_3", Money.of(79900, "INR")), account())))
        .isInstanceOf(Done.class);
    assertThat(charge(order).refunded()).isEqualTo(129900);
  }

  @ParameterizedTest
  @CsvSource({"SIM_REFUND_PENDING, 129900", "SIM_REFUND_FAILS, 0"})
  void followsARefundToItsEnd(String bank, long end) {
    var refund = operation(paid(bank), "op_1", PRICE);

    assertThat(soon(razorpay.refund(refund, account())))
        .isInstanceOf(OperationOutcome.Pending.class);
    await()
        .atMost(SOON)
        .until(() ->
            !(soon(razorpay.queryRefund(asked(refund), account()))
                instanceof OperationOutcome.Pending));
    assertThat(soon(razorpay.queryRefund(asked(refund), account())))
        .isInstanceOf(end == 0 ? Refused.class : Done.class);
    assertThat(charge(order(bank)).refunded()).isEqualTo(end);
  }

  @Test
  void findsTheRefundWhoseAnswerWasLostAndGivesBackOnce() {
    var order = paid("SIM_REFUND_THEN_DROP");
    var refund = operation(order, "op_1", PRICE);

    assertThat(soon(razorpay.refund(refund, account())))
        .isInstanceOf(OperationOutcome.Unknown.class);
    var found = soon(razorpay.queryRefund(asked(refund), account()));

    assertThat(found).isInstanceOf(Done.class);
    assertThat(soon(razorpay.refund(refund, account()))).isEqualTo(found);
    assertThat(charge(order).refunded()).isEqualTo(129900);
  }

  @Test
  void paysByCardOnALinksPageAndGivesItBack() throws Exception {
    var order = hosted();
    var action = (NeedsAction) pay(order);
    assertThat(pay(order)).isEqualTo(action);
    assertThat(ask(order)).isEqualTo(action);

    act(action.step(), "fail");
    assertThat(ask(order)).isEqualTo(action);
    act(action.step(), "succeed");

    assertThat(ask(order)).isEqualTo(new Approved(action.channelReference()));
    assertThat(soon(razorpay.close(asked(order, action.channelReference()), account())))
        .isEqualTo(new Approved(action.channelReference()));
    assertThat(soon(razorpay.refund(operation(order, "op_1", PRICE), account())))
        .isInstanceOf(Done.class);
    assertThat(charges(order)).extracting(Charge::status).containsExactly("failed", "captured");
    assertThat(charges(order).getLast().refunded()).isEqualTo(129900);
  }

  @Test
  void closesALinkSoThatNobodyCanPayIt() throws Exception {
    var order = hosted();
    var action = (NeedsAction) pay(order);

    assertThat(soon(razorpay.close(asked(order, null), account())))
        .isEqualTo(new Closed(false, action.channelReference()));
    act(action.step(), "succeed");

    assertThat(ask(order)).isEqualTo(new Closed(false, action.channelReference()));
    assertThat(charges(order)).isEmpty();
  }

  @Test
  void chargesUnderAnAgreementUntilItEnds() {
    var request = agreement("payer@upi");
    assertThat(sign(request)).isInstanceOf(AgreementOutcome.Pending.class);
    var signed = (Active) soon(razorpay.queryAgreement(request, account()));
    assertThat(sign(request)).isEqualTo(signed);

    var agreed = agreed(signed.token(), "order-agreed");
    assertThat(pay(agreed)).isEqualTo(new Pending(orderId(agreed)));
    assertThat(ask(agreed)).isEqualTo(new Approved(orderId(agreed)));

    assertThat(soon(razorpay.end(request, signed.token(), account()))).isInstanceOf(Done.class);
    assertThat(soon(razorpay.end(request, signed.token(), account()))).isInstanceOf(Done.class);
    assertThat(soon(razorpay.queryAgreement(request, account()))).isEqualTo(new Ended());
    assertThat(pay(agreed(signed.token(), "order-after"))).isInstanceOf(Declined.class);
  }

  @Test
  void cancelsTheMandateWhereTheAccountSaysSo() {
    var account = account(settings.keyId(), Map.of("agreement-end", "cancel"));
    var request = agreement("payer@upi");
    sign(request);
    var signed = (Active) soon(razorpay.queryAgreement(request, account));

    assertThat(soon(razorpay.end(request, signed.token(), account))).isInstanceOf(Done.class);
    assertThat(soon(razorpay.queryAgreement(request, account))).isEqualTo(new Ended());
  }

  @Test
  void waitsForThePayerWhoseAppWasOpenedToAgree() throws Exception {
    var request = agreement(null);
    var action = (AgreementOutcome.NeedsAction) sign(request);
    assertThat(soon(razorpay.queryAgreement(request, account())))
        .isInstanceOf(AgreementOutcome.Pending.class);

    var link = ((NextStep.ShowCode) action.step()).content();
    var payment = link.substring(link.indexOf("tr=") + 3);
    visit(simulator.baseUrl() + "/_sim/pay/" + payment);

    assertThat(soon(razorpay.queryAgreement(request, account()))).isInstanceOf(Active.class);
  }

  @Test
  void takesNoForAnAnswerOfThePayersAndOfTheirBanks() {
    assertThat(sign(agreement("sim_decline@upi"))).isInstanceOf(AgreementOutcome.Refused.class);
    var refused = soon(razorpay.queryAgreement(agreement("sim_decline@upi"), account()));
    assertThat(refused).isInstanceOf(AgreementOutcome.Refused.class);
  }

  @Test
  void declinesAChargeUnderAnAgreementThatTheBankRefuses() {
    var request = agreement("sim_token_declines@upi");
    sign(request);
    var signed = (Active) soon(razorpay.queryAgreement(request, account()));

    var agreed = agreed(signed.token(), "order-agreed");

    assertThat(pay(agreed)).isInstanceOf(Declined.class);
    assertThat(charge(agreed).status()).isEqualTo("failed");
  }

  @Test
  void findsTheOrderThatAnAccountWithUniqueReceiptsRefusesToMakeTwice() {
    try (var strict = RazorpaySimulator.start(settings.withUniqueReceipts())) {
      var account = account(strict, settings.keyId(), Map.of("receipts", "unique"), PATIENCE);
      var order = order("HDFC");

      assertThat(soon(razorpay.pay(request(order), account))).isInstanceOf(Pending.class);
      assertThat(soon(razorpay.pay(request(order), account))).isInstanceOf(Approved.class);
      assertThat(strict.book().chargesFor(attempt(order).toString())).hasSize(1);
    }
  }

  @Test
  void listsWhatWasPaidAndGivenBack() {
    var order = paid("HDFC");
    soon(razorpay.refund(operation(order, "op_1", Money.of(500, "INR")), account()));
    var later = new RazorpayChannel(edges, Clock.offset(Clock.systemUTC(), Duration.ofDays(2)));

    var rows = later.statement(LocalDate.now(ZoneId.of("Asia/Kolkata")), account()).collectList();

    assertThat(soon(rows))
        .satisfiesExactly(
            paid -> {
              assertThat(paid.kind()).isEqualTo(Kind.PAYMENT);
              assertThat(paid.requestId()).isEqualTo(attempt(order).toString());
              assertThat(paid.channelReference()).isEqualTo(orderId(order));
              assertThat(paid.gross()).isEqualTo(PRICE);
              assertThat(paid.fee()).isEqualTo(Money.of(2598, "INR"));
            },
            back -> {
              assertThat(back.kind()).isEqualTo(Kind.REFUND);
              assertThat(back.requestId()).isEqualTo("op_1");
              assertThat(back.gross()).isEqualTo(Money.of(-500, "INR"));
            });
  }

  @Test
  void readsTheEventsThatTheSimulatorSigned() {
    var order = paid("HDFC");
    var refund = operation(order, "op_1", PRICE);
    var given = (Done) soon(razorpay.refund(refund, account()));

    await().atMost(SOON).until(() -> door.taken().size() == 2);

    assertThat(readings())
        .containsExactlyInAnyOrder(
            new Verified(attempt(order), PRICE, new Approved(orderId(order))),
            new VerifiedOperation(refund.id(), PRICE, given));
  }

  @Test
  void takesThePaymentOfALinkForAHintAndTheLinkForTheTruth() throws Exception {
    var order = hosted();
    var action = (NeedsAction) pay(order);
    act(action.step(), "succeed");

    await().atMost(SOON).until(() -> door.taken().size() == 2);

    assertThat(readings())
        .containsExactlyInAnyOrder(
            new Hint(attempt(order)),
            new Verified(attempt(order), PRICE, new Approved(action.channelReference())));
  }

  @Test
  void readsAnEventThatCameTwiceTwiceAndOneThatIsLateLater() {
    pay(order("SIM_CALLBACK_TWICE"));
    pay(order("SIM_CALLBACK_LATE"));

    await().atMost(SOON).until(() -> door.taken().size() == 3);

    assertThat(readings()).allMatch(Verified.class::isInstance);
  }

  @Test
  void refusesAnEventThatIsForged() {
    pay(order("SIM_CALLBACK_FORGED"));

    await().atMost(SOON).until(() -> door.taken().size() == 1);

    assertThat(readings()).allMatch(CallbackReading.Refused.class::isInstance);
  }

  @Test
  void doesNotGuessWhereRazorpayDoesNotTakeOurKey() {
    var stranger = account("rzp_test_other", Map.of());

    assertThat(soon(razorpay.pay(request(order("HDFC")), stranger))).isInstanceOf(Unknown.class);
    assertThat(soon(razorpay.query(asked(order("HDFC"), null), stranger)))
        .isInstanceOf(Unknown.class);
    assertThat(charges(order("HDFC"))).isEmpty();
  }

  private static Order order(String bank) {
    return order(bank, "netbanking");
  }

  private static Order order(String token, String type) {
    return order(Product.ONLINE_BANKING, new Method(type, token), CaptureMode.AUTOMATIC);
  }

  private static Order order(Product product, Method method, CaptureMode capture) {
    var token = method.token();
    return RazorpayFixtures.order(product, method, capture, "order-" + method.type() + token);
  }

  private static Order hosted() {
    return order(Product.FOREIGN_CARD, new Method("card", null), CaptureMode.AUTOMATIC);
  }

  private static Order agreed(String token, String reference) {
    return RazorpayFixtures.order(
        Product.QUICK_PAY, new Method("upi", token), CaptureMode.AUTOMATIC, reference);
  }

  private static AgreementRequest agreement(@Nullable String address) {
    var like = RazorpayFixtures.agreement(null);
    return new AgreementRequest(
        like.id(),
        new Method("upi", address),
        like.customer(),
        like.currency(),
        like.returnUrl(),
        null,
        null);
  }

  private Order paid(String bank) {
    var order = order(bank);
    pay(order);
    assertThat(ask(order)).isInstanceOf(Approved.class);
    return order;
  }

  private PaymentOperation operation(Order order, String id, Money amount) {
    return new PaymentOperation(new OperationId(id), asked(order, null), amount, true, null);
  }

  private static OperationQuery asked(PaymentOperation operation) {
    return new OperationQuery(operation, null, Instant.now());
  }

  private static AttemptQuery asked(Order order, @Nullable String reference) {
    return new AttemptQuery(request(order).requestId(), reference, order, Instant.now());
  }

  private static ChannelRequestId attempt(Order order) {
    return request(order).requestId();
  }

  private static PayRequest request(Order order) {
    return RazorpayFixtures.requestOf(order);
  }

  private ChannelOutcome pay(Order order) {
    return soon(razorpay.pay(request(order), account()));
  }

  private ChannelOutcome ask(Order order) {
    return soon(razorpay.query(asked(order, null), account()));
  }

  private AgreementOutcome sign(AgreementRequest request) {
    return soon(razorpay.sign(request, account()));
  }

  private Charge charge(Order order) {
    assertThat(charges(order)).hasSize(1);
    return charges(order).getFirst();
  }

  private List<Charge> charges(Order order) {
    return simulator.book().chargesFor(attempt(order).toString());
  }

  private String orderId(Order order) {
    return simulator.book().orderOf(attempt(order).toString());
  }

  private List<CallbackReading> readings() {
    return door.taken().stream().map(it -> razorpay.read(it, account())).toList();
  }

  private static void act(NextStep step, String outcome) throws Exception {
    visit(((NextStep.Redirect) step).url() + "?outcome=" + outcome);
  }

  private static void visit(String page) throws Exception {
    try (var browser = HttpClient.newHttpClient()) {
      browser.send(HttpRequest.newBuilder(URI.create(page)).build(), BodyHandlers.discarding());
    }
  }

  private ChannelAccount account() {
    return account(settings.keyId(), Map.of());
  }

  private ChannelAccount account(String keyId, Map<String, String> options) {
    return account(simulator, keyId, options, PATIENCE);
  }

  private ChannelAccount account(
      RazorpaySimulator at, String keyId, Map<String, String> options, Duration reply) {
    return new ChannelAccount(
        new AccountId("razorpay", "sandbox"),
        URI.create(at.baseUrl()),
        Map.of(
            "key-id", Secret.ofText(keyId),
            "key-secret", Secret.ofText(settings.keySecret()),
            "webhook", Secret.ofText(settings.webhookSecret())),
        options,
        new ChannelLimits(50, PATIENCE, reply, 1_000));
  }

  private static <T> T soon(Mono<T> outcome) {
    return outcome.block(SOON);
  }
}
