package io.tollgate.channels.airwallex;

import static io.tollgate.channels.airwallex.AirwallexFixtures.attempt;
import static io.tollgate.channels.airwallex.AirwallexFixtures.query;
import static io.tollgate.channels.airwallex.AirwallexSandbox.SOON;
import static io.tollgate.channels.airwallex.AirwallexSandbox.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.domain.channel.CallbackReading;
import io.tollgate.domain.channel.CallbackReading.Refused;
import io.tollgate.domain.channel.CallbackReading.Verified;
import io.tollgate.domain.channel.CallbackReading.VerifiedOperation;
import io.tollgate.domain.channel.ChannelAccount;
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
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the channel says is held against the simulator's book. */
class AirwallexSimulatorTest {

  private static AirwallexSandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = new AirwallexSandbox();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @CsvSource({
    // cents, what the request says, what a question says when all is over, whether it was charged
    "1299, Approved, Approved, true",
    "40001, Declined, Declined, false",
    "40002, Declined, Declined, false",
    "40003, Declined, Declined, false",
    "40004, Declined, Declined, false",
    "40005, Declined, Declined, false",
    "40006, Declined, Declined, false",
    "40007, Declined, Declined, false",
    "40008, Declined, Declined, false",
    "40011, Declined, Absent, ",
    "40012, Declined, Pending, false",
    "40013, NotSent, Pending, false",
    "40014, Unknown, Pending, false",
    "40015, Unknown, Pending, false",
    "40021, Unknown, Approved, true",
    "40022, Unknown, Approved, true",
    "40023, Approved, Approved, true",
    "40024, Unknown, Approved, true",
    "40025, Unknown, Approved, true",
    "40026, Unknown, Pending, false",
    "40027, Approved, Approved, true",
    "40028, Unknown, Pending, false",
    "40031, Pending, Approved, true",
    "40032, Pending, Declined, false",
    "40033, Pending, Approved, true",
    "40034, NeedsAction, NeedsAction, false",
  })
  void saysOfACardWhatTheBookSays(long cents, String paid, String asked, Boolean charged) {
    var order = sandbox.card(cents);

    assertThat(name(sandbox.pay(order))).isEqualTo(paid);
    await().atMost(SOON).until(() -> name(sandbox.ask(order)).equals(asked));
    if (charged == null) {
      assertThat(sandbox.charges(order)).isEmpty();
    } else {
      assertThat(sandbox.charge(order).charged()).isEqualTo(charged);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "40001, INSUFFICIENT_FUNDS",
    "40002, EXPIRED_METHOD",
    "40003, DO_NOT_HONOR",
    "40004, SUSPECTED_FRAUD",
    "40005, AUTHENTICATION_FAILED",
  })
  void saysWhyACardIsDeclinedAtOnceAndWhenItIsAsked(long cents, Category category) {
    var order = sandbox.card(cents);
    var said = sandbox.pay(order);

    assertThat(((Declined) said).reason().category()).isEqualTo(category);
    assertThat(sandbox.ask(order)).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({
    // method, amount, currency, what the payer does, what is said then, whether it was charged
    "card, 40034, USD, succeed, Approved, true",
    "card, 40034, USD, fail, Declined, false",
    "alipaycn, 1299, CNY, succeed, Approved, true",
    "alipayhk, 1299, HKD, succeed, Approved, true",
    "dana, 1299, USD, succeed, Approved, true",
    "gcash, 1299, PHP, succeed, Approved, true",
    "gcash, 1299, PHP, fail, Declined, false",
    "gcash, 40006, PHP, succeed, Declined, false",
    "kakaopay, 1299, KRW, succeed, Approved, true",
    "tng, 1299, MYR, succeed, Approved, true",
  })
  void saysOfAPayerWhatTheBookSays(
      String method, long amount, String currency, String does, String then, boolean charged) {
    var order = sandbox.order(method, CaptureMode.AUTOMATIC, Money.of(amount, currency));

    var action = (NeedsAction) sandbox.pay(order);
    assertThat(sandbox.ask(order)).isEqualTo(action);
    assertThat(visit(page(action), does)).isEqualTo("303 https://shop.example/back?order=1");

    assertThat(name(sandbox.ask(order))).isEqualTo(then);
    assertThat(sandbox.charge(order).charged()).isEqualTo(charged);
  }

  @ParameterizedTest
  @CsvSource({"1299, JPY, 1299", "1299, BHD, 1.299", "130000, USD, 1300.00"})
  void chargesTheAmountOfTheOrder(long minor, String currency, BigDecimal taken) {
    var order = sandbox.order("card", CaptureMode.AUTOMATIC, Money.of(minor, currency));

    assertThat(sandbox.pay(order)).isInstanceOf(Approved.class);
    assertThat(sandbox.charge(order).taken()).isEqualByComparingTo(taken);
    assertThat(sandbox.charge(order).currency()).isEqualTo(currency);
  }

  @ParameterizedTest
  @CsvSource({"1299", "40021", "40024", "40027", "40028", "40026", "40031"})
  void chargesOnceHoweverOftenItIsAsked(long cents) {
    var order = sandbox.card(cents);
    sandbox.pay(order);

    for (int times = 0; times < 3; times++) {
      assertThat(sandbox.pay(order)).isInstanceOfAny(Approved.class, Pending.class, Unknown.class);
    }
    assertThat(sandbox.charges(order)).hasSize(1);
  }

  /** The intent that nobody confirmed is the one that is confirmed then. */
  @Test
  void goesOnWithAnIntentWhoseAnswerWasLost() {
    var order = sandbox.card(40_028);
    assertThat(sandbox.pay(order)).isInstanceOf(Unknown.class);
    assertThat(sandbox.charge(order).charged()).isFalse();

    assertThat(sandbox.pay(order)).isInstanceOf(Approved.class);
    assertThat(sandbox.charge(order).charged()).isTrue();
  }

  @Test
  void cancelsSoThatNobodyCanPay() {
    var order = sandbox.order("gcash", CaptureMode.AUTOMATIC, Money.of(1_299, "PHP"));
    var action = (NeedsAction) sandbox.pay(order);

    assertThat(sandbox.end(order)).isEqualTo(new Closed(false, action.channelReference()));
    assertThat(visit(page(action), "succeed")).startsWith("409");
    assertThat(sandbox.end(order)).isInstanceOf(Closed.class);
    assertThat(sandbox.charge(order).status()).isEqualTo("CANCELLED");
  }

  @Test
  void cancelsWhatWasNeverConfirmed() {
    var order = sandbox.card(40_026);
    assertThat(sandbox.pay(order)).isInstanceOf(Unknown.class);

    assertThat(sandbox.end(order)).isInstanceOf(Closed.class);
    assertThat(sandbox.charge(order).charged()).isFalse();
  }

  @Test
  void doesNotCancelWhatIsPaid() {
    var order = sandbox.card(40_025);
    sandbox.pay(order);

    assertThat(sandbox.end(order)).isInstanceOf(Approved.class);
    assertThat(sandbox.charge(order).charged()).isTrue();
  }

  @Test
  void holdsCapturesAPartAndLetsGoTheRest() {
    var order = held();
    assertThat(sandbox.charge(order).charged()).isFalse();
    assertThat(sandbox.end(order)).isInstanceOf(Authorized.class);

    var capture = operation(order, "cap_1", 500);
    assertThat(sandbox.channel.capture(capture, account()).block(SOON)).isEqualTo(new Done(null));
    assertThat(sandbox.channel.capture(capture, account()).block(SOON)).isEqualTo(new Done(null));
    assertThat(sandbox.channel.queryCapture(asking(capture), account()).block(SOON))
        .isEqualTo(new Done(null));
    assertThat(sandbox.channel.capture(operation(order, "cap_2", 400), account()).block(SOON))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(sandbox.channel.release(operation(order, "void_1", 799), account()).block(SOON))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(sandbox.charge(order).taken()).isEqualByComparingTo("5.00");
  }

  @Test
  void letsGoWhatIsHeld() {
    var order = held();
    var release = operation(order, "void_2", 1_299);

    assertThat(sandbox.channel.release(release, account()).block(SOON)).isEqualTo(new Done(null));
    assertThat(sandbox.channel.release(release, account()).block(SOON)).isEqualTo(new Done(null));
    assertThat(sandbox.charge(order).status()).isEqualTo("CANCELLED");
    assertThat(sandbox.channel.capture(operation(order, "cap_3", 1_299), account()).block(SOON))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(sandbox.ask(order)).isInstanceOf(Closed.class);
  }

  @ParameterizedTest
  @CsvSource({
    // cents, what the request says, what it says again, what a question says in the end, given back
    "1299, Done, Done, Done, 5.00",
    "40051, Pending, Pending, Done, 5.00",
    "40052, Pending, Pending, Refused, 0",
    "40053, Refused, Refused, Absent, 0",
  })
  void saysOfARefundWhatTheBookSays(
      long cents, String said, String again, String asked, BigDecimal refunded) {
    var order = sandbox.card(cents);
    sandbox.pay(order);
    var refund = operation(order, "refund_" + cents, 500);

    assertThat(name(sandbox.channel.refund(refund, account()).block(SOON))).isEqualTo(said);
    assertThat(name(sandbox.channel.refund(refund, account()).block(SOON))).isEqualTo(again);
    await()
        .atMost(SOON)
        .until(() ->
            name(sandbox.channel.queryRefund(asking(refund), account()).block(SOON)).equals(asked));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(sandbox.charge(order).refunded()).isEqualByComparingTo(refunded));
  }

