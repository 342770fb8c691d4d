package io.tollgate.channels.paypay;

import static io.tollgate.channels.paypay.PayPayFixtures.agreement;
import static io.tollgate.channels.paypay.PayPayFixtures.attempt;
import static io.tollgate.channels.paypay.PayPayFixtures.coming;
import static io.tollgate.channels.paypay.PayPayFixtures.query;
import static io.tollgate.channels.paypay.PayPaySandbox.PAYER;
import static io.tollgate.channels.paypay.PayPaySandbox.SOON;
import static io.tollgate.channels.paypay.PayPaySandbox.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.CallbackReading.Hint;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.VerifiedAgreement;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the channel says is held against the simulator's book. */
class PayPaySimulatorTest {

  private static PayPaySandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = new PayPaySandbox();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @CsvSource({
    // yen, what the request says, what a question says when all is over, whether it was charged
    "1299, Approved, Approved, true",
    "40001, Declined, Declined, false",
    "40002, Declined, Declined, false",
    "40003, Declined, Declined, false",
    "40004, Declined, Declined, false",
    "40005, Declined, Declined, false",
    "40006, Declined, Declined, false",
    "40007, Declined, Declined, false",
    "40011, Declined, Absent, ",
    "40012, Declined, Absent, ",
    "40013, NotSent, Absent, ",
    "40014, NotSent, Absent, ",
    "40015, Unknown, Absent, ",
    "40016, Unknown, Absent, ",
    "40021, Unknown, Approved, true",
    "40022, Unknown, Approved, true",
    "40023, Approved, Approved, true",
    "40024, Unknown, Approved, true",
    "40025, Unknown, Approved, true",
    "40026, Unknown, Absent, ",
    "40027, Approved, Approved, true",
    "40031, Pending, Approved, true",
    "40032, Pending, Declined, false",
  })
  void saysOfAChargeWhatTheBookSays(long yen, String paid, String asked, Boolean charged) {
    var order = sandbox.charge(yen);

    assertThat(name(sandbox.pay(order))).isEqualTo(paid);
    await().atMost(SOON).until(() -> name(sandbox.ask(order, null)).equals(asked));
    if (charged == null) {
      assertThat(sandbox.charges(order)).isEmpty();
    } else {
      assertThat(sandbox.charge(order).charged()).isEqualTo(charged);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // yen, what the payer does, whether it was charged
    "1299, succeed, Approved, true",
    "1299, fail, Declined, false",
    "40001, succeed, Declined, false",
    "40007, succeed, Declined, false",
  })
  void saysOfACodeWhatTheBookSays(long yen, String outcome, String asked, boolean charged) {
    var order = sandbox.order(null, CaptureMode.AUTOMATIC, yen);

    var action = (NeedsAction) sandbox.pay(order);
    assertThat(sandbox.ask(order, action.channelReference()))
        .isEqualTo(new NeedsAction(new NextStep.Wait(), action.channelReference()));
    assertThat(visit(page(action), outcome)).isEqualTo("https://shop.example/back?order=1");

    assertThat(name(sandbox.ask(order, action.channelReference()))).isEqualTo(asked);
    assertThat(sandbox.charge(order).charged()).isEqualTo(charged);
  }

  @Test
  void chargesOnceHoweverOftenItIsAsked() {
    var order = sandbox.charge(1_299);
    var first = sandbox.pay(order);

    for (int times = 0; times < 10; times++) {
      assertThat(sandbox.pay(order)).isEqualTo(first);
    }
    assertThat(sandbox.charge(order).charged()).isTrue();
  }

  @Test
  void makesOneCodeHoweverOftenItIsAsked() {
    var order = sandbox.order(null, CaptureMode.AUTOMATIC, 1_299);
    var action = (NeedsAction) sandbox.pay(order);

    assertThat(sandbox.pay(order)).isEqualTo(action);
    visit(page(action), "succeed");
    assertThat(sandbox.pay(order)).isInstanceOf(Unknown.class);
    assertThat(sandbox.charge(order).charged()).isTrue();
  }

  @Test
  void closesACodeSoThatNobodyCanPayIt() {
    var order = sandbox.order(null, CaptureMode.AUTOMATIC, 1_299);
    var action = (NeedsAction) sandbox.pay(order);

    assertThat(close(order, action.channelReference()))
        .isEqualTo(new Closed(false, action.channelReference()));
    assertThat(visit(page(action), "succeed")).isEmpty();
    assertThat(sandbox.charge(order).charged()).isFalse();
    assertThat(close(order, action.channelReference())).isInstanceOf(Closed.class);
  }

  @Test
  void closesACodeThatItDoesNotKnowSoThatWhatIsPaidIsGivenBack() {
    var order = sandbox.order(null, CaptureMode.AUTOMATIC, 40_024);
    assertThat(sandbox.pay(order)).isInstanceOf(Unknown.class);

    assertThat(close(order, null)).isEqualTo(new Closed(false, null));
    var code = URI.create(sandbox.simulator.baseUrl() + "/_sim/pay/" + codeOf(order));
    visit(code, "succeed");
    assertThat(sandbox.charge(order).status()).isEqualTo("FAILED");
    assertThat(sandbox.charge(order).charged()).isFalse();
  }

