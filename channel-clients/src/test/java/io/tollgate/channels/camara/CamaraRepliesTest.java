package io.tollgate.channels.camara;

import static io.tollgate.channels.camara.CamaraFixtures.PAYMENT_ID;
import static io.tollgate.channels.camara.CamaraFixtures.REFUND_ID;
import static io.tollgate.channels.camara.CamaraFixtures.account;
import static io.tollgate.channels.camara.CamaraFixtures.asking;
import static io.tollgate.channels.camara.CamaraFixtures.attempt;
import static io.tollgate.channels.camara.CamaraFixtures.bytes;
import static io.tollgate.channels.camara.CamaraFixtures.charge;
import static io.tollgate.channels.camara.CamaraFixtures.error;
import static io.tollgate.channels.camara.CamaraFixtures.manual;
import static io.tollgate.channels.camara.CamaraFixtures.operation;
import static io.tollgate.channels.camara.CamaraFixtures.order;
import static io.tollgate.channels.camara.CamaraFixtures.payment;
import static io.tollgate.channels.camara.CamaraFixtures.refund;
import static io.tollgate.channels.camara.CamaraFixtures.totalRefund;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.camara.CamaraErrors.Failure;
import io.tollgate.channels.camara.CamaraSighting.Missing;
import io.tollgate.channels.camara.CamaraSighting.Seen;
import io.tollgate.channels.camara.CamaraSighting.Unclear;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What every status and every error code means. */
class CamaraRepliesTest {

  private static final CamaraReference REFERENCE = CamaraReference.of(PAYMENT_ID);
  private static final Money PART = Money.of(500, "EUR");
  private static final Money WHOLE = Money.of(1299, "EUR");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsEveryStatusOfAPayment() {
    var waiting = new NeedsAction(new NextStep.Wait(), PAYMENT_ID);

    assertThat(seen(order(), payment("succeeded"))).isEqualTo(new Approved(PAYMENT_ID));
    assertThat(seen(order(), payment("processing"))).isEqualTo(new Pending(PAYMENT_ID));
    assertThat(seen(order(), payment("reserved"))).isEqualTo(new Pending(PAYMENT_ID));
    assertThat(seen(manual(), payment("reserved"))).isEqualTo(new Authorized(PAYMENT_ID));
    assertThat(seen(order(), payment("pending_validation"))).isEqualTo(waiting);
    assertThat(seen(order(), payment("cancelled"))).isEqualTo(new Closed(false, PAYMENT_ID));
    assertThat(seen(order(), payment("denied")))
        .isEqualTo(new Declined(new DeclineReason(Category.DO_NOT_HONOR, "denied"), PAYMENT_ID));
    assertThat(alarms()).isEmpty();
  }

  @Test
  void knowsEveryStatusThatTheDescriptionsName() {
    for (var status : CamaraDescription.billing().statuses("PaymentStatus")) {
      assertThat(seen(order(), payment(status))).as(status).isNotInstanceOf(Unknown.class);
    }
    for (var status : CamaraDescription.refund().statuses("RefundStatus")) {
      assertThat(refunding(PART, refund(status)))
          .as(status)
          .isNotInstanceOf(OperationOutcome.Unknown.class);
    }
    assertThat(alarms()).isEmpty();
  }

