package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeFixtures.attempt;
import static io.tollgate.channels.stripe.StripeFixtures.request;
import static io.tollgate.channels.stripe.StripeSandbox.SOON;
import static io.tollgate.channels.stripe.StripeSandbox.asking;
import static io.tollgate.channels.stripe.StripeSandbox.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
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
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import io.tollgate.sandbox.stripe.StripeBook.Charge;
import io.tollgate.sandbox.stripe.StripeSimulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Drives the simulator through every behaviour it has and compares us with its book. */
@Timeout(120)
class StripeSimulatorTest {

  private final StripeSandbox sandbox = new StripeSandbox();
  private final StripeChannel stripe = sandbox.stripe;
  private final StripeSimulator simulator = sandbox.simulator;
  private final List<CallbackReading> callbacks = sandbox.callbacks;
  private ChannelAccount account = sandbox.account();

  @BeforeEach
  void start() {
    // The first connection of a process is slow; no test is about that.
    await().atMost(SOON).until(() -> pay(order("pm_sim_callback_lost")) instanceof Approved);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pm_card_visa",
        "pm_card_mastercard",
        "pm_card_unionpay",
        "pm_sim_slow",
        "pm_sim_callback_lost",
        "pm_sim_refund_pending"
      })
  void agreesWithTheBookOnWhatIsApproved(String method) {
    var order = order(method);

    assertThat(pay(order)).isEqualTo(new Approved(charge(order).paymentIntent()));
    assertThat(charge(order).charged()).isTrue();
    assertThat(charge(order).received()).isEqualTo(1299);
  }

  @ParameterizedTest
  @CsvSource({
    "pm_card_chargeDeclined, DO_NOT_HONOR, generic_decline",
    "pm_card_chargeDeclinedInsufficientFunds, INSUFFICIENT_FUNDS, insufficient_funds",
    "pm_card_chargeDeclinedLostCard, SUSPECTED_FRAUD, lost_card",
    "pm_card_chargeDeclinedStolenCard, SUSPECTED_FRAUD, stolen_card",
    "pm_card_chargeDeclinedFraudulent, SUSPECTED_FRAUD, fraudulent",
    "pm_card_chargeDeclinedExpiredCard, EXPIRED_METHOD, expired_card",
    "pm_card_chargeDeclinedIncorrectCvc, INVALID_METHOD, incorrect_cvc",
    "pm_card_chargeDeclinedProcessingError, OTHER, processing_error",
  })
  void agreesWithTheBookOnWhatIsDeclined(String method, Category category, String code) {
    var order = order(method);

    var outcome = pay(order);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Declined.class,
            declined -> {
              assertThat(declined.reason().category()).isEqualTo(category);
              assertThat(declined.reason().channelCode()).isEqualTo(code);
              assertThat(declined.channelReference()).isEqualTo(charge(order).paymentIntent());
            });
    assertThat(charge(order).charged()).isFalse();
    assertThat(query(order, null)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    // what the payment method does, whether the book has a charge in the end
    "pm_sim_charge_then_timeout, true",
    "pm_sim_charge_then_drop, true",
    "pm_sim_500_after_charge, true",
    "pm_sim_timeout_callback_lost, true",
    "pm_sim_silent_then_succeed, true",
    "pm_sim_silent_then_fail, false",
  })
  void finishesByAskingWhereTheAnswerNeverCame(String method, boolean isCharged) {
    var order = order(method);

    assertThat(pay(order)).isInstanceOf(Unknown.class);

    var last = untilFinal(order);
    assertThat(last).isInstanceOf(isCharged ? Approved.class : Declined.class);
    assertThat(charge(order).charged()).isEqualTo(isCharged);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pm_sim_drop", "pm_sim_500"})
  void findsNothingWhereNothingWasDone(String method) {
    var order = order(method);

    assertThat(pay(order)).isInstanceOf(Unknown.class);
    assertThat(query(order, null)).isEqualTo(new Absent());
    assertThat(simulator.book().chargesFor(attempt(order).toString())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"pm_sim_processing, true", "pm_sim_processing_then_fail, false"})
  void waitsForWhatIsProcessed(String method, boolean isCharged) {
    var order = order(method);

    assertThat(pay(order)).isEqualTo(new Pending(charge(order).paymentIntent()));
    assertThat(untilFinal(order)).isInstanceOf(isCharged ? Approved.class : Declined.class);
    assertThat(charge(order).charged()).isEqualTo(isCharged);
  }

  @ParameterizedTest
  @CsvSource({"succeed, true", "fail, false"})
  void sendsThePayerToThePageAndSeesWhatThePayerDid(String act, boolean isCharged) {
    var order = order("pm_card_threeDSecure2Required");

    var outcome = (NeedsAction) pay(order);
    var page = ((NextStep.Redirect) outcome.step()).url();
    assertThat(visit(page + "?outcome=" + act)).isEqualTo(303);

    var last = query(order, outcome.channelReference());
    assertThat(last).isInstanceOf(isCharged ? Approved.class : Declined.class);
    assertThat(charge(order).charged()).isEqualTo(isCharged);
    if (last instanceof Declined declined) {
      assertThat(declined.reason().category()).isEqualTo(Category.AUTHENTICATION_FAILED);
    }
  }

  @Test
  void takesABankRedirectWithoutAToken() {
    var order =
        StripeFixtures.order(
            Money.of(1299, "EUR"),
            Product.ONLINE_BANKING,
            new Method("ideal", null),
            CaptureMode.AUTOMATIC,
            "bank");

    assertThat(pay(order)).isInstanceOf(NeedsAction.class);
  }

  @Test
  void closesWhatIsOpenAndNothingElse() {
    var open = order("pm_card_authenticationRequired");
    var paid = order("pm_card_visa");
    pay(open);
    pay(paid);

    assertThat(close(open, charge(open).paymentIntent()))
        .isEqualTo(new Closed(false, charge(open).paymentIntent()));
    assertThat(close(open, null)).isInstanceOf(Closed.class);
    assertThat(close(paid, charge(paid).paymentIntent()))
        .isEqualTo(new Approved(charge(paid).paymentIntent()));
    assertThat(close(order("pm_card_visa"), null)).isEqualTo(new Absent());
    assertThat(charge(open).status()).isEqualTo("canceled");
    assertThat(charge(paid).charged()).isTrue();
  }

  @Test
  void holdsMoneyForAMerchantWhoCapturesByHand() {
    var order = sandbox.order("pm_card_visa", CaptureMode.MANUAL);

    assertThat(pay(order)).isEqualTo(new Authorized(charge(order).paymentIntent()));
    assertThat(close(order, charge(order).paymentIntent())).isInstanceOf(Authorized.class);
    assertThat(charge(order).status()).isEqualTo("requires_capture");
  }

  @Test
  void chargesOnceHoweverOftenAnAttemptIsRepeated() {
    var order = order("pm_card_visa");

    var outcomes =
        Flux.range(0, 20)
            .concatMap(_ -> stripe.pay(request(order), account))
            .collectList()
            .block(SOON);

    assertThat(outcomes).allMatch(new Approved(charge(order).paymentIntent())::equals);
    assertThat(simulator.book().chargesFor(attempt(order).toString())).hasSize(1);
  }

  @Test
  void findsAnIntentByAListToo() {
    var order = order("pm_sim_charge_then_drop");
    pay(order);
    account = sandbox.account(Map.of("lookup", "list"));

    assertThat(query(order, null)).isEqualTo(new Approved(charge(order).paymentIntent()));
  }

  @Test
  void sendsNothingWhileTheDoorIsShutAndGoesOnAfterwards() {
    sandbox.shut();
    var order = order("pm_card_visa");

    assertThat(pay(order)).isInstanceOf(NotSent.class);
    assertThat(query(order, null)).isInstanceOf(Unknown.class);

    simulator.switches().up();
    assertThat(pay(order)).isInstanceOf(Approved.class);
    assertThat(simulator.book().chargesFor(attempt(order).toString())).hasSize(1);
  }

  @Test
  void refusesToBelieveAWrongKey() {
    account =
        new ChannelAccount(
            account.id(),
            account.baseUrl(),
            Map.of("api-key", Secret.ofText("sk_test_wrong")),
            Map.of(),
            account.limits());

    assertThat(pay(order("pm_card_visa")))
        .isInstanceOfSatisfying(
            Declined.class,
            declined ->
                assertThat(declined.reason().category()).isEqualTo(Category.REQUEST_REFUSED));
    assertThat(query(order("pm_card_visa"), null)).isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    "pm_card_visa, 1",
    "pm_sim_callback_twice, 2",
    "pm_sim_callback_late, 1",
    "pm_sim_charge_then_timeout, 1",
  })
  void readsWhatTheSimulatorSigns(String method, int times) {
    var order = order(method);
    pay(order);

    var expected =
        new Verified(attempt(order), order.amount(), new Approved(charge(order).paymentIntent()));
    await().atMost(SOON).until(() -> callbacks.size() >= times);
    assertThat(callbacks).hasSize(times).allMatch(expected::equals);
  }

  @Test
  void readsEventsInTheOrderTheyComeAndRefusesForgedOnes() {
    var reordered = order("pm_sim_callback_reordered");
    pay(reordered);
    await().atMost(SOON).until(() -> callbacks.size() == 2);
    assertThat(callbacks)
        .extracting(reading -> ((Verified) reading).outcome().getClass())
        .isEqualTo(List.of(Approved.class, Pending.class));

    callbacks.clear();
    pay(order("pm_sim_callback_forged"));
    await().atMost(SOON).until(() -> callbacks.stream().anyMatch(Verified.class::isInstance));
    await().atMost(SOON).until(() -> callbacks.stream().anyMatch(Refused.class::isInstance));
    assertThat(callbacks)
        .filteredOn(Verified.class::isInstance)
        .allMatch(reading -> ((Verified) reading).outcome() instanceof Approved);
  }

  private Order order(String method) {
    return sandbox.order(method);
  }

  private Charge charge(Order order) {
    return sandbox.charge(order);
  }

  private ChannelOutcome pay(Order order) {
    return stripe.pay(request(order), account).block(SOON);
  }

  private ChannelOutcome query(Order order, String reference) {
    return stripe.query(asking(order, reference), account).block(SOON);
  }

  private ChannelOutcome close(Order order, String reference) {
    return stripe.close(asking(order, reference), account).block(SOON);
  }

  private ChannelOutcome untilFinal(Order order) {
    return Mono.defer(() -> stripe.query(asking(order, null), account))
        .filter(outcome -> !(outcome instanceof Pending) && !(outcome instanceof Unknown))
        .repeatWhenEmpty(100, again -> again.delayElements(Duration.ofMillis(50)))
        .block(SOON);
  }
}