  @Test
  void doesNotCloseWhatIsPaid() {
    var order = sandbox.charge(40_025);
    sandbox.pay(order);

    assertThat(close(order, null)).isInstanceOf(Approved.class);
    assertThat(sandbox.charge(order).charged()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void holdsCapturesAPartAndLetsGoTheRest(boolean isByCode) {
    var order = held(isByCode);
    assertThat(sandbox.charge(order).charged()).isFalse();
    assertThat(close(order, null)).isInstanceOf(Authorized.class);

    var capture = operation(order, "cap_" + isByCode, 500);
    assertThat(sandbox.channel.capture(capture, account()).block(SOON)).isEqualTo(new Done(null));
    assertThat(sandbox.channel.capture(capture, account()).block(SOON)).isEqualTo(new Done(null));
    assertThat(sandbox.channel.queryCapture(asking(capture), account()).block(SOON))
        .isEqualTo(new Done(null));
    var other = operation(order, "other_" + isByCode, 500);
    assertThat(sandbox.channel.capture(other, account()).block(SOON))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(sandbox.channel.release(other, account()).block(SOON))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(sandbox.charge(order).taken()).isEqualTo(500);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void letsGoWhatIsHeld(boolean isByCode) {
    var order = held(isByCode);
    var release = operation(order, "void_" + isByCode, 1_299);

    assertThat(sandbox.channel.release(release, account()).block(SOON)).isEqualTo(new Done(null));
    assertThat(sandbox.channel.release(release, account()).block(SOON)).isEqualTo(new Done(null));
    assertThat(sandbox.charge(order).status()).isEqualTo("CANCELED");
    assertThat(sandbox.channel.capture(release, account()).block(SOON))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(sandbox.ask(order, null)).isInstanceOf(Closed.class);
  }

  @ParameterizedTest
  @CsvSource({
    // yen, what the request says, what a question says when all is over, what is given back
    "1299, Done, Done, 500",
    "40051, Pending, Done, 500",
    "40052, Pending, Pending, 500",
    "40053, Refused, Absent, 0",
  })
  void saysOfARefundWhatTheBookSays(long yen, String said, String asked, long refunded) {
    var order = sandbox.charge(yen);
    sandbox.pay(order);
    var refund = operation(order, "refund_" + yen, 500);

    assertThat(name(sandbox.channel.refund(refund, account()).block(SOON))).isEqualTo(said);
    assertThat(name(sandbox.channel.refund(refund, account()).block(SOON))).isEqualTo(said);
    await()
        .atMost(SOON)
        .until(() ->
            name(sandbox.channel.queryRefund(asking(refund), account()).block(SOON)).equals(asked));
    assertThat(sandbox.charge(order).refunded()).isEqualTo(refunded);
  }

  @Test
  void givesBackNoMoreThanWasPaid() {
    var order = sandbox.charge(1_299);
    sandbox.pay(order);

    assertThat(refund(order, "part_1", 1_000)).isEqualTo(new Done(null));
    assertThat(refund(order, "part_2", 300)).isInstanceOf(OperationOutcome.Refused.class);
    assertThat(refund(order, "part_3", 299)).isEqualTo(new Done(null));
    assertThat(sandbox.charge(order).refunded()).isEqualTo(1_299);
    assertThat(sandbox.charge(order).status()).isEqualTo("REFUNDED");
    assertThat(sandbox.ask(order, null)).isInstanceOf(Approved.class);
  }

  @Test
  void chargesUnderAnAgreementUntilItEnds() {
    var id = new OperationId("agr_sim");
    var asked = sandbox.channel.sign(agreement(id, null, null), account()).block(SOON);
    var page = ((NextStep.Redirect) ((AgreementOutcome.NeedsAction) asked).step()).url();
    var back = visit(page, "succeed");
    assertThat(back).startsWith("https://shop.example/agreed?a=1&responseToken=");

    var token = back.substring(back.indexOf("responseToken=") + "responseToken=".length());
    var active =
        (AgreementOutcome.Active)
            sandbox.channel.sign(agreement(id, token, null), account()).block(SOON);
    assertThat(now(URI.create(back).getRawQuery())).isEqualTo(new VerifiedAgreement(id, active));
    var request = agreement(id, null, active.channelReference());
    assertThat(sandbox.channel.queryAgreement(request, account()).block(SOON)).isEqualTo(active);

    assertThat(sandbox.pay(sandbox.order(active.token(), CaptureMode.AUTOMATIC, 100)))
        .isInstanceOf(Approved.class);
    assertThat(sandbox.channel.end(request, active.token(), account()).block(SOON))
        .isEqualTo(new Done(null));
    assertThat(sandbox.channel.end(request, active.token(), account()).block(SOON))
        .isEqualTo(new Done(null));
    assertThat(sandbox.channel.queryAgreement(request, account()).block(SOON))
        .isEqualTo(new AgreementOutcome.Ended());
    assertThat(sandbox.pay(sandbox.order(active.token(), CaptureMode.AUTOMATIC, 100)))
        .isInstanceOfSatisfying(
            Declined.class,
            declined ->
                assertThat(declined.reason().category()).isEqualTo(Category.INVALID_METHOD));
  }

  @Test
  void believesNoForgedConsentAndNoneThatWasDeclined() {
    var id = new OperationId("agr_forged");
    var asked = sandbox.channel.sign(agreement(id, null, null), account()).block(SOON);
    var page = ((NextStep.Redirect) ((AgreementOutcome.NeedsAction) asked).step()).url();

    assertThat(now(URI.create(visit(page, "forge")).getRawQuery())).isInstanceOf(Refused.class);
    assertThat(now(URI.create(visit(page, "decline")).getRawQuery()))
        .isInstanceOfSatisfying(
            VerifiedAgreement.class,
            it -> assertThat(it.outcome()).isInstanceOf(AgreementOutcome.Refused.class));
  }

  @ParameterizedTest
  @CsvSource({"1299, 1", "40042, 2", "40043, 1", "40044, 2"})
  void isToldToAskAndThenLearnsTheTruth(long yen, int times) {
    var order = sandbox.charge(yen);
    sandbox.pay(order);

    await().atMost(SOON).until(() -> hints(order) >= times);
    assertThat(hints(order)).isEqualTo(times);
    assertThat(sandbox.ask(order, null)).isInstanceOf(Approved.class);
  }

  @Test
  void learnsWithoutBeingTold() {
    var order = sandbox.charge(40_041);
    assertThat(sandbox.pay(order)).isInstanceOf(Approved.class);
    assertThat(sandbox.ask(order, null)).isInstanceOf(Approved.class);
    assertThat(hints(order)).isZero();
  }

  @Test
  void isNotBelievedWithAWrongSecret() {
    var account = account();
    var wrong =
        new ChannelAccount(
            account.id(),
            account.baseUrl(),
            Map.of("api-key", Secret.ofText("a_sandbox"), "api-secret", Secret.ofText("b3RoZXI=")),
            account.options(),
            account.limits());
    var order = sandbox.charge(1_299);

    assertThat(sandbox.channel.query(query(order, null), wrong).block(SOON))
        .isInstanceOf(Unknown.class);
    assertThat(
            sandbox
                .channel
                .pay(new io.tollgate.domain.channel.PayRequest(attempt(order), order), wrong)
                .block(SOON))
        .isInstanceOfSatisfying(
            Declined.class,
            declined -> assertThat(declined.reason().channelCode()).isEqualTo("UNAUTHORIZED"));
    assertThat(sandbox.charges(order)).isEmpty();
  }

  /** How often we were told to ask about an order. */
  private static long hints(Order order) {
    return sandbox.callbacks.stream().filter(new Hint(attempt(order))::equals).count();
  }

  private Order held(boolean isByCode) {
    var order = sandbox.order(isByCode ? null : PAYER, CaptureMode.MANUAL, 1_299);
    var said = sandbox.pay(order);
    if (isByCode) {
      visit(page((NeedsAction) said), "succeed");
    }
    assertThat(sandbox.ask(order, null)).isInstanceOf(Authorized.class);
    return order;
  }

  private OperationOutcome refund(Order order, String id, long yen) {
    return sandbox.channel.refund(operation(order, id, yen), account()).block(SOON);
  }

  private ChannelOutcome close(Order order, String reference) {
    return sandbox.channel.close(query(order, reference), account()).block(SOON);
  }

  /** What the channel makes of a payer who comes back now. */
  private static Object now(String rawQuery) {
    var coming = coming(rawQuery);
    return sandbox.channel.read(
        new RawCallback(
            coming.method(),
            coming.rawPath(),
            rawQuery,
            coming.headers(),
            coming.body(),
            Instant.now()),
        sandbox.account());
  }

  private static PaymentOperation operation(Order order, String id, long yen) {
    return new PaymentOperation(
        new OperationId(id), query(order, null), Money.of(yen, "JPY"), true, null);
  }

  private static OperationQuery asking(PaymentOperation operation) {
    return new OperationQuery(operation, null, Instant.now());
  }

  private static URI page(NeedsAction action) {
    return ((NextStep.Redirect) action.step()).url();
  }

  /** The code that the payer got and we did not. */
  private static String codeOf(Order order) {
    return sandbox.simulator.book().codeOf(attempt(order).toString()).orElseThrow();
  }

  private static ChannelAccount account() {
    return sandbox.account();
  }

  private static String name(Object outcome) {
    return outcome.getClass().getSimpleName();
  }
}