  @Test
  void raisesAnAlarmOnAStatusThatIsNotMapped() {
    var read = CamaraFixtures.JSON.treeToValue(payment("postponed"), CamaraPayment.class);

    assertThat(seen(order(), payment("postponed"))).isInstanceOf(Unknown.class);
    assertThat(refunding(PART, refund("postponed"))).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(CamaraStatuses.capture(read, alarms)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(CamaraStatuses.release(read, alarms)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms()).containsEntry("unmapped", 4.0);
  }

  @ParameterizedTest
  @CsvSource({
    // status of the payment, what it says of its capture, of its release
    "succeeded, Done, Refused",
    "processing, Pending, Absent",
    "reserved, Absent, Absent",
    "pending_validation, Absent, Absent",
    "denied, Refused, Done",
    "cancelled, Refused, Done",
  })
  void readsEveryStatusForCapturesAndReleases(String status, String capture, String release) {
    var read = CamaraFixtures.JSON.treeToValue(payment(status), CamaraPayment.class);

    assertThat(name(CamaraStatuses.capture(read, alarms))).isEqualTo(capture);
    assertThat(name(CamaraStatuses.release(read, alarms))).isEqualTo(release);
  }

  @Test
  void readsEveryStatusOfARefund() {
    assertThat(refunding(PART, refund("succeeded")))
        .isEqualTo(new OperationOutcome.Done(REFUND_ID));
    assertThat(refunding(PART, refund("processing")))
        .isEqualTo(new OperationOutcome.Pending(REFUND_ID));
    assertThat(refunding(PART, refund("denied")))
        .isEqualTo(
            new OperationOutcome.Refused(
                new DeclineReason(Category.DO_NOT_HONOR, "denied"), REFUND_ID));
    assertThat(refunding(WHOLE, totalRefund("succeeded")))
        .isEqualTo(new OperationOutcome.Done(REFUND_ID));
  }

  @ParameterizedTest
  @CsvSource({
    // HTTP status, code, what it means, in which category
    "400, INVALID_ARGUMENT, Repeated, REQUEST_REFUSED",
    "400, OUT_OF_RANGE, Refused, REQUEST_REFUSED",
    "400, CARRIER_BILLING.OUT_OF_RANGE, Refused, REQUEST_REFUSED",
    "400, CARRIER_BILLING.INVALID_DATE_RANGE, Refused, REQUEST_REFUSED",
    "400, CARRIER_BILLING.TOO_MANY_MATCHING_RECORDS, Refused, REQUEST_REFUSED",
    "400, CARRIER_BILLING_REFUND.INVALID_DATE_RANGE, Refused, REQUEST_REFUSED",
    "400, CARRIER_BILLING_REFUND.TOO_MANY_MATCHING_RECORDS, Refused, REQUEST_REFUSED",
    "400, INVALID_CREDENTIAL, Refused, REQUEST_REFUSED",
    "400, INVALID_TOKEN, Refused, REQUEST_REFUSED",
    "400, INVALID_SINK, Refused, REQUEST_REFUSED",
    "400, CARRIER_BILLING.INVALID_CODE, WrongCode,",
    "400, CARRIER_BILLING.INVALID_AUTHORIZATION_ID, Refused, AUTHENTICATION_FAILED",
    "400, CARRIER_BILLING.VALIDATION_FAILED, Refused, AUTHENTICATION_FAILED",
    "401, UNAUTHENTICATED, Refused, REQUEST_REFUSED",
    "403, PERMISSION_DENIED, Refused, REQUEST_REFUSED",
    "403, CARRIER_BILLING.PAYMENT_DENIED, Refused, DO_NOT_HONOR",
    "403, CARRIER_BILLING_REFUND.REFUND_DENIED, Refused, DO_NOT_HONOR",
    "403, CARRIER_BILLING_REFUND.PAYMENT_NOT_ELIGIBLE_FOR_REFUND, Refused, REQUEST_REFUSED",
    "404, NOT_FOUND, Refused, REQUEST_REFUSED",
    "404, IDENTIFIER_NOT_FOUND, Refused, INVALID_METHOD",
    "409, ALREADY_EXISTS, Repeated,",
    "409, CARRIER_BILLING.PAYMENT_CONFIRMED, Repeated,",
    "409, CARRIER_BILLING.PAYMENT_CANCELLED, Repeated,",
    "422, SERVICE_NOT_APPLICABLE, Refused, INVALID_METHOD",
    "422, MISSING_IDENTIFIER, Refused, REQUEST_REFUSED",
    "422, UNNECESSARY_IDENTIFIER, Refused, REQUEST_REFUSED",
    "422, CARRIER_BILLING.PHONE_NUMBER_REQUIRED, Refused, REQUEST_REFUSED",
    "422, CARRIER_BILLING.UNAUTHORIZED_AMOUNT, Refused, LIMIT_EXCEEDED",
    "422, CARRIER_BILLING.USER_AMOUNT_THRESHOLD_OVERPASSED, Refused, LIMIT_EXCEEDED",
    "422, CARRIER_BILLING_REFUND.UNAUTHORIZED_AMOUNT, Refused, LIMIT_EXCEEDED",
    "422, CARRIER_BILLING_REFUND.USER_AMOUNT_THRESHOLD_OVERPASSED, Refused, LIMIT_EXCEEDED",
    "422, CARRIER_BILLING_REFUND.INVALID_PAYMENT_STATUS, Refused, REQUEST_REFUSED",
    "422, CARRIER_BILLING_REFUND.TAXES_MANAGEMENT_MISMATCH, Refused, REQUEST_REFUSED",
    "422, CARRIER_BILLING_REFUND.REFUND_DETAILS_MISMATCH, Refused, REQUEST_REFUSED",
    "429, TOO_MANY_REQUESTS, Busy,",
    "500, INTERNAL, Unclear,",
    "501, NOT_IMPLEMENTED, Unclear,",
    "503, UNAVAILABLE, Unclear,",
    "504, TIMEOUT, Unclear,",
    "302, CARRIER_BILLING.PAYMENT_DENIED, Unclear,",
  })
  void readsEveryErrorCode(int status, String code, String meaning, Category category) {
    var failure = CamaraErrors.failure(answered(status, error(status, code)), alarms);

    assertThat(name(failure)).isEqualTo(meaning);
    assertThat(
            switch (failure) {
              case Failure.Refused(var reason) -> reason;
              case Failure.Repeated(var reason) -> reason;
              case Failure.Busy _, Failure.WrongCode _, Failure.Unclear _ -> null;
            })
        .isEqualTo(category == null ? null : new DeclineReason(category, code));
    assertThat(alarms()).doesNotContainKey("unmapped");
  }

  @Test
  void knowsEveryErrorThatTheDescriptionsName() {
    var errors =
        Stream.of(CamaraDescription.billing(), CamaraDescription.refund())
            .flatMap(description -> description.errors().stream())
            // What we may answer to an event.
            .filter(error -> !error.equals("410 GONE"))
            .toList();

    assertThat(errors).hasSizeGreaterThan(35);
    for (var error : errors) {
      var status = Integer.parseInt(error.substring(0, 3));
      var answer = answered(status, error(status, error.substring(4)));
      assertThat(CamaraErrors.failure(answer, alarms))
          .as(error)
          .isNotInstanceOf(Failure.Unclear.class);
    }
    assertThat(alarms()).doesNotContainKey("unmapped");
  }

  @Test
  void raisesAnAlarmOnACodeThatIsNotMappedOrStandsUnderAnotherStatus() {
    for (var answer :
        List.of(
            answered(422, error(422, "SOMETHING_NEW")),
            answered(400, error(400, "CARRIER_BILLING.PAYMENT_DENIED")),
            answered(418, error(418, "INVALID_ARGUMENT")))) {
      assertThat(CamaraErrors.failure(answer, alarms)).isInstanceOf(Failure.Unclear.class);
    }
    assertThat(alarms()).containsOnly(Map.entry("unmapped", 3.0));
  }

  @Test
  void raisesAnAlarmWhereTheFaultIsOurs() {
    CamaraErrors.failure(answered(401, error(401, "UNAUTHENTICATED")), alarms);
    CamaraErrors.failure(answered(403, error(403, "PERMISSION_DENIED")), alarms);
    CamaraErrors.failure(answered(400, error(400, "INVALID_SINK")), alarms);
    CamaraErrors.failure(answered(422, error(422, "UNNECESSARY_IDENTIFIER")), alarms);

    assertThat(alarms())
        .containsOnly(Map.entry("credentials_refused", 2.0), Map.entry("misconfigured", 2.0));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 301, 400, 401, 403, 404, 409, 422, 500})
  void believesNothingThatIsNotTheStandards(int status) {
    for (var body : List.of("", "<html>", "null", "[]", "{}", "{\"code\":7}", "{\"code\":1")) {
      var answer = new Answered(status, body.getBytes(StandardCharsets.UTF_8));
      assertThat(CamaraErrors.failure(answer, alarms)).as(body).isInstanceOf(Failure.Unclear.class);
      assertThat(replies(order()).toCreation(answer)).as(body).isInstanceOf(Unclear.class);
      assertThat(replies(order()).toRetrieve(answer, REFERENCE)).isInstanceOf(Unclear.class);
    }
  }

