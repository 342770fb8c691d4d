package io.tollgate.channels.camara;

import static io.tollgate.channels.camara.CamaraFixtures.NOW;
import static io.tollgate.channels.camara.CamaraFixtures.OPERATION;
import static io.tollgate.channels.camara.CamaraFixtures.PAYMENT_ID;
import static io.tollgate.channels.camara.CamaraFixtures.REFUND_ID;
import static io.tollgate.channels.camara.CamaraFixtures.asking;
import static io.tollgate.channels.camara.CamaraFixtures.charge;
import static io.tollgate.channels.camara.CamaraFixtures.manual;
import static io.tollgate.channels.camara.CamaraFixtures.operation;
import static io.tollgate.channels.camara.CamaraFixtures.order;
import static io.tollgate.channels.camara.CamaraFixtures.payment;
import static io.tollgate.channels.camara.CamaraFixtures.refund;
import static io.tollgate.channels.camara.CamaraFixtures.request;
import static io.tollgate.channels.camara.CamaraFixtures.totalRefund;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.channel.ChannelOperation;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationQuery;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Which requests each step makes, and what it answers in the end. */
@Timeout(60)
class CamaraStepsTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Money PART = Money.of(500, "EUR");
  private static final Money WHOLE = Money.of(1299, "EUR");
  private static final Map<String, String> TWO_STEPS = Map.of("flow", "two-step");

  private static final String CREATE = "POST /payments";
  private static final String PREPARE = "POST /payments/prepare";
  private static final String LIST = "GET /payments";
  private static final String GET = "GET /payments/" + PAYMENT_ID;
  private static final String VALIDATE = "POST /payments/" + PAYMENT_ID + "/validate";
  private static final String CONFIRM = "POST /payments/" + PAYMENT_ID + "/confirm";
  private static final String CANCEL = "POST /payments/" + PAYMENT_ID + "/cancel";
  private static final String OF_REFUNDS =
      "/carrier-billing-refund/v0.3/payments/" + PAYMENT_ID + "/refunds";
  private static final String REFUND = "POST " + OF_REFUNDS;
  private static final String REFUNDS = "GET " + OF_REFUNDS;

  private final CamaraWire wire = new CamaraWire();
  private final CamaraChannel camara = wire.channel();

  @AfterEach
  void close() throws IOException {
    wire.close();
  }

  @Test
  void saysWhatItCanDo() {
    assertThat(camara.capabilities().operations())
        .containsExactlyInAnyOrder(
            ChannelOperation.CAPTURE,
            ChannelOperation.VOID,
            ChannelOperation.REFUND,
            ChannelOperation.PART_REFUND,
            ChannelOperation.STATEMENT);
    assertThat(camara.capabilities().canTake(order())).isTrue();
    assertThat(camara.capabilities().canTake(manual())).isTrue();
    assertThat(camara.acknowledgement().status()).isEqualTo(204);
  }

  @Test
  void paysInOneRequest() {
    wire.answer(CREATE, payment("succeeded"));

    assertThat(pay(order())).isEqualTo(new Approved(PAYMENT_ID));
    assertThat(wire.seen()).containsExactly(CREATE);
  }

  @Test
  void chargesNobodyWithoutANumber() {
    for (var phone : new String[] {null, "", "0034671999000", "+34 671 999", "+0123456"}) {
      assertThat(pay(order(WHOLE, CaptureMode.AUTOMATIC, phone, "order-1")))
          .isEqualTo(new Declined(new DeclineReason(Category.INVALID_METHOD, null), null));
    }
    assertThat(wire.seen()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_SINK, Declined",
    "401, UNAUTHENTICATED, Declined",
    "403, PERMISSION_DENIED, Declined",
    "403, CARRIER_BILLING.PAYMENT_DENIED, Declined",
    "404, IDENTIFIER_NOT_FOUND, Declined",
    "422, CARRIER_BILLING.USER_AMOUNT_THRESHOLD_OVERPASSED, Declined",
    "422, SOMETHING_NEW, Unknown",
    "429, TOO_MANY_REQUESTS, NotSent",
    "500, INTERNAL, Unknown",
  })
  void believesARefusalOfAPayment(int status, String code, String outcome) {
    wire.error(CREATE, status, code);

    assertThat(pay(order()).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(wire.seen()).containsOnly(CREATE);
  }

  @ParameterizedTest
  @CsvSource({"400, INVALID_ARGUMENT", "409, ALREADY_EXISTS"})
  void takesNoRepetitionForARefusal(int status, String code) {
    wire.error(CREATE, status, code).page(LIST, 1, payment("succeeded"));

    assertThat(pay(order())).isEqualTo(new Approved(PAYMENT_ID));
    assertThat(wire.seen()).containsExactly(CREATE, LIST);
  }

  @Test
  void believesAWrongRequestOnlyWhereThePaymentIsNotThere() {
    wire.error(CREATE, 400, "INVALID_ARGUMENT").page(LIST, 0);

    assertThat(pay(order()))
        .isEqualTo(
            new Declined(new DeclineReason(Category.REQUEST_REFUSED, "INVALID_ARGUMENT"), null));
  }

  @Test
  void leavesOpenWhatIsSaidToBeThereAndCannotBeSeen() {
    wire.error(CREATE, 409, "ALREADY_EXISTS")
        .error(PREPARE, 400, "INVALID_ARGUMENT")
        .page(LIST, 0)
        .error(LIST, 500, "INTERNAL");

    assertThat(pay(order())).isInstanceOf(Unknown.class);
    assertThat(pay(manual())).isInstanceOf(Unknown.class);
  }

  @Test
  void holdsMoneyForAMerchantWhoCapturesByHand() {
    wire.answer(PREPARE, payment("reserved"));

    assertThat(pay(manual())).isEqualTo(new Authorized(PAYMENT_ID));
    assertThat(wire.seen()).containsExactly(PREPARE);
  }

  @Test
  void confirmsWhatIsReservedForUsToTake() {
    wire.answer(PREPARE, payment("reserved"))
        .answer(CONFIRM, 202, "")
        .answer(GET, payment("succeeded"));

    assertThat(payInTwoSteps()).isEqualTo(new Approved(PAYMENT_ID));
    assertThat(wire.seen()).containsExactly(PREPARE, CONFIRM, GET);
  }

  @Test
  void waitsWhereTheConfirmationIsNotDoneYetOrNotHeard() {
    wire.answer(PREPARE, payment("reserved"))
        .answer(CONFIRM, 202, "")
        .answer(CONFIRM, 500, "")
        .answer(GET, payment("reserved"));

    assertThat(payInTwoSteps()).isEqualTo(new Pending(PAYMENT_ID));
    assertThat(payInTwoSteps()).isEqualTo(new Pending(PAYMENT_ID));
  }

  @ParameterizedTest
  @CsvSource({
    // what the operator says to the confirmation, what the payment is then, what that means
    "403, CARRIER_BILLING.PAYMENT_DENIED, denied, Declined",
    "403, CARRIER_BILLING.PAYMENT_DENIED, reserved, Declined",
    "403, CARRIER_BILLING.PAYMENT_DENIED, succeeded, Approved",
    "403, PERMISSION_DENIED, reserved, Pending",
    "409, CARRIER_BILLING.PAYMENT_CONFIRMED, succeeded, Approved",
    "409, CARRIER_BILLING.PAYMENT_CANCELLED, cancelled, Closed",
    "409, ALREADY_EXISTS, reserved, Pending",
    "429, TOO_MANY_REQUESTS, reserved, Pending",
  })
  void looksAgainWhereAConfirmationIsRefused(int status, String code, String then, String outcome) {
    wire.answer(PREPARE, payment("reserved"))
        .error(CONFIRM, status, code)
        .answer(GET, payment(then));

    assertThat(payInTwoSteps().getClass().getSimpleName()).isEqualTo(outcome);
  }

  @Test
  void handsThePasswordInAndTakesWhatIsReservedThen() {
    wire.answer(PREPARE, asking("pending_validation"));
    var asked = (NeedsAction) payInTwoSteps();
    assertThat(asked.step()).isEqualTo(new NextStep.EnterOtp("+34*******00"));

    wire.answer(VALIDATE, 204, "")
        .answer(GET, payment("reserved"))
        .answer(CONFIRM, 202, "")
        .answer(GET, payment("succeeded"));
    assertThat(submit(order(), asked.channelReference())).isEqualTo(new Approved(PAYMENT_ID));
    assertThat(wire.seen()).containsExactly(PREPARE, VALIDATE, GET, CONFIRM, GET);
  }

  @Test
  void letsThePayerTryAgainAfterAWrongPassword() {
    wire.error(VALIDATE, 400, "CARRIER_BILLING.INVALID_CODE");

    assertThat(submit(manual(), PAYMENT_ID + "/Fn34o8"))
        .isEqualTo(new NeedsAction(new NextStep.EnterOtp("+34*******00"), PAYMENT_ID + "/Fn34o8"));
    assertThat(wire.seen()).containsExactly(VALIDATE);
  }

  @ParameterizedTest
  @CsvSource({
    // what the operator says to the password, what the payment is then, what that means
    "400, CARRIER_BILLING.VALIDATION_FAILED, denied, Declined",
    "400, CARRIER_BILLING.VALIDATION_FAILED, pending_validation, Declined",
    "400, CARRIER_BILLING.VALIDATION_FAILED, reserved, Authorized",
    "400, CARRIER_BILLING.INVALID_AUTHORIZATION_ID, pending_validation, Declined",
    "400, INVALID_ARGUMENT, pending_validation, NeedsAction",
    "409, ALREADY_EXISTS, reserved, Authorized",
    "409, ALREADY_EXISTS, processing, Pending",
    "429, TOO_MANY_REQUESTS, pending_validation, NeedsAction",
    "404, NOT_FOUND, pending_validation, NeedsAction",
    "500, INTERNAL, reserved, Authorized",
    "500, INTERNAL, pending_validation, NeedsAction",
  })
  void looksAtThePaymentAfterAPasswordThatWasNotTaken(
      int status, String code, String then, String outcome) {
    wire.error(VALIDATE, status, code).answer(GET, payment(then));

    var said = submit(manual(), PAYMENT_ID + "/Fn34o8");

    assertThat(said.getClass().getSimpleName()).isEqualTo(outcome);
    if (said instanceof Declined declined) {
      assertThat(declined.reason())
          .isEqualTo(new DeclineReason(Category.AUTHENTICATION_FAILED, code));
    }
  }

  @Test
  void waitsWithoutThePayerWhileAPasswordIsLookedAt() {
    wire.answer(VALIDATE, 204, "").answer(GET, payment("pending_validation"));

    assertThat(submit(order(), PAYMENT_ID + "/Fn34o8")).isEqualTo(new Pending(PAYMENT_ID));
  }

  @ParameterizedTest
  @ValueSource(strings = {PAYMENT_ID, PAYMENT_ID + "/"})
  void tellsTheStateWhereNoPasswordWasAskedFor(String reference) {
    wire.answer(GET, payment("pending_validation"));

    assertThat(submit(order(), reference))
        .isEqualTo(new NeedsAction(new NextStep.Wait(), reference));
    assertThat(wire.seen()).containsExactly(GET);
  }

  @Test
  void neverSaysNotSentOfAPassword() throws IOException {
    wire.close();

    assertThat(submit(order(), PAYMENT_ID + "/Fn34o8")).isInstanceOf(Unknown.class);
    assertThat(query(order())).isInstanceOf(Unknown.class);
    assertThat(pay(order())).isInstanceOf(NotSent.class);
  }

  @Test
  void findsAPaymentByTheAttemptsIdOnAnyPage() {
    var other = payment("succeeded").put("paymentId", "another");
    ((ObjectNode) other.get("amountTransaction")).put("referenceCode", "pay_x-1");
    wire.page(LIST, 2, other).page(LIST, 2, payment("processing"));

    assertThat(query(order())).isEqualTo(new Pending(PAYMENT_ID));
    assertThat(wire.seen()).containsExactly(LIST, LIST);
  }

  @Test
  void endsAListThatIsNotCountedAtAPageThatBringsNothingNew() {
    var other = payment("succeeded").put("paymentId", "another");
    ((ObjectNode) other.get("amountTransaction")).put("referenceCode", "pay_x-1");

    wire.page(LIST, -1, other).page(LIST, -1, other);
    assertThat(query(order())).isEqualTo(new Absent());
    assertThat(wire.seen()).containsExactly(LIST, LIST);

    var another = new CamaraWire().page(LIST, -1, other).error(LIST, 400, "OUT_OF_RANGE");
    assertThat(
            said(another.channel().query(CamaraFixtures.query(order(), null), another.account())))
        .isEqualTo(new Absent());
  }

  @Test
  void neverTakesAListForWholeThatIsNot() throws IOException {
    var other = payment("succeeded").put("paymentId", "another");
    ((ObjectNode) other.get("amountTransaction")).put("referenceCode", "pay_x-1");
    var lists =
        new CamaraWire[] {
          new CamaraWire().page(LIST, 5, other),
          new CamaraWire().answer(LIST, 200, "[null]"),
          new CamaraWire().answer(LIST, 200, "{}"),
          new CamaraWire().answer(LIST, 200, "[7]"),
          new CamaraWire().answer(LIST, 200, "[{\"paymentStatus\":\"succeeded\"}]"),
          new CamaraWire().error(LIST, 400, "CARRIER_BILLING.TOO_MANY_MATCHING_RECORDS"),
          new CamaraWire().page(LIST, -1, other).error(LIST, 500, "INTERNAL"),
        };
    for (var list : lists) {
      try (list) {
        assertThat(said(list.channel().query(CamaraFixtures.query(order(), null), list.account())))
            .as("of list " + List.of(lists).indexOf(list))
            .isInstanceOf(Unknown.class);
      }
    }
  }

  @Test
  void confirmsByAskingWhatWaitsForUs() {
    wire.page(LIST, 1, payment("reserved"))
        .answer(CONFIRM, 202, "")
        .answer(GET, payment("succeeded"));

    assertThat(query(order())).isEqualTo(new Approved(PAYMENT_ID));
    assertThat(query(manual())).isEqualTo(new Authorized(PAYMENT_ID));
    assertThat(wire.seen()).containsExactly(LIST, CONFIRM, GET, LIST);
  }

  @ParameterizedTest
  @CsvSource({
    // what is found, what the operator says to the cancellation, what it is then, the outcome
    "pending_validation, 202, cancelled, Closed",
    "reserved, 202, cancelled, Closed",
    "reserved, 202, reserved, Closed",
    "reserved, 202, succeeded, Approved",
    "reserved, 409, succeeded, Approved",
    "reserved, 500, reserved, Pending",
    "pending_validation, 500, pending_validation, NeedsAction",
  })
  void closesWhatIsOpen(String found, int status, String then, String outcome) {
    wire.page(LIST, 1, payment(found)).answer(GET, payment(then));
    if (status == 409) {
      wire.error(CANCEL, 409, "CARRIER_BILLING.PAYMENT_CONFIRMED");
    } else {
      wire.answer(CANCEL, status, "");
    }

    assertThat(closing(order()).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(wire.seen()).containsExactly(LIST, CANCEL, GET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"succeeded", "processing", "denied", "cancelled"})
  void cancelsNothingElse(String status) {
    wire.page(LIST, 1, payment(status));

    assertThat(closing(order())).isEqualTo(query(order()));
    assertThat(closing(manual())).isEqualTo(query(manual()));
    assertThat(wire.seen()).containsOnly(LIST);
  }

  @Test
  void letsNothingGoThatAMerchantHolds() {
    wire.page(LIST, 1, payment("reserved"));

    assertThat(closing(manual())).isEqualTo(new Authorized(PAYMENT_ID));
    assertThat(wire.seen()).containsExactly(LIST);
  }

  @Test
  void capturesAllThatIsReservedAndNoPart() {
    wire.answer(CONFIRM, 202, "").answer(GET, payment("succeeded"));

    assertThat(capture(PART)).isInstanceOf(Refused.class);
    assertThat(wire.seen()).isEmpty();
    assertThat(capture(WHOLE)).isEqualTo(new Done(null));
    assertThat(wire.seen()).containsExactly(CONFIRM, GET);
  }

  @ParameterizedTest
  @CsvSource({
    "202, '', reserved, Pending",
    "202, '', denied, Refused",
    "202, '', processing, Pending",
    "403, CARRIER_BILLING.PAYMENT_DENIED, reserved, Refused",
    "403, CARRIER_BILLING.PAYMENT_DENIED, succeeded, Done",
    "409, CARRIER_BILLING.PAYMENT_CONFIRMED, succeeded, Done",
    "409, CARRIER_BILLING.PAYMENT_CONFIRMED, reserved, Unknown",
    "409, CARRIER_BILLING.PAYMENT_CANCELLED, cancelled, Refused",
    "422, SOMETHING_NEW, succeeded, Unknown",
    "429, TOO_MANY_REQUESTS, reserved, NotSent",
    "500, INTERNAL, succeeded, Unknown",
  })
  void captures(int status, String code, String then, String outcome) {
    wire.answer(CONFIRM, status, CamaraFixtures.error(status, code).toString())
        .answer(GET, payment(then));

    assertThat(capture(WHOLE).getClass().getSimpleName()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    "202, '', cancelled, Done",
    "202, '', reserved, Pending",
    "409, CARRIER_BILLING.PAYMENT_CANCELLED, cancelled, Done",
    "409, CARRIER_BILLING.PAYMENT_CONFIRMED, succeeded, Refused",
    "403, PERMISSION_DENIED, reserved, Refused",
    "500, INTERNAL, reserved, Unknown",
  })
  void releases(int status, String code, String then, String outcome) {
    wire.answer(CANCEL, status, CamaraFixtures.error(status, code).toString())
        .answer(GET, payment(then));

    var said = said(camara.release(operation(manual(), PAYMENT_ID, WHOLE), wire.account()));
    assertThat(said.getClass().getSimpleName()).isEqualTo(outcome);
  }

  @Test
  void believesNoCaptureOfAnotherAmount() {
    var other = payment("succeeded");
    charge(other).put("amount", new BigDecimal("1.00"));
    wire.answer(CONFIRM, 202, "").answer(GET, other);

    assertThat(capture(WHOLE)).isNotInstanceOf(Done.class);
    assertThat(wire.alarms()).containsOnly(Map.entry("mismatch", 1.0));
  }

  @Test
  void looksForThePaymentWhoseIdIsUnknown() {
    wire.page(LIST, 1, payment("reserved"))
        .answer(CONFIRM, 202, "")
        .answer(GET, payment("succeeded"));
    var operation = operation(manual(), null, WHOLE);

    assertThat(said(camara.capture(operation, wire.account()))).isEqualTo(new Done(null));
    assertThat(wire.seen()).containsExactly(LIST, CONFIRM, GET);
    assertThat(said(camara.queryCapture(new OperationQuery(operation, null, NOW), wire.account())))
        .isEqualTo(new OperationOutcome.Absent());
  }

  @Test
  void doesNothingToAPaymentThatCannotBeFound() {
    wire.page(LIST, 0);
    var operation = operation(manual(), null, WHOLE);

    for (var said :
        List.of(
            camara.capture(operation, wire.account()),
            camara.release(operation, wire.account()),
            camara.refund(operation, wire.account()),
            camara.queryCapture(new OperationQuery(operation, null, NOW), wire.account()))) {
      assertThat(said(said)).isInstanceOf(OperationOutcome.Unknown.class);
    }
    assertThat(wire.seen()).containsOnly(LIST);
  }

  @Test
  void refundsInOneRequest() {
    wire.answer(REFUND, totalRefund("succeeded"));

    assertThat(refunding(WHOLE)).isEqualTo(new Done(REFUND_ID));
    assertThat(wire.seen()).containsExactly(REFUND);
  }

  @ParameterizedTest
  @CsvSource({
    // how a refund is refused, whether it is listed, what that means
    "403, CARRIER_BILLING_REFUND.REFUND_DENIED, false, Refused",
    "403, CARRIER_BILLING_REFUND.REFUND_DENIED, true, Done",
    "422, CARRIER_BILLING_REFUND.UNAUTHORIZED_AMOUNT, true, Done",
    "400, INVALID_ARGUMENT, true, Done",
    "400, INVALID_ARGUMENT, false, Refused",
    "409, ALREADY_EXISTS, true, Done",
    "409, ALREADY_EXISTS, false, Unknown",
  })
  void believesARefusedRefundOnlyWhereItIsNotListed(
      int status, String code, boolean isListed, String outcome) {
    wire.error(REFUND, status, code);
    if (isListed) {
      wire.page(REFUNDS, 1, refund("succeeded"));
    } else {
      wire.page(REFUNDS, 0);
    }

    assertThat(refunding(PART).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(wire.seen()).containsExactly(REFUND, REFUNDS);
  }

  @Test
  void asksAfterARefundByTheOperatorsIdOrOurs() {
    wire.answer(REFUNDS + "/" + REFUND_ID, refund("processing")).page(REFUNDS, 0);
    var operation = operation(order(), PAYMENT_ID, PART);

    assertThat(
            said(camara.queryRefund(new OperationQuery(operation, REFUND_ID, NOW), wire.account())))
        .isEqualTo(new OperationOutcome.Pending(REFUND_ID));
    assertThat(said(camara.queryRefund(new OperationQuery(operation, null, NOW), wire.account())))
        .isEqualTo(new OperationOutcome.Absent());
    assertThat(operation.id()).isEqualTo(OPERATION);
  }

  @Test
  void borrowsOneTokenForManyCallsAndAnotherWhereItIsRefused() {
    wire.answer(CREATE, payment("succeeded"));
    pay(order());
    pay(order());
    assertThat(wire.tokens()).hasSize(1);
    assertThat(wire.tokens().getFirst())
        .contains("grant_type=client_credentials")
        .contains("client_assertion=")
        .doesNotContain("Authorization:");

    wire.error(GET, 401, "UNAUTHENTICATED").answer(GET, payment("succeeded"));
    assertThat(said(camara.query(CamaraFixtures.query(order(), PAYMENT_ID), wire.account())))
        .isEqualTo(new Approved(PAYMENT_ID));
    assertThat(wire.tokens()).hasSize(2);
  }

  @Test
  void showsASecretWhereTheAccountSaysSo() {
    wire.answer(CREATE, payment("succeeded"));
    var account = wire.account(Map.of("client-authentication", "client_secret_basic"));

    assertThat(said(camara.pay(request(order()), account))).isInstanceOf(Approved.class);
    assertThat(wire.tokens().getFirst())
        .contains("Basic c2FuZGJveC1jbGllbnQ6c2FuZGJveC1zZWNyZXQ=")
        .doesNotContain("client_assertion");
  }

  @Test
  void sendsNothingWithoutATokenOrASetting() {
    var nowhere = wire.account(Map.of("token-url", "http://127.0.0.1:1/token"));
    var unset = wire.account(Map.of("token-url", ""));

    assertThat(said(camara.pay(request(order()), nowhere))).isInstanceOf(NotSent.class);
    assertThat(said(camara.pay(request(order()), unset))).isInstanceOf(NotSent.class);
    assertThat(wire.seen()).isEmpty();
    assertThat(wire.alarms()).containsOnly(Map.entry("misconfigured", 1.0));
  }

  private ChannelOutcome pay(Order order) {
    return said(camara.pay(request(order), wire.account()));
  }

  private ChannelOutcome payInTwoSteps() {
    return said(camara.pay(request(order()), wire.account(TWO_STEPS)));
  }

  private ChannelOutcome query(Order order) {
    return said(camara.query(CamaraFixtures.query(order, null), wire.account()));
  }

  private ChannelOutcome closing(Order order) {
    return said(camara.close(CamaraFixtures.query(order, null), wire.account()));
  }

  private ChannelOutcome submit(Order order, String reference) {
    return said(
        camara.submitOtp(
            CamaraFixtures.query(order, reference), "352673", wire.account(TWO_STEPS)));
  }

  private OperationOutcome capture(Money amount) {
    return said(camara.capture(operation(manual(), PAYMENT_ID, amount), wire.account()));
  }

  private OperationOutcome refunding(Money amount) {
    return said(camara.refund(operation(order(), PAYMENT_ID, amount), wire.account()));
  }

  private static <T> T said(Mono<T> outcome) {
    return outcome.block(SOON);
  }
}