  @Test
  void givesBackNoMoreThanWasPaid() {
    var order = sandbox.card(1_299);
    sandbox.pay(order);

    assertThat(refund(order, "part_1", 1_000)).isInstanceOf(Done.class);
    assertThat(refund(order, "part_2", 300)).isInstanceOf(OperationOutcome.Refused.class);
    assertThat(refund(order, "part_3", 299)).isInstanceOf(Done.class);
    assertThat(sandbox.charge(order).refunded()).isEqualByComparingTo("12.99");
    assertThat(sandbox.ask(order)).isInstanceOf(Approved.class);
    await().atMost(SOON).until(() -> told(new OperationId("part_3")));
  }

  @ParameterizedTest
  @CsvSource({
    // cents, events that are believed, events that are not
    "1299, 1, 0",
    "40042, 2, 0",
    "40043, 1, 0",
    "40044, 1, 1",
    "40045, 0, 1",
    "40041, 0, 0",
  })
  void believesTheEventsThatAreTrue(long cents, int believed, int refused) {
    long before = refusedEvents();
    var order = sandbox.card(cents);
    assertThat(sandbox.pay(order)).isInstanceOf(Approved.class);

    await()
        .atMost(SOON)
        .until(() -> told(order) >= believed && refusedEvents() >= before + refused);
    assertThat(told(order)).isEqualTo(believed);
    assertThat(refusedEvents()).isEqualTo(before + refused);
    assertThat(sandbox.callbacks)
        .filteredOn(reading -> isAbout(reading, order))
        .allMatch(reading -> ((Verified) reading).outcome() instanceof Approved);
    assertThat(sandbox.charge(order).charged()).isTrue();
  }