  @Test
  void believesNoAnswerAboutAnotherOrder() {
    var otherAmount = payment("succeeded");
    charge(otherAmount).put("amount", new BigDecimal("12.98"));
    var finer = payment("succeeded");
    charge(finer).put("amount", new BigDecimal("12.991"));
    var otherCurrency = payment("succeeded");
    charge(otherCurrency).put("currency", "USD");
    var otherAttempt = payment("succeeded");
    ((ObjectNode) otherAttempt.get("amountTransaction")).put("referenceCode", "pay_0-1");
    var giant = payment("succeeded");
    charge(giant).put("amount", new BigDecimal("1e999999999"));

    for (var other : List.of(otherAmount, finer, otherCurrency, otherAttempt, giant)) {
      assertThat(replies(order()).toCreation(answered(201, other))).isInstanceOf(Unclear.class);
    }
    var otherPayment = payment("succeeded").put("paymentId", "another");
    assertThat(replies(order()).toRetrieve(answered(200, otherPayment), REFERENCE))
        .isInstanceOf(Unclear.class);
    assertThat(alarms()).containsOnly(Map.entry("mismatch", 6.0));
  }

  @ParameterizedTest
  @CsvSource({"12.99", "12.990", "1299e-2", "12.99000000000"})
  void readsAnAmountHoweverItIsWritten(String amount) {
    var text = payment("succeeded").toString().replace("12.99", amount);

    assertThat(replies(order()).toCreation(new Answered(201, text.getBytes())))
        .isInstanceOf(Seen.class);
  }

