package io.tollgate.channels.unionpay;

import static io.tollgate.channels.unionpay.UnionPaySandbox.SOON;
import static io.tollgate.channels.unionpay.UnionPaySandbox.visit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.sandbox.unionpay.UnionPayEntry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

/** The channel against the simulator, each outcome compared with the book. */
class UnionPaySimulatorTest {

  private final UnionPaySandbox sandbox = new UnionPaySandbox();

  @AfterEach
  void close() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"6235489", "simSlow", "simCallbackLost"})
  void chargesAToken(String token) {
    var order = sandbox.charge(token);

    assertThat(sandbox.pay(order)).isEqualTo(new Approved(reference(order)));
    assertThat(sandbox.entries(order)).extracting(UnionPayEntry::amount).containsExactly(8888L);
  }

  @Test
  void chargesOnceHoweverOftenItIsAsked() {
    var order = sandbox.charge("6235489");

    assertThat(sandbox.pay(order)).isInstanceOf(Approved.class);
    assertThat(sandbox.pay(order)).isInstanceOf(Approved.class);
    assertThat(sandbox.simulator.book().chargeCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "simNoFunds, INSUFFICIENT_FUNDS", "simExpired, EXPIRED_METHOD", "simFraud, SUSPECTED_FRAUD",
    "simLimit, LIMIT_EXCEEDED", "simWrongPin, AUTHENTICATION_FAILED", "simRefused, DO_NOT_HONOR",
    "simBadRequest, REQUEST_REFUSED",
  })
  void isDeclinedWithoutACharge(String token, Category category) {
    assertThat(sandbox.pay(sandbox.charge(token)))
        .isInstanceOfSatisfying(
            Declined.class,
            declined -> assertThat(declined.reason().category()).isEqualTo(category));
    assertThat(sandbox.simulator.book().chargeCount()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "simErrorAfterCharge",
        "simDropAfterCharge",
        "simSilentAfterCharge",
        "simStrangeCode",
        "simWrongSignature",
        "simStrangeChain",
        "simOtherOwner"
      })
  void findsOutLaterThatItWasCharged(String token) {
    var order = sandbox.charge(token);

    assertThat(sandbox.pay(order)).isInstanceOf(Unknown.class);
    assertThat(sandbox.ask(order, null)).isEqualTo(new Approved(reference(order)));
    assertThat(sandbox.simulator.book().chargeCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"simError", "simDrop"})
  void findsOutLaterThatItWasNot(String token) {
    var order = sandbox.charge(token);

    assertThat(sandbox.pay(order)).isInstanceOf(Unknown.class);
    assertThat(sandbox.ask(order, null)).isEqualTo(new Absent());
    assertThat(sandbox.entries(order)).isEmpty();
  }

  @Test
  void waitsForWhatIsUnderWay() {
    var order = sandbox.charge("simPending");
    var refused = sandbox.charge("simPendingFails");

    assertThat(sandbox.pay(order)).isInstanceOf(Pending.class);
    assertThat(sandbox.ask(order, null)).isInstanceOf(Approved.class);
    assertThat(sandbox.pay(refused)).isInstanceOf(Pending.class);
    assertThat(sandbox.ask(refused, null)).isInstanceOf(Declined.class);
    assertThat(sandbox.simulator.book().chargeCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unionpay", "unionpay_wap", "unionpay_b2b"})
  void isPaidAtThePage(String type) {
    var order = sandbox.order(type, CaptureMode.AUTOMATIC);
    var waiting = (NeedsAction) sandbox.pay(order);
    var reference = waiting.channelReference();

    assertThat(sandbox.ask(order, reference)).isEqualTo(new Pending(null));
    assertThat(sandbox.ask(order, null)).isEqualTo(new Pending(null));
    assertThat(visit(page(waiting), "&sim=simNoFunds")).isEqualTo("try another card");
    assertThat(sandbox.ask(order, reference)).isEqualTo(new Pending(reference));
    assertThat(visit(page(waiting), "")).isEqualTo("paid");
    assertThat(sandbox.ask(order, reference)).isEqualTo(new Approved(reference(order)));
    assertThat(sandbox.ask(order, null)).isEqualTo(new Approved(reference(order)));
    assertThat(sandbox.simulator.book().chargeCount()).isEqualTo(1);
  }

  @Test
  void isDeclinedWhenThePayersTimeIsOver() {
    var order = sandbox.order("unionpay", CaptureMode.AUTOMATIC);
    var never = sandbox.order("unionpay", CaptureMode.AUTOMATIC);
    var waiting = (NeedsAction) sandbox.pay(order);
    var unseen = (NeedsAction) sandbox.pay(never);
    visit(page(waiting), "&sim=simNoFunds");
    var later =
        new UnionPayChannel(sandbox.edges, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(25)));

    assertThat(
            later
                .query(sandbox.query(order, waiting.channelReference()), sandbox.account())
                .block(SOON))
        .isInstanceOf(Declined.class);
    assertThat(
            later
                .query(sandbox.query(never, unseen.channelReference()), sandbox.account())
                .block(SOON))
        .isEqualTo(new Absent());
  }

  @Test
  void isPaidByACode() {
    var order = sandbox.order("unionpay_qr", CaptureMode.AUTOMATIC);
    var waiting = (NeedsAction) sandbox.pay(order);

    assertThat(waiting.step())
        .isEqualTo(new NextStep.ShowCode("https://qr.95516.com/" + UnionPayFixtures.number(order)));
    assertThat(sandbox.ask(order, waiting.channelReference())).isInstanceOf(Pending.class);
    sandbox.simulator.scan(UnionPayFixtures.number(order));
    assertThat(sandbox.ask(order, waiting.channelReference())).isInstanceOf(Approved.class);
  }

  @Test
  void takesNothingInAWayThatThereIsNot() {
    assertThat(sandbox.pay(sandbox.order("unionpay_qr", CaptureMode.MANUAL)))
        .isInstanceOf(NotSent.class);
    assertThat(
            sandbox
                .unionPay
                .pay(
                    UnionPayFixtures.request(sandbox.charge("6235")),
                    sandbox.account(Map.of("tr-id", "")))
                .block(SOON))
        .isInstanceOf(NotSent.class);
    assertThat(sandbox.simulator.book().chargeCount()).isZero();
  }

  @Test
  void refundsPartsAndNeverMoreThanAll() {
    var order = sandbox.charge("6235489");
    var reference = ((Approved) sandbox.pay(order)).channelReference();
    var first = sandbox.operation("ref_1", order, reference, 8000);

    assertThat(sandbox.refund(first)).isInstanceOf(Done.class);
    assertThat(sandbox.refund(first)).isInstanceOf(Done.class);
    assertThat(sandbox.refund(sandbox.operation("ref_2", order, reference, 889)))
        .isInstanceOf(Refused.class);
    assertThat(sandbox.refund(sandbox.operation("ref_3", order, null, 888)))
        .isInstanceOf(Done.class);
    assertThat(sandbox.askRefund(first, null)).isInstanceOf(Done.class);
    assertThat(sandbox.askRefund(sandbox.operation("ref_4", order, reference, 1), null))
        .isEqualTo(new OperationOutcome.Absent());
    assertThat(refunded(order)).isEqualTo(8888);
  }

  @Test
  void findsOutWhatBecameOfARefund() {
    var waiting = paid("simRefundPending");
    var failing = paid("simRefundFails");
    var silent = paid("simRefundSilent");

    assertThat(sandbox.refund(waiting)).isInstanceOf(OperationOutcome.Pending.class);
    assertThat(sandbox.askRefund(waiting, null)).isInstanceOf(Done.class);
    assertThat(sandbox.refund(failing)).isInstanceOf(OperationOutcome.Pending.class);
    assertThat(sandbox.askRefund(failing, null)).isInstanceOf(Refused.class);
    assertThat(sandbox.refund(silent)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(sandbox.askRefund(silent, null)).isInstanceOf(Done.class);
    assertThat(sandbox.refund(silent)).isInstanceOf(Done.class);
    assertThat(refunded(silent.attempt().order())).isEqualTo(8888);
    assertThat(refunded(failing.attempt().order())).isZero();
  }

  @Test
  void refundsNothingOfAPaymentThatIsNotFound() {
    var order = sandbox.charge("6235489");

    assertThat(sandbox.refund(sandbox.operation("ref_1", order, null, 1)))
        .isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void cancelsAWholePaymentOnItsDayWhereTheAccountWantsIt() {
    var whole = paid("6235489");
    var part = paid("6235490");
    var account = sandbox.account(Map.of("same-day", "cancel"));
    var less =
        sandbox.operation(
            "ref_part", part.attempt().order(), part.attempt().channelReference(), 100);

    assertThat(sandbox.unionPay.refund(whole, account).block(SOON)).isInstanceOf(Done.class);
    assertThat(sandbox.unionPay.refund(less, account).block(SOON)).isInstanceOf(Done.class);
    assertThat(sandbox.askRefund(whole, null)).isInstanceOf(Done.class);
    assertThat(sandbox.simulator.book().of(UnionPayIds.of(whole.id())))
        .extracting(UnionPayEntry::txnType)
        .containsExactly("31");
    assertThat(sandbox.simulator.book().of(UnionPayIds.of(less.id())))
        .extracting(UnionPayEntry::txnType)
        .containsExactly("04");
  }

  @Test
  void capturesAPartAndRefundsIt() {
    var order = held();
    var reference = ((Authorized) sandbox.ask(order, null)).channelReference();
    var capture = sandbox.operation("cap_1", order, reference, 5000);
    var captured = (Done) sandbox.unionPay.capture(capture, sandbox.account()).block(SOON);

    assertThat(sandbox.unionPay.capture(capture, sandbox.account()).block(SOON))
        .isEqualTo(captured);
    assertThat(
            sandbox
                .unionPay
                .release(sandbox.operation("void_1", order, reference, 8888), sandbox.account())
                .block(SOON))
        .isInstanceOf(Refused.class);
    assertThat(
            sandbox.refund(
                sandbox.operation("ref_1", order, reference, 5000, captured.channelReference())))
        .isInstanceOf(Done.class);
    assertThat(sandbox.simulator.book().chargeCount()).isEqualTo(1);
  }

  @Test
  void letsGoWhatIsHeld() {
    var order = held();
    var release = sandbox.operation("void_1", order, null, 8888);

    assertThat(sandbox.unionPay.release(release, sandbox.account()).block(SOON))
        .isInstanceOf(Done.class);
    assertThat(sandbox.unionPay.release(release, sandbox.account()).block(SOON))
        .isInstanceOf(Done.class);
    assertThat(sandbox.simulator.book().chargeCount()).isZero();
  }

  @Test
  void sendsNoOperationThatCannotBe() {
    var taken = paid("6235489");
    var part =
        new PaymentOperation(
            taken.id(), sandbox.query(held(), null), Money.of(1, "CNY"), false, null);

    assertThat(sandbox.unionPay.release(taken, sandbox.account()).block(SOON))
        .isInstanceOf(Refused.class);
    assertThat(sandbox.unionPay.capture(taken, sandbox.account()).block(SOON))
        .isInstanceOf(Refused.class);
    assertThat(sandbox.unionPay.capture(part, sandbox.account()).block(SOON))
        .isInstanceOf(Refused.class);
    assertThat(sandbox.simulator.book().of(UnionPayIds.of(taken.id()))).isEmpty();
  }

  @Test
  void agreesChargesAndEnds() {
    var request = UnionPayFixtures.agreement();
    var unionPay = sandbox.unionPay;
    var account = sandbox.account();
    var page =
        (NextStep.Redirect)
            ((AgreementOutcome.NeedsAction) unionPay.sign(request, account).block(SOON)).step();

    assertThat(unionPay.queryAgreement(request, account).block(SOON))
        .isEqualTo(new AgreementOutcome.Absent());
    assertThat(visit(page.url(), "")).isEqualTo("agreed");
    var active = (AgreementOutcome.Active) unionPay.queryAgreement(request, account).block(SOON);
    await().until(() -> sandbox.callbacks.size() == 1);
    assertThat(sandbox.callbacks).containsExactly(new VerifiedAgreement(request.id(), active));
    assertThat(sandbox.pay(sandbox.charge(active.token()))).isInstanceOf(Approved.class);
    assertThat(unionPay.end(request, active.token(), account).block(SOON))
        .isEqualTo(new Done(null));
    assertThat(unionPay.end(request, active.token(), account).block(SOON))
        .isEqualTo(new Done(null));
    assertThat(unionPay.queryAgreement(request, account).block(SOON))
        .isEqualTo(new AgreementOutcome.Absent());
  }

  @ParameterizedTest
  @CsvSource({"6235489, 1", "simCallbackTwice, 2", "simCallbackLate, 1"})
  void isToldOfPayments(String token, int times) {
    var order = sandbox.charge(token);
    var paid = sandbox.pay(order);

    await().until(() -> sandbox.callbacks.size() == times);
    assertThat(sandbox.callbacks)
        .containsOnly(new Verified(UnionPayFixtures.attempt(order), Money.of(8888, "CNY"), paid));
  }

  @Test
  void isNotToldByForgers() {
    sandbox.pay(sandbox.charge("simCallbackForged"));

    await().until(() -> !sandbox.callbacks.isEmpty());
    assertThat(sandbox.callbacks).hasOnlyElementsOfType(CallbackReading.Refused.class);
  }

  @Test
  void isToldOfRefunds() {
    var refund = paid("simCallbackLost");
    var done = sandbox.refund(refund);

    await().until(() -> !sandbox.callbacks.isEmpty());
    assertThat(sandbox.callbacks)
        .containsExactly(new VerifiedOperation(refund.id(), Money.of(8888, "CNY"), done));
  }

  @Test
  void readsTheBillOfADayThatIsOver() {
    var refund = paid("6235489");
    sandbox.refund(refund);
    var day = LocalDate.now(UnionPayTimes.ZONE);
    var tomorrow =
        new UnionPayChannel(sandbox.edges, Clock.offset(Clock.systemUTC(), Duration.ofDays(2)));
    List<StatementRow> rows = tomorrow.statement(day, sandbox.account()).collectList().block(SOON);

    assertThat(rows)
        .extracting(StatementRow::kind, StatementRow::requestId, StatementRow::gross)
        .containsExactlyInAnyOrder(
            tuple(Kind.PAYMENT, refund.attempt().requestId().toString(), Money.of(8888, "CNY")),
            tuple(Kind.REFUND, refund.id().value(), Money.of(-8888, "CNY")));
    StepVerifier.create(sandbox.unionPay.statement(day.plusDays(1), sandbox.account()))
        .verifyErrorSatisfies(UnionPaySimulatorTest::isForLater);
  }

  @Test
  void asksAgainForABillThatIsNotThereYet() {
    StepVerifier.create(
            sandbox.unionPay.statement(
                LocalDate.now(UnionPayTimes.ZONE).minusDays(2), sandbox.account()))
        .verifyErrorSatisfies(UnionPaySimulatorTest::isForLater);
  }

  /** Requests of another client are understood, so that simulator and channel do not err alike. */
  @Test
  void understandsTheOtherClient() {
    var fields = UnionPaySigningTest.otherFields();
    var form = new String(UnionPayFixtures.form(fields), UTF_8);
    var page = URI.create(sandbox.simulator.gatewayUrl() + "frontTransReq.do?" + form);

    assertThat(visit(page, "")).isEqualTo("paid");
    assertThat(visit(page, "&txnAmt2=1")).contains("respCode=11");
  }

  private Order held() {
    var order = sandbox.order("unionpay", CaptureMode.MANUAL);
    visit(page((NeedsAction) sandbox.pay(order)), "");
    return order;
  }

  /** A whole refund of a payment that was just made. */
  private PaymentOperation paid(String token) {
    var order = sandbox.charge(token);
    var outcome = (Approved) sandbox.pay(order);
    return sandbox.operation(
        "ref_of_" + order.reference().value(), order, outcome.channelReference(), 8888);
  }

  private long refunded(Order order) {
    return sandbox.simulator.book().refunded(sandbox.entries(order).getFirst().queryId());
  }

  private String reference(Order order) {
    var entry = sandbox.entries(order).getFirst();
    return entry.txnTime() + "-" + entry.queryId();
  }

  private static URI page(NeedsAction waiting) {
    return ((NextStep.Redirect) waiting.step()).url();
  }

  private static void isForLater(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            StatementUnavailable.class, unavailable -> assertThat(unavailable.later()).isTrue());
  }
}
