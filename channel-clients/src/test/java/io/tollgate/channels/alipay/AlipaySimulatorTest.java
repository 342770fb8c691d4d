package io.tollgate.channels.alipay;

import static io.tollgate.channels.alipay.AlipayFixtures.NOW;
import static io.tollgate.channels.alipay.AlipayFixtures.operation;
import static io.tollgate.channels.alipay.AlipayFixtures.out;
import static io.tollgate.channels.alipay.AlipayFixtures.query;
import static io.tollgate.channels.alipay.AlipaySandbox.SOON;
import static io.tollgate.channels.alipay.AlipaySandbox.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Payments and refunds against the simulator, each outcome compared with the book. */
@Timeout(60)
class AlipaySimulatorTest {

  private static AlipaySandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = new AlipaySandbox();
    // The first connection of a process is slow; no test is about that.
    await().atMost(SOON).until(() -> pay(order("warm")) instanceof Approved);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"281234567890123456", "sim_slow", "sim_callback_lost"})
  void chargesOnceHoweverOftenItIsAsked(String token) {
    var order = order(token);
    var charged = sandbox.simulator.book().chargeCount();

    var outcome = pay(order);

    var trade = sandbox.trade(order).orElseThrow();
    assertThat(outcome).isEqualTo(new Approved(trade.tradeNo()));
    assertThat(pay(order)).isEqualTo(outcome);
    assertThat(sandbox.simulator.book().chargeCount()).isEqualTo(charged + 1);
    assertThat(trade.amount()).isEqualByComparingTo("88.88");
  }

  @ParameterizedTest
  @CsvSource({
    "sim_no_funds, INSUFFICIENT_FUNDS, ACQ.BUYER_BALANCE_NOT_ENOUGH",
    "sim_code_invalid, INVALID_METHOD, ACQ.PAYMENT_AUTH_CODE_INVALID",
    "sim_fail, DO_NOT_HONOR, ACQ.PAYMENT_FAIL",
    "sim_restricted, LIMIT_EXCEEDED, ACQ.BEYOND_PAY_RESTRICTION",
  })
  void isDeclinedWithoutACharge(String token, Category category, String code) {
    var order = order(token);

    assertThat(pay(order)).isEqualTo(new Declined(new DeclineReason(category, code), null));
    assertThat(sandbox.trade(order)).isEmpty();
  }

  @Test
  void isNotSentToABusyGateway() {
    var order = order("sim_busy");

    assertThat(pay(order)).isInstanceOf(NotSent.class);
    assertThat(sandbox.trade(order)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sim_error_after_charge",
        "sim_drop_after_charge",
        "sim_silent_after_charge",
        "sim_wrong_signature"
      })
  void findsOutLaterThatItWasCharged(String token) {
    var order = order(token);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(sandbox.trade(order).orElseThrow().wasPaid()).isTrue();
    assertThat(query(order)).isInstanceOf(Approved.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim_error", "sim_drop", "sim_risk", "sim_unheard_of"})
  void findsOutLaterThatItWasNot(String token) {
    var order = order(token);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(query(order)).isEqualTo(new Absent());
    assertThat(sandbox.trade(order)).isEmpty();
  }

  @Test
  void waitsForThePassword() {
    var order = order("sim_wait");

    assertThat(pay(order)).isEqualTo(waiting(order));
    assertThat(query(order)).isEqualTo(waiting(order));
    assertThat(query(order)).isInstanceOf(Approved.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {AlipayScene.PAGE_METHOD, AlipayScene.WAP_METHOD})
  void isPaidAtTheCashier(String type) {
    var order = order(type, null);
    var page = ((NextStep.Redirect) step(order)).url().toString();

    assertThat(query(order)).isEqualTo(new NeedsAction(new NextStep.Wait(), out(order)));
    visit(page + "&sim_outcome=open");
    assertThat(query(order)).isEqualTo(waiting(order));
    visit(page);
    assertThat(query(order)).isInstanceOf(Approved.class);
  }

  @Test
  void isPaidByACodeThatIsScanned() {
    var order = order(AlipayScene.QR_METHOD, null);
    var code = ((NextStep.ShowCode) step(order)).content();

    assertThat(query(order)).isInstanceOf(NeedsAction.class);
    visit(code);
    assertThat(query(order)).isInstanceOf(Approved.class);
  }

  @Test
  void isPaidInTheApp() {
    var order = order(AlipayScene.APP_METHOD, null);
    var text = ((NextStep.ShowCode) step(order)).content();

    visit(sandbox.simulator.gatewayUrl() + "?" + text);
    assertThat(query(order)).isInstanceOf(Approved.class);
  }

  @Test
  void takesNothingByHandWhereAlipayCannot() {
    var order = sandbox.order(AlipayScene.QR_METHOD, null, CaptureMode.MANUAL);

    assertThat(pay(order)).isInstanceOf(NotSent.class);
  }

  @Test
  void closesOnlyWhatIsNotPaid() {
    var paid = order("281234567890123456");
    var open = order("sim_open");
    pay(paid);
    pay(open);

    assertThat(sandbox.close(paid)).isInstanceOf(Approved.class);
    assertThat(sandbox.trade(paid).orElseThrow().refunds()).isEmpty();
    assertThat(sandbox.close(open)).isEqualTo(new Closed(false, tradeNo(open)));
    assertThat(sandbox.trade(open).orElseThrow().status()).isEqualTo("TRADE_CLOSED");
    assertThat(query(open)).isEqualTo(new Closed(false, tradeNo(open)));
  }

  @Test
  void closesTheCashierThatIsOpenAndNotTheOneThatMayStillBeOpened() {
    var unseen = order(AlipayScene.PAGE_METHOD, null);
    var open = order(AlipayScene.PAGE_METHOD, null);
    pay(unseen);
    visit(((NextStep.Redirect) step(open)).url() + "&sim_outcome=open");

    assertThat(sandbox.close(unseen)).isInstanceOf(NeedsAction.class);
    assertThat(sandbox.close(open)).isEqualTo(new Closed(false, tradeNo(open)));
  }

  @Test
  void expiresWhatNobodyOpenedInTime() {
    var order = order(AlipayScene.PAGE_METHOD, null);
    pay(order);

    assertThat(at(Duration.ofMinutes(35), order)).isInstanceOf(NeedsAction.class);
    assertThat(at(Duration.ofMinutes(36), order)).isEqualTo(new Closed(true, null));
  }

  /** The vendor's way out where neither the charge nor the question about it is answered. */
  @Test
  void cancelsWhatNobodyTellsAnythingOf() {
    var order = order("sim_mute");

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(sandbox.trade(order).orElseThrow().wasPaid()).isTrue();
    assertThat(sandbox.close(order)).isEqualTo(new Closed(false, tradeNo(order)));
    assertThat(sandbox.trade(order).orElseThrow().refunded()).isEqualByComparingTo("88.88");
  }

  @Test
  void isToldOfWhatWasPaid() {
    var order = order("281234567890123456");
    var outcome = pay(order);

    await().atMost(SOON).untilAsserted(() -> assertThat(sandbox.told(order)).hasSize(1));
    assertThat(sandbox.told(order).getFirst().outcome()).isEqualTo(outcome);
    assertThat(sandbox.told(order).getFirst().amount()).isEqualTo(order.amount());
  }

  @Test
  void isToldTwiceOrLateOrByAForger() {
    var twice = order("sim_callback_twice");
    var late = order("sim_callback_late");
    var forged = order("sim_callback_forged");
    pay(twice);
    pay(late);
    pay(forged);

    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          assertThat(sandbox.told(twice)).hasSize(2).containsOnly(sandbox.told(twice).getFirst());
          assertThat(sandbox.told(late)).hasSize(1);
          assertThat(sandbox.callbacks).contains(new Refused("signature does not match"));
        });
    assertThat(sandbox.told(forged)).isEmpty();
    assertThat(query(forged)).isInstanceOf(Approved.class);
  }

  @Test
  void refundsOnceUnderOneId() {
    var order = order("281234567890123456");
    pay(order);
    var part = operation(order, 100);

    assertThat(asked(part)).isEqualTo(new OperationOutcome.Absent());
    assertThat(refund(part)).isEqualTo(new OperationOutcome.Done(null));
    assertThat(refund(part)).isEqualTo(new OperationOutcome.Done(null));
    assertThat(asked(part)).isEqualTo(new OperationOutcome.Done(null));
    assertThat(sandbox.trade(order).orElseThrow().refunded()).isEqualByComparingTo("1.00");
  }

  @Test
  void refundsInParts() {
    var order = order("281234567890123456");
    pay(order);

    assertThat(refund(named("op_a", order, 100))).isEqualTo(new OperationOutcome.Done(null));
    assertThat(refund(named("op_b", order, 8788))).isEqualTo(new OperationOutcome.Done(null));
    assertThat(sandbox.trade(order).orElseThrow().refunded()).isEqualByComparingTo("88.88");
    assertThat(query(order)).isEqualTo(new Approved(tradeNo(order)));
  }

  @Test
  void givesNoMoreBackThanWasPaid() {
    var order = order("281234567890123456");
    pay(order);
    refund(named("op_a", order, 8800));
    var tooMuch = named("op_b", order, 200);

    assertThat(refund(tooMuch)).isInstanceOf(OperationOutcome.Unknown.class);
    var mapped = sandbox.account(Map.of("refused-codes", "X, ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"));
    assertThat(sandbox.alipay.refund(tooMuch, mapped).block(SOON))
        .isEqualTo(
            new OperationOutcome.Refused(
                new DeclineReason(Category.REQUEST_REFUSED, "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"),
                null));
    assertThat(asked(tooMuch)).isEqualTo(new OperationOutcome.Absent());
  }

  private static ChannelOutcome pay(Order order) {
    return sandbox.pay(order);
  }

  private static ChannelOutcome query(Order order) {
    return sandbox.query(order);
  }

  private static ChannelOutcome at(Duration age, Order order) {
    var then = Clock.offset(AlipayFixtures.CLOCK, age);
    return sandbox.at(then).query(AlipayFixtures.query(order), sandbox.account()).block(SOON);
  }

  private static NextStep step(Order order) {
    return ((NeedsAction) pay(order)).step();
  }

  private static NeedsAction waiting(Order order) {
    return new NeedsAction(new NextStep.Wait(), tradeNo(order));
  }

  private static String tradeNo(Order order) {
    return sandbox.trade(order).orElseThrow().tradeNo();
  }

  private static OperationOutcome refund(PaymentOperation operation) {
    return sandbox.alipay.refund(operation, sandbox.account()).block(SOON);
  }

  private static OperationOutcome asked(PaymentOperation operation) {
    return sandbox
        .alipay
        .queryRefund(new OperationQuery(operation, null, NOW), sandbox.account())
        .block(SOON);
  }

  private static PaymentOperation named(String id, Order order, long minorUnits) {
    return AlipayFixtures.operation(id, order, minorUnits);
  }

  private static Order order(String token) {
    return sandbox.order(token);
  }

  private static Order order(String type, String token) {
    return sandbox.order(Product.ACCOUNT_BALANCE, type, token, CaptureMode.AUTOMATIC);
  }
}