  @Test
  void takesNoAmountThatIsATextAndNoIdThatCouldLeadElsewhere() {
    var text = payment("succeeded").toString().replace("12.99", "\"12.99\"");
    assertThat(replies(order()).toCreation(new Answered(201, text.getBytes())))
        .isInstanceOf(Unclear.class);

    for (var id : List.of("../refunds", "..", "a/b", "a?b", "a#b", "a b", "", "a%2fb")) {
      assertThat(
              replies(order()).toCreation(answered(201, payment("succeeded").put("paymentId", id))))
          .as(id)
          .isInstanceOf(Unclear.class);
    }
  }

  @Test
  void believesNoRefundOfAnotherOperation() {
    assertThat(refunding(Money.of(499, "EUR"), refund("succeeded")))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(refunding(PART, totalRefund("succeeded")))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(refunding(PART, refund("succeeded").put("type", "half")))
        .isInstanceOf(OperationOutcome.Unknown.class);
    var other = refund("succeeded");
    ((ObjectNode) other.get("amountTransaction")).put("referenceCode", "op_2");
    assertThat(refunding(PART, other)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms()).containsOnly(Map.entry("mismatch", 4.0));
  }

  @Test
  void asksForThePasswordAndKeepsWhatItIsHandedInWith() {
    for (var status : List.of("pending_validation", "processing")) {
      assertThat(first(asking(status)))
          .isEqualTo(
              new NeedsAction(new NextStep.EnterOtp("+34*******00"), PAYMENT_ID + "/Fn34o8"));
    }
    var later = CamaraReference.parse(PAYMENT_ID + "/Fn34o8");
    assertThat(
            replies(order())
                .outcome(replies(order()).toRetrieve(answered(200, payment("processing")), later)))
        .isEqualTo(new NeedsAction(new NextStep.EnterOtp("+34*******00"), PAYMENT_ID + "/Fn34o8"));
  }