  @Test
  void borrowsAnotherTokenWhenAllAreTakenBack() {
    assertThat(sandbox.pay(sandbox.card(1_299))).isInstanceOf(Approved.class);
    int lent = sandbox.simulator.tokenCount();
    assertThat(sandbox.pay(sandbox.card(1_299))).isInstanceOf(Approved.class);
    assertThat(sandbox.simulator.tokenCount()).isEqualTo(lent);

    sandbox.simulator.revokeTokens();
    var order = sandbox.card(1_299);
    assertThat(sandbox.pay(order)).isInstanceOf(Approved.class);
    assertThat(sandbox.simulator.tokenCount()).isEqualTo(lent + 1);
    assertThat(sandbox.charge(order).charged()).isTrue();
  }

  @Test
  void isNotLetInWithAWrongKey() {
    var account = account();
    var wrong =
        new ChannelAccount(
            account.id(),
            account.baseUrl(),
            Map.of("client-id", Secret.ofText("sandbox-client"), "api-key", Secret.ofText("x")),
            account.options(),
            account.limits());
    var order = sandbox.card(1_299);

    assertThat(sandbox.channel.query(query(order, null), wrong).block(SOON))
        .isInstanceOf(Unknown.class);
    assertThat(sandbox.channel.pay(new PayRequest(attempt(order), order), wrong).block(SOON))
        .isInstanceOf(NotSent.class);
    assertThat(sandbox.charges(order)).isEmpty();
  }

  private static long told(Order order) {
    return sandbox.callbacks.stream().filter(reading -> isAbout(reading, order)).count();
  }

  private static boolean told(OperationId operation) {
    return sandbox.callbacks.stream()
        .anyMatch(reading ->
            reading instanceof VerifiedOperation(var id, var amount, Done _)
                && id.equals(operation)
                && amount.equals(Money.of(299, "USD")));
  }

  private static boolean isAbout(CallbackReading reading, Order order) {
    return reading instanceof Verified(var requestId, var amount, _)
        && requestId.equals(attempt(order))
        && amount.equals(order.amount());
  }

  private static long refusedEvents() {
    return sandbox.callbacks.stream().filter(Refused.class::isInstance).count();
  }

  private static Order held() {
    var order = sandbox.order("card", CaptureMode.MANUAL, Money.of(1_299, "USD"));
    assertThat(sandbox.pay(order)).isInstanceOf(Authorized.class);
    return order;
  }

  private static OperationOutcome refund(Order order, String id, long cents) {
    return sandbox.channel.refund(operation(order, id, cents), account()).block(SOON);
  }

  private static PaymentOperation operation(Order order, String id, long cents) {
    return new PaymentOperation(
        new OperationId(id), query(order, null), Money.of(cents, "USD"), true, null);
  }

  private static OperationQuery asking(PaymentOperation operation) {
    return new OperationQuery(operation, null, Instant.now());
  }

  private static URI page(NeedsAction action) {
    return ((NextStep.Redirect) action.step()).url();
  }

  private static ChannelAccount account() {
    return sandbox.account();
  }

  private static String name(Object outcome) {
    return outcome.getClass().getSimpleName();
  }
}
