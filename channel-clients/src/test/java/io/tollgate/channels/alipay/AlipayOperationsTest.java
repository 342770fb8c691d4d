package io.tollgate.channels.alipay;

import static io.tollgate.channels.alipay.AlipayFixtures.NOW;
import static io.tollgate.channels.alipay.AlipayFixtures.out;
import static io.tollgate.channels.alipay.AlipaySandbox.SOON;
import static io.tollgate.channels.alipay.AlipaySandbox.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementRow.Kind;
import io.tollgate.domain.channel.StatementUnavailable;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.alipay.AlipayFreeze;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Held money, agreements and bills against the simulator, compared with the book. */
@Timeout(60)
class AlipayOperationsTest {

  private static final LocalDate YESTERDAY = LocalDate.of(2026, 2, 28);

  private static AlipaySandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = new AlipaySandbox();
    await().atMost(SOON).until(() -> sandbox.pay(held("warm")) instanceof Authorized);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void holdsMoneyAndTellsOfIt() {
    var order = held("281234567890123456");

    var outcome = sandbox.pay(order);

    assertThat(outcome).isEqualTo(new Authorized(freeze(order).authNo()));
    assertThat(freeze(order).rest()).isEqualByComparingTo("88.88");
    assertThat(sandbox.query(order)).isEqualTo(outcome);
    await().atMost(SOON).untilAsserted(() -> assertThat(sandbox.told(order)).hasSize(1));
    assertThat(sandbox.told(order).getFirst().outcome()).isEqualTo(outcome);
  }

  @Test
  void holdsMoneyThatIsFrozenInTheApp() {
    var order = sandbox.order(AlipayScene.APP_METHOD, null, CaptureMode.MANUAL);
    var text = ((NextStep.ShowCode) ((NeedsAction) sandbox.pay(order)).step()).content();

    assertThat(sandbox.query(order)).isEqualTo(new NeedsAction(new NextStep.Wait(), out(order)));
    visit(sandbox.simulator.gatewayUrl() + "?" + text);
    assertThat(sandbox.query(order)).isEqualTo(new Authorized(freeze(order).authNo()));
  }

  @Test
  void waitsForThePayerWhoIsAskedFirst() {
    var order = held("sim_wait");

    assertThat(sandbox.pay(order))
        .isEqualTo(new NeedsAction(new NextStep.Wait(), freeze(order).authNo()));
    assertThat(sandbox.query(order)).isInstanceOf(NeedsAction.class);
    assertThat(sandbox.query(order)).isEqualTo(new Authorized(freeze(order).authNo()));
  }

  @Test
  void findsOutLaterThatMoneyIsHeld() {
    var order = held("sim_drop_after_charge");

    assertThat(sandbox.pay(order)).isInstanceOf(Unknown.class);
    assertThat(sandbox.query(order)).isEqualTo(new Authorized(freeze(order).authNo()));
  }

  @Test
  void capturesOnceUnderOneId() {
    var order = authorized();
    var capture = operation("cap_whole", order, 8888, true);

    assertThat(captureQuery(capture)).isEqualTo(new Absent());
    var outcome = capture(capture);

    var trade = sandbox.simulator.book().trade("cap_whole").orElseThrow();
    assertThat(outcome).isEqualTo(new Done(trade.tradeNo()));
    assertThat(capture(capture)).isEqualTo(outcome);
    assertThat(captureQuery(capture)).isEqualTo(outcome);
    assertThat(freeze(order).captured()).isEqualByComparingTo("88.88");
    assertThat(sandbox.query(order)).isEqualTo(new Approved(freeze(order).authNo()));
    await()
        .atMost(SOON)
        .until(() ->
            sandbox.callbacks.contains(
                new VerifiedOperation(capture.id(), capture.amount(), outcome)));
  }

  @Test
  void capturesInPartsAndLetsTheRestGoWithTheLast() {
    var order = authorized();

    assertThat(capture(operation("cap_a", order, 1000, false))).isInstanceOf(Done.class);
    assertThat(freeze(order).rest()).isEqualByComparingTo("78.88");
    assertThat(capture(operation("cap_b", order, 2000, true))).isInstanceOf(Done.class);
    assertThat(freeze(order).captured()).isEqualByComparingTo("30.00");
    assertThat(freeze(order).rest()).isZero();
  }

  @Test
  void capturesNoMoreThanIsHeld() {
    var order = authorized();
    capture(operation("cap_c", order, 8800, false));

    assertThat(capture(operation("cap_d", order, 100, true)))
        .isEqualTo(
            new OperationOutcome.Refused(
                new DeclineReason(Category.DO_NOT_HONOR, "ACQ.PAYMENT_FAIL"), null));
    assertThat(freeze(order).captured()).isEqualByComparingTo("88.00");
  }

  /** Where the answer to the freeze was lost, Alipay's number of it is asked for. */
  @Test
  void findsWhatIsHeldWithoutItsNumber() {
    var order = authorized();
    var known = operation("cap_e", order, 8888, true);
    var attempt = known.attempt();
    var unknown =
        new PaymentOperation(
            known.id(),
            new AttemptQuery(attempt.requestId(), null, order, NOW),
            known.amount(),
            true,
            null);

    assertThat(capture(unknown)).isInstanceOf(Done.class);
    assertThat(freeze(order).captured()).isEqualByComparingTo("88.88");
  }

