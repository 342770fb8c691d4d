package io.tollgate.channels.mercadopago;

import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.PART;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.WHOLE;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.attempt;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.name;
import static io.tollgate.channels.mercadopago.MercadoPagoFixtures.request;
import static io.tollgate.channels.mercadopago.MercadoPagoSandbox.SOON;
import static io.tollgate.channels.mercadopago.MercadoPagoSandbox.asking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Hint;
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
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Drives the simulator through every behaviour it has and compares us with its book. */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class MercadoPagoSimulatorTest {

  private final MercadoPagoSandbox sandbox = new MercadoPagoSandbox();
  private final MercadoPagoChannel channel = sandbox.channel;
  private int operations;

  @BeforeAll
  void start() {
    // The first connection of a process is slow; no test is about that.
    await().atMost(SOON).until(() -> pay("callback-lost") instanceof Approved);
  }

  @AfterAll
  void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"approve", "slow", "callback-lost", "callback-forged", "refund-fails"})
  void agreesWithTheBookOnWhatIsApproved(String script) {
    var order = sandbox.order(script);

    assertThat(sandbox.pay(order)).isEqualTo(new Approved(sandbox.charge(order).payment()));
    assertThat(sandbox.charge(order).charged()).isTrue();
    assertThat(sandbox.charge(order).amount()).isEqualByComparingTo("129.90");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cc_rejected_insufficient_amount",
        "cc_rejected_bad_filled_security_code",
        "cc_rejected_high_risk",
        "cc_rejected_max_attempts",
        "cc_rejected_duplicated_payment",
        "cc_rejected_other_reason"
      })
  void agreesWithTheBookOnWhatIsRejected(String detail) {
    var order = sandbox.order("reject-" + detail);
    var outcome = sandbox.pay(order);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Declined.class,
            declined -> {
              assertThat(declined.reason().channelCode()).isEqualTo(detail);
              assertThat(declined.channelReference()).isEqualTo(sandbox.charge(order).payment());
            });
    assertThat(sandbox.charge(order).charged()).isFalse();
    assertThat(sandbox.query(order, null)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(strings = {"charge-then-timeout", "charge-then-drop", "charge-then-500"})
  void finishesByAskingWhereTheAnswerNeverCame(String script) {
    var order = sandbox.order(script);

    assertThat(sandbox.pay(order)).isInstanceOf(Unknown.class);
    assertThat(sandbox.query(order, null)).isEqualTo(new Approved(sandbox.charge(order).payment()));
    assertThat(sandbox.charge(order).charged()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"drop, Unknown", "fail, Unknown", "busy, NotSent", "refuse, Declined"})
  void findsNothingWhereNothingWasDone(String script, String outcome) {
    var order = sandbox.order(script);

    assertThat(name(sandbox.pay(order))).isEqualTo(outcome);
    assertThat(sandbox.query(order, null)).isEqualTo(new Absent());
    assertThat(sandbox.charges(order)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"in-process, true", "in-process-then-reject, false"})
  void waitsForWhatIsLookedInto(String script, boolean isCharged) {
    var order = sandbox.order(script);

    assertThat(sandbox.pay(order)).isInstanceOf(Pending.class);
    await().atMost(SOON).until(() -> !(sandbox.query(order, null) instanceof Pending));
    assertThat(sandbox.query(order, null))
        .isInstanceOf(isCharged ? Approved.class : Declined.class);
    assertThat(sandbox.charge(order).charged()).isEqualTo(isCharged);
  }

  @ParameterizedTest
  @CsvSource({"approve, Approved", "reject, Declined", "expire, Closed", "leave, NeedsAction"})
  void followsAPixTransfer(String act, String outcome) {
    var order = sandbox.hosted("pix");
    var action = (NeedsAction) sandbox.pay(order);

    assertThat(action.step()).isInstanceOf(NextStep.ShowCode.class);
    sandbox.act(action.channelReference(), act);
    assertThat(name(sandbox.query(order, action.channelReference()))).isEqualTo(outcome);
    assertThat(sandbox.charge(order).charged()).isEqualTo(act.equals("approve"));
  }

  @Test
  void sendsThePayerToAPageUntilItIsPaid() {
    var order = sandbox.hosted("account_money");
    var action = (NeedsAction) sandbox.pay(order);
    var page = action.channelReference();

    assertThat(((NextStep.Redirect) action.step()).url().toString()).endsWith(page);
    assertThat(sandbox.query(order, page)).isEqualTo(action);
    assertThat(sandbox.act(page, "reject")).isEqualTo(200);
    assertThat(sandbox.query(order, page)).isEqualTo(action);
    assertThat(sandbox.act(page, "leave")).isEqualTo(200);
    assertThat(sandbox.query(order, page)).isEqualTo(new Pending(page));
    assertThat(sandbox.act(page, "approve")).isEqualTo(200);
    assertThat(sandbox.query(order, page)).isInstanceOf(Approved.class);
    assertThat(sandbox.charges(order)).extracting(it -> it.charged()).contains(true, false);
  }

  @Test
  void shutsAPageForGood() {
    var order = sandbox.hosted("pse");
    var page = ((NeedsAction) sandbox.pay(order)).channelReference();
    sandbox.act(page, "leave");

    assertThat(sandbox.close(order, page)).isEqualTo(new Closed(false, page));
    assertThat(sandbox.charge(order).status()).isEqualTo("cancelled");
    assertThat(sandbox.act(page, "approve")).isEqualTo(409);
    assertThat(sandbox.query(order, page)).isEqualTo(new Closed(false, page));
  }

  @Test
  void closesWhatIsOpenAndNothingElse() {
    var open = sandbox.hosted("pix");
    var paid = sandbox.order("approve");
    var held = sandbox.order("approve", CaptureMode.MANUAL);
    var reference = ((NeedsAction) sandbox.pay(open)).channelReference();
    sandbox.pay(paid);
    sandbox.pay(held);

    assertThat(sandbox.close(open, reference)).isEqualTo(new Closed(false, reference));
    assertThat(sandbox.close(open, null)).isEqualTo(new Closed(false, reference));
    assertThat(sandbox.close(paid, payment(paid))).isEqualTo(new Approved(payment(paid)));
    assertThat(sandbox.close(held, payment(held))).isEqualTo(new Authorized(payment(held)));
    assertThat(sandbox.close(sandbox.order("approve"), null)).isEqualTo(new Absent());
  }

  @Test
  void chargesOnceHoweverOftenAnAttemptIsRepeated() {
    var order = sandbox.order("approve");

    var outcomes =
        Flux.range(0, 20)
            .flatMap(_ -> channel.pay(request(order), sandbox.account()))
            .collectList()
            .block(SOON);

    assertThat(outcomes)
        .allMatch(it -> it.equals(new Approved(payment(order))) || it instanceof Unknown);
    assertThat(sandbox.pay(order)).isEqualTo(new Approved(payment(order)));
    assertThat(sandbox.charges(order)).hasSize(1);
  }

  @Test
  void repeatsWhatWasChargedWithoutAnAnswer() {
    var order = sandbox.order("charge-then-500");

    assertThat(sandbox.pay(order)).isInstanceOf(Unknown.class);
    assertThat(sandbox.pay(order)).isEqualTo(new Approved(payment(order)));
    assertThat(sandbox.charges(order)).hasSize(1);
  }

  @Test
  void sendsNothingWhereNobodyListens() {
    try (var other = new MercadoPagoSandbox()) {
      var order = other.order("approve");
      assertThat(other.pay(order)).isInstanceOf(Approved.class);
      var payment = other.charge(order).payment();
      other.simulator.close();

      assertThat(other.pay(order)).isInstanceOf(NotSent.class);
      assertThat(other.query(order, null)).isInstanceOf(Unknown.class);
      assertThat(said(other.channel.refund(operation(order, payment, PART), other.account())))
          .isInstanceOf(OperationOutcome.NotSent.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"approve, 1", "callback-twice, 2", "callback-late, 1", "charge-then-drop, 1"})
  void takesNotificationsForHints(String script, int times) {
    var order = sandbox.order(script);
    sandbox.pay(order);

    await().atMost(SOON).until(() -> hints(order) == times);
  }

  @Test
  void refusesForgedNotificationsAndHearsOfPages() {
    sandbox.callbacks.clear();
    var forged = sandbox.order("callback-forged");
    sandbox.pay(forged);
    await().atMost(SOON).until(() -> hints(forged) == 1);
    assertThat(sandbox.callbacks).hasAtLeastOneElementOfType(CallbackReading.Refused.class);

    var order = sandbox.hosted("pse");
    sandbox.act(((NeedsAction) sandbox.pay(order)).channelReference(), "approve");
    await().atMost(SOON).until(() -> hints(order) == 1);
  }

  @Test
  void capturesAllOfItOrAPartAndOnce() {
    var all = held();
    var part = held();
    var capture = operation(part, PART);

    assertThat(capture(operation(all, WHOLE))).isEqualTo(new Done(null));
    assertThat(capture(capture)).isEqualTo(new Done(null));
    assertThat(capture(capture)).isEqualTo(new Done(null));
    assertThat(said(channel.queryCapture(asked(capture, null), sandbox.account())))
        .isEqualTo(new Done(null));
    assertThat(capture(operation(part, Money.of(6000, "BRL")))).isInstanceOf(Refused.class);
    assertThat(sandbox.charge(all).amount()).isEqualByComparingTo("129.90");
    assertThat(sandbox.charge(part).amount()).isEqualByComparingTo("50");
    assertThat(sandbox.query(part, payment(part))).isEqualTo(new Approved(payment(part)));
  }

  @Test
  void learnsByAskingWhatBecameOfACaptureThatWasNotAnswered() {
    var order = held();
    var capture = operation(order, WHOLE);
    assertThat(said(channel.queryCapture(asked(capture, null), sandbox.account())))
        .isEqualTo(new OperationOutcome.Absent());

    sandbox.simulator.delay(Duration.ofSeconds(3));
    assertThat(capture(capture)).isInstanceOf(OperationOutcome.Unknown.class);
    sandbox.simulator.delay(Duration.ZERO);

    assertThat(said(channel.queryCapture(asked(capture, null), sandbox.account())))
        .isEqualTo(new Done(null));
    assertThat(sandbox.charge(order).charged()).isTrue();
  }

  @Test
  void letsGoWhatIsHeldAndNothingThatWasTaken() {
    var order = held();
    var paid = paid("approve");

    assertThat(release(order)).isEqualTo(new Done(null));
    assertThat(release(order)).isEqualTo(new Done(null));
    assertThat(release(paid)).isInstanceOf(Refused.class);
    assertThat(capture(operation(order, WHOLE))).isInstanceOf(Refused.class);
    assertThat(sandbox.charge(order).status()).isEqualTo("cancelled");
  }

  @Test
  void refundsInPartsAndNeverMoreThanWasTaken() {
    var order = paid("approve");
    var first = operation(order, PART);

    assertThat(refund(first)).isInstanceOf(Done.class);
    assertThat(refund(first)).isEqualTo(refund(first));
    assertThat(refund(operation(order, Money.of(8000, "BRL")))).isInstanceOf(Refused.class);
    assertThat(refund(operation(order, Money.of(7990, "BRL")))).isInstanceOf(Done.class);
    assertThat(refund(operation(order, Money.of(1, "BRL")))).isInstanceOf(Refused.class);
    assertThat(sandbox.charge(order).refunded()).isEqualByComparingTo("129.90");
    assertThat(sandbox.query(order, null)).isEqualTo(new Approved(payment(order)));
  }

  @Test
  void learnsByRepeatingWhatBecameOfARefundThatWasNotAnswered() {
    var order = paid("refund-then-drop");
    var refund = operation(order, PART);
    assertThat(queryRefund(refund, null)).isEqualTo(new OperationOutcome.Absent());

    assertThat(refund(refund)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(queryRefund(refund, null)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(refund(refund)).isInstanceOf(Done.class);
    assertThat(sandbox.charge(order).refunded()).isEqualByComparingTo("50");
  }

  @ParameterizedTest
  @CsvSource({"refund-pending, Done, 50", "refund-fails, Refused, 0"})
  void followsARefundThatTakesItsTime(String script, String outcome, BigDecimal refunded) {
    var order = paid(script);
    var refund = operation(order, PART);
    var reference = ((OperationOutcome.Pending) refund(refund)).channelReference();

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(name(queryRefund(refund, reference))).isEqualTo(outcome));
    assertThat(sandbox.charge(order).refunded()).isEqualByComparingTo(refunded);
  }

  @Test
  void chargesUnderAnAgreementUntilItEnds() {
    var request = agreement("visa:approve__saved", "one@example.com");
    var active = (Active) sign(request);

    assertThat(sign(request)).isEqualTo(active);
    assertThat(queryAgreement(request, active.channelReference())).isEqualTo(active);
    assertThat(queryAgreement(request, null)).isEqualTo(active);

    var order = sandbox.order(active.token());
    assertThat(sandbox.pay(order)).isInstanceOf(Approved.class);
    assertThat(sandbox.charge(order).charged()).isTrue();

    assertThat(end(request, active.token())).isEqualTo(new Done(null));
    assertThat(end(request, active.token())).isEqualTo(new Done(null));
    assertThat(queryAgreement(request, active.channelReference()))
        .isEqualTo(new AgreementOutcome.Ended());
    assertThat(sandbox.pay(sandbox.order(active.token()))).isInstanceOf(Declined.class);
  }

  @Test
  void chargesNobodyElseUnderAnAgreement() {
    var one = (Active) sign(agreement("visa:approve__1", "one@example.com"));
    var other = (Active) sign(agreement("visa:approve__2", "other@example.com"));
    var mixed = one.token().split("/")[0] + "/" + other.token().split("/")[1];

    assertThat(sandbox.pay(sandbox.order(mixed))).isInstanceOf(Declined.class);
  }

  @Test
  void refusesAnAgreementOfACardThatIsNone() {
    assertThat(sign(agreement("refuse__1", "one@example.com")))
        .isInstanceOf(AgreementOutcome.Refused.class);
    assertThat(queryAgreement(agreement("approve__9", "nobody@example.com"), null))
        .isEqualTo(new AgreementOutcome.Absent());
  }

  @Test
  void learnsByAskingWhatBecameOfAnAgreement() {
    var request = agreement("visa:approve__late", "late@example.com");
    assertThat(sign(agreement("visa:approve__early", "late@example.com")))
        .isInstanceOf(Active.class);
    assertThat(queryAgreement(request, null)).isEqualTo(new AgreementOutcome.Absent());

    sandbox.simulator.delay(Duration.ofSeconds(3));
    assertThat(sign(request)).isInstanceOf(AgreementOutcome.Unknown.class);
    sandbox.simulator.delay(Duration.ZERO);

    assertThat(sign(request)).isInstanceOf(Active.class);
    assertThat(queryAgreement(request, null)).isInstanceOf(Active.class);
  }

  @Test
  void tellsOnItsStatementWhatItTookAndGaveBack() {
    var order = paid("approve");
    refund(operation(order, PART));
    var tomorrow = sandbox.ahead(Duration.ofDays(1));

    await()
        .atMost(SOON)
        .ignoreExceptionsMatching(
            thrown -> thrown instanceof StatementUnavailable later && later.later())
        .untilAsserted(() -> {
          var rows = tomorrow.statement(today(), sandbox.account()).collectList().block(SOON);
          assertThat(rows)
              .extracting(
                  StatementRow::kind,
                  StatementRow::requestId,
                  StatementRow::channelReference,
                  row -> row.gross().minorUnits())
              .contains(
                  tuple(Kind.PAYMENT, attempt(order).toString(), payment(order), 12990L),
                  tuple(Kind.REFUND, attempt(order).toString(), payment(order), -5000L));
        });
  }

  private long hints(Order order) {
    return sandbox.callbacks.stream().filter(new Hint(attempt(order))::equals).count();
  }

  private Order held() {
    var order = sandbox.order("approve", CaptureMode.MANUAL);
    assertThat(sandbox.pay(order)).isInstanceOf(Authorized.class);
    return order;
  }

  private Order paid(String script) {
    var order = sandbox.order(script);
    assertThat(sandbox.pay(order)).isInstanceOf(Approved.class);
    return order;
  }

  private ChannelOutcome pay(String script) {
    return sandbox.pay(sandbox.order(script));
  }

  private String payment(Order order) {
    return sandbox.charge(order).payment();
  }

  private PaymentOperation operation(Order order, Money amount) {
    return operation(order, payment(order), amount);
  }

  private PaymentOperation operation(Order order, String payment, Money amount) {
    return new PaymentOperation(
        new OperationId("op_" + ++operations), asking(order, payment), amount, true, null);
  }

  private static OperationQuery asked(PaymentOperation operation, String reference) {
    return new OperationQuery(operation, reference, Instant.now());
  }

  private OperationOutcome capture(PaymentOperation capture) {
    return said(channel.capture(capture, sandbox.account()));
  }

  private OperationOutcome release(Order order) {
    return said(channel.release(operation(order, WHOLE), sandbox.account()));
  }

  private OperationOutcome refund(PaymentOperation refund) {
    return said(channel.refund(refund, sandbox.account()));
  }

  private OperationOutcome queryRefund(PaymentOperation refund, String reference) {
    return said(channel.queryRefund(asked(refund, reference), sandbox.account()));
  }

  private AgreementRequest agreement(String token, String email) {
    return MercadoPagoFixtures.agreement("agr_" + ++operations, token, email, null);
  }

  private AgreementOutcome sign(AgreementRequest request) {
    return said(channel.sign(request, sandbox.account()));
  }

  private AgreementOutcome queryAgreement(AgreementRequest request, String reference) {
    var asking =
        MercadoPagoFixtures.agreement(
            request.id().value(), request.method().token(), request.customer().email(), reference);
    return said(channel.queryAgreement(asking, sandbox.account()));
  }

  private OperationOutcome end(AgreementRequest request, String token) {
    return said(channel.end(request, token, sandbox.account()));
  }

  private static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  private static <T> T said(Mono<T> outcome) {
    return outcome.block(SOON);
  }
}
