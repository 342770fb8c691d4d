package io.tollgate.channels.antom;

import static io.tollgate.channels.antom.AntomFixtures.NOW;
import static io.tollgate.channels.antom.AntomFixtures.attempt;
import static io.tollgate.channels.antom.AntomFixtures.request;
import static io.tollgate.channels.antom.AntomFixtures.secret;
import static io.tollgate.channels.antom.AntomSandbox.SOON;
import static io.tollgate.channels.antom.AntomSandbox.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
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
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** Drives the simulator through what it can do, and compares us with its book. */
@Timeout(60)
class AntomSimulatorTest {

  private static AntomSandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = new AntomSandbox();
    // The first connection of a process is slow; no test is about that.
    await().atMost(SOON).until(() -> pay(sandbox.agreed("warm")) instanceof Approved);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim_approve", "sim_slow", "sim_callback_lost"})
  void chargesOnceHoweverOftenItIsAsked(String token) {
    var order = sandbox.agreed(token);
    int before = sandbox.simulator.book().charges().size();

    var outcome = pay(order);

    var charge = sandbox.charge(order).orElseThrow();
    assertThat(outcome).isEqualTo(new Approved(charge.paymentId()));
    assertThat(charge.value()).isEqualTo(1299);
    assertThat(pay(order)).isEqualTo(outcome);
    assertThat(query(order)).isEqualTo(outcome);
    assertThat(sandbox.simulator.book().charges()).hasSize(before + 1);
  }