  @Test
  void sendsThePayerToThePageOfTheOperator() {
    var asking = payment("pending_validation");
    var validation = asking.putObject("validationInfo").put("action", "open");
    validation.put("validationURL", "https://operator.example/validate/358y24");

    assertThat(first(asking))
        .isEqualTo(
            new NeedsAction(
                new NextStep.Redirect(URI.create("https://operator.example/validate/358y24")),
                PAYMENT_ID + "/"));

    for (var page : List.of("javascript:alert(1)", "not an address", "https://a@b.example/")) {
      validation.put("validationURL", page);
      assertThat(first(asking)).isEqualTo(new NeedsAction(new NextStep.Wait(), PAYMENT_ID + "/"));
    }
    validation.put("action", "dance");
    assertThat(first(asking)).isEqualTo(new NeedsAction(new NextStep.Wait(), PAYMENT_ID + "/"));
    assertThat(alarms()).containsOnly(Map.entry("unmapped", 4.0));
  }

  @Test
  void prefersThePaidOneOfSeveralPaymentsAndRaisesAnAlarm() {
    var paid = read(payment("succeeded").put("paymentId", "paid"));
    var denied = read(payment("denied").put("paymentId", "denied"));
    var open = read(payment("processing").put("paymentId", "open"));

    assertThat(listing(denied, open, paid)).isEqualTo(new Approved("paid"));
    assertThat(listing(denied, open)).isEqualTo(new Pending("open"));
    assertThat(listing(denied)).isInstanceOf(Declined.class);
    assertThat(listing()).isEqualTo(new Absent());
    assertThat(alarms()).containsOnly(Map.entry("several_payments", 2.0));
  }

  @Test
  void saysNothingOfAnAttemptWhoseQuestionFailed() {
    var exchanges =
        List.of(
            new Exchange.NotSent("circuit breaker open"),
            new Exchange.Unknown("no whole answer in time"),
            answered(400, error(400, "INVALID_ARGUMENT")),
            answered(401, error(401, "UNAUTHENTICATED")),
            answered(403, error(403, "CARRIER_BILLING.PAYMENT_DENIED")),
            answered(404, error(404, "NOT_FOUND")),
            answered(429, error(429, "TOO_MANY_REQUESTS")),
            answered(500, error(500, "INTERNAL")));

    for (var exchange : exchanges) {
      assertThat(replies(order()).toRetrieve(exchange, REFERENCE)).isInstanceOf(Unclear.class);
      assertThat(
              new CamaraRefundReplies(operation(order(), PAYMENT_ID, PART), alarms)
                  .toRefundQuery(exchange, REFUND_ID))
          .isInstanceOf(OperationOutcome.Unknown.class);
    }
    assertThat(replies(order()).outcome(new Unclear("why"))).isEqualTo(new Unknown("why"));
    assertThat(replies(order()).outcome(new Missing())).isEqualTo(new Absent());
    assertThat(alarms())
        .containsOnly(
            Map.entry("credentials_refused", 4.0),
            Map.entry("query_refused", 6.0),
            Map.entry("reference_lost", 2.0));
  }

  private ChannelOutcome seen(Order order, ObjectNode payment) {
    return replies(order).outcome(replies(order).toRetrieve(answered(200, payment), REFERENCE));
  }

  private ChannelOutcome first(ObjectNode payment) {
    return replies(order())
        .firstOutcome((Seen) replies(order()).toCreation(answered(201, payment)));
  }

  private ChannelOutcome listing(CamaraPayment... payments) {
    return replies(order()).outcome(replies(order()).toListing(List.of(payments)));
  }

  private OperationOutcome refunding(Money amount, ObjectNode refund) {
    var replies = new CamaraRefundReplies(operation(order(), PAYMENT_ID, amount), alarms);
    return replies.toRefund(answered(201, refund));
  }

  private CamaraReplies replies(Order order) {
    return new CamaraReplies(attempt(order), order, alarms);
  }

  private static CamaraPayment read(ObjectNode payment) {
    return CamaraFixtures.JSON.treeToValue(payment, CamaraPayment.class);
  }

  private static Answered answered(int status, ObjectNode body) {
    return new Answered(status, bytes(body));
  }

  private static String name(Object outcome) {
    return outcome.getClass().getSimpleName();
  }

  private Map<String, Double> alarms() {
    var counted = new TreeMap<String, Double>();
    meters
        .find("tollgate.channel.alarms")
        .counters()
        .forEach(counter -> counted.put(counter.getId().getTag("alarm"), counter.count()));
    return counted;
  }
}