  @Test
  void refundsWhatACaptureTook() {
    var order = authorized();
    var taken = (Done) capture(operation("cap_f", order, 8888, true));
    var refund =
        new PaymentOperation(
            new OperationId("ref_f"),
            attempt(order),
            Money.of(300, "CNY"),
            true,
            taken.channelReference());

    assertThat(sandbox.alipay.refund(refund, sandbox.account()).block(SOON))
        .isEqualTo(new Done(null));
    assertThat(sandbox.simulator.book().trade("cap_f").orElseThrow().refunded())
        .isEqualByComparingTo("3.00");
  }

  @Test
  void letsGoWhatIsHeldOnce() {
    var order = authorized();
    var release = operation("rel_a", order, 8888, true);

    assertThat(release(release)).isEqualTo(new Done(null));
    assertThat(release(release)).isEqualTo(new Done(null));
    assertThat(freeze(order).rest()).isZero();
    assertThat(sandbox.query(order)).isEqualTo(new Closed(false, freeze(order).authNo()));
  }

  @Test
  void signsChargesUnderAndEndsAnAgreement() {
    var request = agreement("agr_a");
    var page = (AgreementOutcome.NeedsAction) sign(request);

    assertThat(state(request)).isEqualTo(new AgreementOutcome.Absent());
    visit(((NextStep.Redirect) page.step()).url().toString());
    var active = (Active) state(request);
    assertThat(active.token())
        .isEqualTo(sandbox.simulator.book().agreement("agr_a").orElseThrow().agreementNo());
    assertThat(sandbox.pay(under(active.token()))).isInstanceOf(Approved.class);

    assertThat(end(request, active.token())).isEqualTo(new Done(null));
    assertThat(end(request, active.token())).isEqualTo(new Done(null));
    assertThat(state(request)).isEqualTo(new AgreementOutcome.Ended());
    var late = under(active.token());
    assertThat(sandbox.pay(late)).isInstanceOf(Unknown.class);
    assertThat(sandbox.trade(late)).isEmpty();
    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(sandbox.callbacks)
                .contains(
                    new VerifiedAgreement(request.id(), active),
                    new VerifiedAgreement(request.id(), new AgreementOutcome.Ended())));
  }

  @Test
  void readsTheBillThatAlipayPacks() {
    var order = sandbox.order("281234567890123456");
    sandbox.pay(order);
    var refund = AlipayFixtures.operation("ref_bill", order, 100);
    sandbox.alipay.refund(refund, sandbox.account()).block(SOON);

    var rows = statement(YESTERDAY);

    var tradeNo = sandbox.trade(order).orElseThrow().tradeNo();
    var at = Instant.parse("2026-02-28T04:00:01Z");
    assertThat(rows)
        .contains(
            new StatementRow(
                Kind.PAYMENT,
                AlipayFixtures.attempt(order).toString(),
                tradeNo,
                Money.of(8888, "CNY"),
                Money.of(53, "CNY"),
                at),
            new StatementRow(
                Kind.REFUND, "ref_bill", tradeNo, Money.of(-100, "CNY"), Money.of(0, "CNY"), at));
    assertThat(rows).filteredOn(row -> row.kind() == Kind.OTHER).isEmpty();
  }

  @Test
  void hasNoBillBeforeTenInTheMorning() {
    assertThatThrownBy(() -> statement(LocalDate.of(2026, 3, 1)))
        .isInstanceOfSatisfying(
            StatementUnavailable.class, thrown -> assertThat(thrown.later()).isTrue());
  }

  private static List<StatementRow> statement(LocalDate day) {
    return sandbox.alipay.statement(day, sandbox.account()).collectList().block(SOON);
  }

  private static AgreementOutcome sign(AgreementRequest request) {
    return sandbox.alipay.sign(request, sandbox.account()).block(SOON);
  }

  private static AgreementOutcome state(AgreementRequest request) {
    return sandbox.alipay.queryAgreement(request, sandbox.account()).block(SOON);
  }

  private static OperationOutcome end(AgreementRequest request, String token) {
    return sandbox.alipay.end(request, token, sandbox.account()).block(SOON);
  }

  private static OperationOutcome capture(PaymentOperation operation) {
    return sandbox.alipay.capture(operation, sandbox.account()).block(SOON);
  }

  private static OperationOutcome captureQuery(PaymentOperation operation) {
    return sandbox
        .alipay
        .queryCapture(new OperationQuery(operation, null, NOW), sandbox.account())
        .block(SOON);
  }

  private static OperationOutcome release(PaymentOperation operation) {
    return sandbox.alipay.release(operation, sandbox.account()).block(SOON);
  }

  private static Order authorized() {
    var order = held("281234567890123456");
    assertThat(sandbox.pay(order)).isInstanceOf(Authorized.class);
    return order;
  }

  private static Order held(String token) {
    return sandbox.order(AlipayScene.BARCODE_METHOD, token, CaptureMode.MANUAL);
  }

  private static Order under(String token) {
    return sandbox.order(Product.QUICK_PAY, AlipayScene.PAGE_METHOD, token, CaptureMode.AUTOMATIC);
  }

  private static AgreementRequest agreement(String id) {
    var like = AlipayFixtures.agreement();
    return new AgreementRequest(
        new OperationId(id),
        like.method(),
        like.customer(),
        like.currency(),
        like.returnUrl(),
        null,
        null);
  }

  private static PaymentOperation operation(
      String id, Order order, long minorUnits, boolean isLast) {
    return new PaymentOperation(
        new OperationId(id), attempt(order), Money.of(minorUnits, "CNY"), isLast, null);
  }

  private static AttemptQuery attempt(Order order) {
    return new AttemptQuery(AlipayFixtures.attempt(order), freeze(order).authNo(), order, NOW);
  }

  private static AlipayFreeze freeze(Order order) {
    return sandbox.simulator.book().freeze(out(order)).orElseThrow();
  }
}