  @ParameterizedTest
  @CsvSource({
    "sim_decline_balance, INSUFFICIENT_FUNDS",
    "sim_decline_risk, SUSPECTED_FRAUD",
    "sim_decline_limit, LIMIT_EXCEEDED",
  })
  void isDeclinedWithoutACharge(String token, Category category) {
    var order = sandbox.agreed(token);

    var outcome = pay(order);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Declined.class,
            declined -> assertThat(declined.reason().category()).isEqualTo(category));
    assertThat(sandbox.charge(order).orElseThrow().charged()).isFalse();
    assertThat(query(order)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sim_charge_then_timeout",
        "sim_charge_then_drop",
        "sim_error_after_charge",
        "sim_wrong_signature",
        "sim_unsigned"
      })
  void findsOutLaterThatItWasCharged(String token) {
    var order = sandbox.agreed(token);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(sandbox.charge(order).orElseThrow().charged()).isTrue();
    assertThat(query(order)).isInstanceOf(Approved.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim_drop", "sim_error", "sim_unheard_of"})
  void findsOutLaterThatItWasNot(String token) {
    var order = sandbox.agreed(token);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(query(order)).isEqualTo(new Absent());
    assertThat(sandbox.charge(order)).isEmpty();
  }

  @Test
  void isNotSentWhereAntomIsBusy() {
    var order = sandbox.agreed("sim_busy");

    assertThat(pay(order)).isInstanceOf(NotSent.class);
    assertThat(sandbox.charge(order)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"sim_pending_then_approve, true", "sim_pending_then_fail, false"})
  void learnsTheEndOfWhatWasPending(String token, boolean charged) {
    var order = sandbox.agreed(token);

    assertThat(pay(order)).isInstanceOf(Pending.class);
    assertThat(query(order)).isInstanceOf(Pending.class);
    assertThat(query(order)).isInstanceOf(charged ? Approved.class : Declined.class);
    assertThat(sandbox.charge(order).orElseThrow().charged()).isEqualTo(charged);
  }

  @ParameterizedTest
  @CsvSource({"'', true", "?outcome=fail, false"})
  void sendsThePayerToThePageAndSeesWhatHeDid(String act, boolean charged) {
    var order = sandbox.cashier();
    var page = page(order);

    assertThat(query(order))
        .isEqualTo(
            new NeedsAction(new NextStep.Wait(), sandbox.charge(order).orElseThrow().paymentId()));
    visit(page + act);
    var outcome = query(order);
    assertThat(outcome).isInstanceOf(charged ? Approved.class : Declined.class);
    assertThat(sandbox.charge(order).orElseThrow().charged()).isEqualTo(charged);
    await().atMost(SOON).until(() -> told(order).equals(List.of(verified(order, outcome))));
  }

  @Test
  void closesWhatThePayerDidNotFinishAndNothingElse() {
    var open = sandbox.cashier();
    var paid = sandbox.agreed("sim_approve");
    var held = sandbox.held("sim_approve");
    pay(open);
    pay(paid);
    pay(held);

    assertThat(sandbox.close(open)).isInstanceOf(Closed.class);
    assertThat(query(open)).isInstanceOf(Closed.class);
    assertThat(sandbox.close(paid)).isInstanceOf(Approved.class);
    assertThat(sandbox.charge(paid).orElseThrow().charged()).isTrue();
    assertThat(sandbox.close(held)).isInstanceOf(Authorized.class);
    assertThat(sandbox.charge(held).orElseThrow().status()).isEqualTo("SUCCESS");
  }

  @Test
  void takesNoOrderThatAntomHasNoWayFor() {
    var byHand =
        sandbox.order(Product.ACCOUNT_BALANCE, new Method("gcash", null), CaptureMode.MANUAL);
    var nameless = sandbox.agreed(null);

    assertThat(pay(byHand)).isInstanceOf(NotSent.class);
    assertThat(pay(nameless)).isInstanceOf(NotSent.class);
  }

  @Test
  void capturesInPartsOnceForEachId() {
    var order = authorized();
    var first = operation("cap_a", order, 500, false);
    var rest = operation("cap_b", order, 799, true);

    assertThat(captureQuery(first)).isEqualTo(new OperationOutcome.Absent());
    assertThat(capture(first)).isEqualTo(new Done("capture-cap_a"));
    assertThat(capture(first)).isEqualTo(new Done("capture-cap_a"));
    assertThat(captureQuery(first)).isEqualTo(new Done("capture-cap_a"));
    assertThat(sandbox.charge(order).orElseThrow().captured()).isEqualTo(500);
    assertThat(capture(rest)).isInstanceOf(Done.class);
    assertThat(sandbox.charge(order).orElseThrow().captured()).isEqualTo(1299);
    assertThat(capture(operation("cap_c", order, 1, true)))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(query(order)).isInstanceOf(Approved.class);
    await()
        .atMost(SOON)
        .until(() ->
            sandbox.callbacks.contains(
                new VerifiedOperation(first.id(), first.amount(), new Done("capture-cap_a"))));
  }

  @Test
  void letsGoWhatIsNotCapturedOnly() {
    var held = authorized();
    var captured = authorized();
    capture(operation("cap_d", captured, 100, true));

    assertThat(release(operation("rel_a", held, 1299, true))).isEqualTo(new Done(null));
    assertThat(release(operation("rel_a", held, 1299, true))).isEqualTo(new Done(null));
    assertThat(query(held)).isInstanceOf(Closed.class);
    assertThat(release(operation("rel_b", captured, 1299, true)))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(sandbox.charge(captured).orElseThrow().captured()).isEqualTo(100);
  }

  @Test
  void refundsOnceForEachIdAndNoMoreThanWasPaid() {
    var order = sandbox.agreed("sim_approve");
    pay(order);
    var part = operation("ref_a", order, 500, true);

    assertThat(refundQuery(part)).isEqualTo(new OperationOutcome.Absent());
    assertThat(refund(part)).isEqualTo(new Done("refund-ref_a"));
    assertThat(refund(part)).isEqualTo(new Done("refund-ref_a"));
    assertThat(refundQuery(part)).isEqualTo(new Done("refund-ref_a"));
    assertThat(refund(operation("ref_b", order, 800, true)))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(sandbox.charge(order).orElseThrow().refunded()).isEqualTo(500);
    await()
        .atMost(SOON)
        .until(() ->
            sandbox.callbacks.contains(
                new VerifiedOperation(part.id(), part.amount(), new Done("refund-ref_a"))));
  }

  /** Where no answer to paying reached us, Antom's id of the payment is asked for. */
  @Test
  void findsThePaymentWithoutItsId() {
    var order = sandbox.agreed("sim_charge_then_drop");
    pay(order);
    var refund =
        new PaymentOperation(
            new OperationId("ref_c"),
            AntomFixtures.query(order, null),
            Money.of(1299, "PHP"),
            true,
            null);

    assertThat(refund(refund)).isInstanceOf(Done.class);
    assertThat(sandbox.charge(order).orElseThrow().refunded()).isEqualTo(1299);
  }

  @Test
  void signsChargesUnderAndEndsAnAgreement() {
    var request = agreement("agr_a", null);
    var page = (AgreementOutcome.NeedsAction) sign(request);
    assertThat(state(request)).isEqualTo(new AgreementOutcome.Pending(null));

    visit(((NextStep.Redirect) page.step()).url().toString());
    var consented =
        new VerifiedAgreement(request.id(), new AgreementOutcome.Pending("code-of-agr_a"));
    await().atMost(SOON).until(() -> sandbox.callbacks.contains(consented));

    var known = agreement("agr_a", "code-of-agr_a");
    assertThat(state(known)).isEqualTo(new AgreementOutcome.Pending("code-of-agr_a"));
    assertThat(sandbox.simulator.book().agreement("agr_a").orElseThrow().accessToken()).isEmpty();
    assertThat(sign(known))
        .isEqualTo(new AgreementOutcome.Active("token-of-agr_a", "code-of-agr_a"));
    assertThat(sign(known)).isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(pay(sandbox.agreed("token-of-agr_a"))).isInstanceOf(Approved.class);

    assertThat(end(known, "token-of-agr_a")).isEqualTo(new Done(null));
    assertThat(end(known, "token-of-agr_a")).isEqualTo(new Done(null));
    assertThat(sandbox.simulator.book().agreement("agr_a").orElseThrow().isRevoked()).isTrue();
    assertThat(pay(sandbox.agreed("token-of-agr_a"))).isInstanceOf(Declined.class);
  }

  @Test
  void asksNobodysConsentWhereItCannotBeGiven() {
    var like = AntomFixtures.agreement(null);
    var card =
        new AgreementRequest(
            like.id(),
            new Method("card", null),
            like.customer(),
            like.currency(),
            like.returnUrl(),
            null,
            null);

    assertThat(sign(card)).isInstanceOf(AgreementOutcome.Refused.class);
  }

  @Test
  void isToldTwiceOrLateOrByAForger() {
    var twice = sandbox.agreed("sim_callback_twice");
    var late = sandbox.agreed("sim_callback_late");
    var forged = sandbox.agreed("sim_callback_forged");
    var lost = sandbox.agreed("sim_callback_lost");
    var outcome = pay(twice);
    pay(late);
    pay(forged);
    pay(lost);

    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          assertThat(told(twice))
              .containsExactly(verified(twice, outcome), verified(twice, outcome));
          assertThat(told(late)).hasSize(1);
          assertThat(sandbox.callbacks).contains(new Refused("signature does not match"));
          assertThat(told(forged)).hasSize(1);
        });
    assertThat(((Verified) told(forged).getFirst()).outcome()).isInstanceOf(Approved.class);
    assertThat(told(lost)).isEmpty();
  }

  @Test
  void isOnlyHintedAtACardsSuccess() {
    var order = sandbox.held("sim_approve");
    pay(order);

    await().atMost(SOON).until(() -> sandbox.callbacks.contains(new Hint(attempt(order))));
    assertThat(told(order)).isEmpty();
  }

  @Test
  void readsTheSettlementWhereItIsMirrored() {
    var order = sandbox.agreed("sim_approve");
    pay(order);
    refund(operation("ref_s", order, 100, true));
    var account =
        sandbox.account(
            Map.of("settlement-url", sandbox.simulator.baseUrl() + "/settlement/{day}.csv"));

    var rows = sandbox.antom.statement(LocalDate.of(2026, 3, 1), account).collectList().block(SOON);

    var at = Instant.parse("2026-03-01T12:00:00Z");
    assertThat(rows)
        .contains(
            new StatementRow(
                Kind.PAYMENT,
                attempt(order).toString(),
                sandbox.charge(order).orElseThrow().paymentId(),
                Money.of(1299, "PHP"),
                null,
                at),
            new StatementRow(
                Kind.REFUND, "ref_s", "refund-ref_s", Money.of(-100, "PHP"), null, at));
  }

  @Test
  void hasNoSettlementWithoutAnAddressOrOfADayToCome() {
    var account =
        sandbox.account(
            Map.of("settlement-url", sandbox.simulator.baseUrl() + "/settlement/{day}.csv"));

    StepVerifier.create(sandbox.antom.statement(LocalDate.of(2026, 3, 1), sandbox.account()))
        .expectErrorMatches(it -> it instanceof StatementUnavailable no && !no.later())
        .verify(SOON);
    StepVerifier.create(sandbox.antom.statement(LocalDate.of(2126, 3, 1), account))
        .expectErrorMatches(it -> it instanceof StatementUnavailable no && no.later())
        .verify(SOON);
  }

  @Test
  void knowsNothingWhereTheKeyIsAnothers() {
    var account = sandbox.account();
    var other =
        new ChannelAccount(
            account.id(),
            account.baseUrl(),
            Map.of(
                "private-key", secret(AntomFixtures.ANTOMS, true),
                "antom-public-key", Secret.ofText(sandbox.simulator.publicKey())),
            account.options(),
            account.limits());
    var order = sandbox.agreed("sim_approve");

    assertThat(sandbox.antom.pay(request(order), other).block(SOON)).isInstanceOf(Unknown.class);
    assertThat(sandbox.charge(order)).isEmpty();
  }

  private static ChannelOutcome pay(Order order) {
    return sandbox.pay(order);
  }

  private static ChannelOutcome query(Order order) {
    return sandbox.query(order);
  }

  private static String page(Order order) {
    return ((NextStep.Redirect) ((NeedsAction) pay(order)).step()).url().toString();
  }

  private static Order authorized() {
    var order = sandbox.held("sim_approve");
    assertThat(pay(order)).isInstanceOf(Authorized.class);
    return order;
  }

  private static List<CallbackReading> told(Order order) {
    return sandbox.callbacks.stream()
        .filter(it -> it instanceof Verified told && told.requestId().equals(attempt(order)))
        .toList();
  }

  private static Verified verified(Order order, ChannelOutcome outcome) {
    return new Verified(attempt(order), order.amount(), outcome);
  }

  private static PaymentOperation operation(
      String id, Order order, long minorUnits, boolean isLast) {
    var reference = sandbox.charge(order).orElseThrow().paymentId();
    return new PaymentOperation(
        new OperationId(id),
        AntomFixtures.query(order, reference),
        Money.of(minorUnits, "PHP"),
        isLast,
        null);
  }

  private static OperationOutcome capture(PaymentOperation operation) {
    return sandbox.antom.capture(operation, sandbox.account()).block(SOON);
  }

  private static OperationOutcome captureQuery(PaymentOperation operation) {
    return sandbox.antom.queryCapture(asked(operation), sandbox.account()).block(SOON);
  }

  private static OperationOutcome release(PaymentOperation operation) {
    return sandbox.antom.release(operation, sandbox.account()).block(SOON);
  }

  private static OperationOutcome refund(PaymentOperation operation) {
    return sandbox.antom.refund(operation, sandbox.account()).block(SOON);
  }

  private static OperationOutcome refundQuery(PaymentOperation operation) {
    return sandbox.antom.queryRefund(asked(operation), sandbox.account()).block(SOON);
  }

  private static OperationQuery asked(PaymentOperation operation) {
    return new OperationQuery(operation, null, NOW);
  }

  private static AgreementRequest agreement(String id, String reference) {
    var like = AntomFixtures.agreement(reference);
    return new AgreementRequest(
        new OperationId(id),
        like.method(),
        like.customer(),
        like.currency(),
        like.returnUrl(),
        null,
        reference);
  }

  private static AgreementOutcome sign(AgreementRequest request) {
    return sandbox.antom.sign(request, sandbox.account()).block(SOON);
  }

  private static AgreementOutcome state(AgreementRequest request) {
    return sandbox.antom.queryAgreement(request, sandbox.account()).block(SOON);
  }

  private static OperationOutcome end(AgreementRequest request, String token) {
    return sandbox.antom.end(request, token, sandbox.account()).block(SOON);
  }
}
