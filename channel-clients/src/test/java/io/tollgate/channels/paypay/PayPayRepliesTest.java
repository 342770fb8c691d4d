package io.tollgate.channels.paypay;

import static io.tollgate.channels.paypay.PayPayFixtures.AGREEMENT;
import static io.tollgate.channels.paypay.PayPayFixtures.CODE_ID;
import static io.tollgate.channels.paypay.PayPayFixtures.OPERATION;
import static io.tollgate.channels.paypay.PayPayFixtures.PAYMENT_ID;
import static io.tollgate.channels.paypay.PayPayFixtures.TOKEN;
import static io.tollgate.channels.paypay.PayPayFixtures.account;
import static io.tollgate.channels.paypay.PayPayFixtures.answer;
import static io.tollgate.channels.paypay.PayPayFixtures.attempt;
import static io.tollgate.channels.paypay.PayPayFixtures.authorization;
import static io.tollgate.channels.paypay.PayPayFixtures.byCode;
import static io.tollgate.channels.paypay.PayPayFixtures.byToken;
import static io.tollgate.channels.paypay.PayPayFixtures.bytes;
import static io.tollgate.channels.paypay.PayPayFixtures.captured;
import static io.tollgate.channels.paypay.PayPayFixtures.code;
import static io.tollgate.channels.paypay.PayPayFixtures.held;
import static io.tollgate.channels.paypay.PayPayFixtures.operation;
import static io.tollgate.channels.paypay.PayPayFixtures.payment;
import static io.tollgate.channels.paypay.PayPayFixtures.refund;
import static io.tollgate.channels.paypay.PayPayFixtures.refused;
import static io.tollgate.channels.paypay.PayPayFixtures.reverted;
import static io.tollgate.channels.paypay.PayPayFixtures.success;
import static io.tollgate.channels.paypay.PayPayFixtures.yen;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What PayPay's statuses and result codes mean, all of them. */
class PayPayRepliesTest {

  private static final Order HELD = held(TOKEN);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final PayPayReplies replies = replies(byToken(), null);
  private final PayPayOperationReplies operations = operations(Map.of());
  private final PayPayAgreementReplies agreements = new PayPayAgreementReplies(AGREEMENT, alarms);

  @AfterEach
  void close() {
    edges.close();
  }

  @ParameterizedTest
  @CsvSource({
    // status, what the attempt is, what the payment says of a capture and of a void
    "CREATED, Pending, Absent, Absent",
    "AUTHORIZED, Authorized, Absent, Absent",
    "REAUTHORIZING, Pending, Pending, Absent",
    "COMPLETED, Approved, Unknown, Refused",
    "REFUNDED, Approved, Unknown, Refused",
    "FAILED, Declined, Refused, Done",
    "CANCELED, Closed, Refused, Done",
    "EXPIRED, Closed, Refused, Done",
    "PATIENT, Unknown, Unknown, Unknown",
  })
  void readsEveryStatusOfAPayment(String status, String pay, String capture, String release) {
    var answer = ok(payment(byToken(), status));
    assertThat(name(replies.toPay(answer))).isEqualTo(pay);
    assertThat(name(replies.toQuery(answer))).isEqualTo(pay);

    var held = ok(payment(HELD, status));
    assertThat(name(operations.toCaptureQuery(held))).isEqualTo(capture);
    assertThat(name(operations.toReleaseQuery(held))).isEqualTo(release);
    assertThat(name(operations.toCapture(held)))
        .isEqualTo(capture.equals("Absent") ? "Unknown" : capture);
    assertThat(alarms().containsKey("unmapped")).isEqualTo(status.equals("PATIENT"));
  }

  @Test
  void namesThePaymentAndWhyItIsNoMore() {
    assertThat(replies.toPay(ok(payment(byToken(), "COMPLETED"))))
        .isEqualTo(new Approved(PAYMENT_ID));
    assertThat(replies.toPay(ok(payment(byToken(), "AUTHORIZED"))))
        .isEqualTo(new Authorized(PAYMENT_ID));
    assertThat(replies.toQuery(ok(payment(byToken(), "FAILED"))))
        .isEqualTo(new Declined(new DeclineReason(Category.OTHER, "FAILED"), PAYMENT_ID));
    assertThat(replies.toQuery(ok(payment(byToken(), "CANCELED"))))
        .isEqualTo(new Closed(false, PAYMENT_ID));
    assertThat(replies.toQuery(ok(payment(byToken(), "EXPIRED"))))
        .isEqualTo(new Closed(true, PAYMENT_ID));
  }

  @ParameterizedTest
  @CsvSource({
    "REFUNDED, Done",
    "CREATED, Pending",
    "REFUND_FAILED, Pending",
    "REFUND_OF_TOMORROW, Unknown",
  })
  void readsEveryStatusOfARefund(String status, String outcome) {
    var answer = ok(refund(status, 500));

    assertThat(name(operations.toRefund(answer, PAYMENT_ID))).isEqualTo(outcome);
    assertThat(name(operations.toRefundQuery(answer, PAYMENT_ID))).isEqualTo(outcome);
    assertThat(alarms().containsKey("unmapped")).isEqualTo(outcome.equals("Unknown"));
  }

  @Test
  void takesAFailedRefundForFinalOnlyWhereTheAccountSaysSo() {
    assertThat(
            operations(Map.of("refund-failed", "final"))
                .toRefund(ok(refund("REFUND_FAILED", 500)), PAYMENT_ID))
        .isEqualTo(
            new OperationOutcome.Refused(new DeclineReason(Category.OTHER, "REFUND_FAILED"), null));
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, COMPLETED, Done",
    "AUTHORIZED, USER_REQUESTED, Pending",
    "COMPLETED, OF_TOMORROW, Unknown",
  })
  void readsEveryStatusOfACapture(String payment, String status, String outcome) {
    var captured = captured(HELD, payment, OPERATION.value(), 500);
    ((ObjectNode) captured.at("/captures/data/0")).put("status", status);

    assertThat(name(operations.toCaptureQuery(ok(captured)))).isEqualTo(outcome);
    assertThat(name(operations.toCapture(ok(captured)))).isEqualTo(outcome);
  }

  @Test
  void takesNoOtherCaptureForThisOne() {
    assertThat(operations.toCaptureQuery(ok(captured(HELD, "COMPLETED", "op_2", 500))))
        .isEqualTo(
            new OperationOutcome.Refused(
                new DeclineReason(Category.REQUEST_REFUSED, "ALREADY_CAPTURED"), null));
    assertThat(operations.toCapture(ok(captured(HELD, "COMPLETED", OPERATION.value(), 501))))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms()).containsOnly(Map.entry("mismatch", 1.0));
  }

  @Test
  void believesACaptureThatStatesWhatWasCaptured() {
    var captured = captured(HELD, "COMPLETED", OPERATION.value(), 500);
    captured.set("amount", yen(500));

    assertThat(operations.toCapture(ok(captured))).isEqualTo(new OperationOutcome.Done(null));
  }

  @ParameterizedTest
  @CsvSource({
    "CANCELED, Done",
    "OF_TOMORROW, Unknown",
  })
  void readsEveryStatusOfARevert(String status, String outcome) {
    assertThat(name(operations.toRelease(ok(reverted(status)), PAYMENT_ID))).isEqualTo(outcome);
  }

  @ParameterizedTest
  @CsvSource({
    // result code, HTTP status, what it means for a request to pay, category, alarm
    "NO_SUFFICIENT_FUND, 400, Declined, INSUFFICIENT_FUNDS, ",
    "UNACCEPTABLE_OP, 400, Declined, DO_NOT_HONOR, ",
    "CANCELED_USER, 400, Declined, INVALID_METHOD, ",
    "USER_STATE_IS_NOT_ACTIVE, 401, Declined, INVALID_METHOD, ",
    "UNSUPPORTED_PAYMENT_METHOD, 400, Declined, INVALID_METHOD, ",
    "NO_VALID_PAYMENT_METHOD, 404, Declined, INVALID_METHOD, ",
    "PAYMENT_METHOD_NOT_FOUND, 404, Declined, INVALID_METHOD, ",
    "PAY_METHOD_INVALIDATED, 400, Declined, INVALID_METHOD, ",
    "INVALID_USER_AUTHORIZATION_ID, 401, Declined, INVALID_METHOD, ",
    "EXPIRED_USER_AUTHORIZATION_ID, 401, Declined, EXPIRED_METHOD, ",
    "LIMIT_EXCEEDED, 400, Declined, LIMIT_EXCEEDED, ",
    "USER_DEFINED_DAILY_LIMIT_EXCEEDED, 400, Declined, LIMIT_EXCEEDED, ",
    "USER_DEFINED_MONTHLY_LIMIT_EXCEEDED, 400, Declined, LIMIT_EXCEEDED, ",
    "SUSPECTED_DUPLICATE_PAYMENT, 400, Declined, OTHER, ",
    "TRANSACTION_FAILED, 500, Declined, OTHER, ",
    "INVALID_PARAMS, 400, Declined, REQUEST_REFUSED, ",
    "INVALID_REQUEST_PARAMS, 400, Declined, REQUEST_REFUSED, ",
    "MISSING_REQUEST_PARAMS, 400, Declined, REQUEST_REFUSED, ",
    "VALIDATION_FAILED_EXCEPTION, 400, Declined, REQUEST_REFUSED, ",
    "DYNAMIC_QR_BAD_REQUEST, 400, Declined, REQUEST_REFUSED, ",
    "PRE_AUTH_CAPTURE_INVALID_EXPIRY_DATE, 400, Declined, REQUEST_REFUSED, ",
    "PRE_AUTH_CAPTURE_UNSUPPORTED_MERCHANT, 400, Declined, REQUEST_REFUSED, misconfigured",
    "EXPECTATION_FAILED, 400, Declined, REQUEST_REFUSED, misconfigured",
    "UNAUTHORIZED, 401, Declined, REQUEST_REFUSED, credentials_refused",
    "OP_OUT_OF_SCOPE, 401, Declined, REQUEST_REFUSED, credentials_refused",
    "OPA_CLIENT_NOT_FOUND, 404, Declined, REQUEST_REFUSED, credentials_refused",
    "ALREADY_CAPTURED, 400, Declined, REQUEST_REFUSED, ",
    "HIGHER_CAPTURE_NOT_PERMITTED, 400, Declined, REQUEST_REFUSED, ",
    "ORDER_EXPIRED, 400, Declined, REQUEST_REFUSED, ",
    "ORDER_NOT_CAPTURABLE, 400, Declined, REQUEST_REFUSED, ",
    "ORDER_NOT_CANCELABLE, 400, Declined, REQUEST_REFUSED, ",
    "ORDER_NOT_REVERSIBLE, 400, Declined, REQUEST_REFUSED, ",
    "ORDER_NO_LONGER_AVAILABLE, 400, Declined, REQUEST_REFUSED, ",
    "TOO_CLOSE_TO_EXPIRY, 400, Declined, REQUEST_REFUSED, ",
    "MERCHANT_MULTIPLE_REFUND_REJECTED, 403, Declined, REQUEST_REFUSED, ",
    "REFUND_LIMIT_EXCEEDED, 400, Declined, REQUEST_REFUSED, ",
    "REFUND_WINDOW_EXCEED, 400, Declined, REQUEST_REFUSED, ",
    "RESOURCE_NOT_FOUND, 404, Declined, REQUEST_REFUSED, ",
    "NO_SUCH_REFUND_ORDER, 404, Declined, REQUEST_REFUSED, ",
    "DYNAMIC_QR_NOT_FOUND, 404, Declined, REQUEST_REFUSED, ",
    "DYNAMIC_QR_PAYMENT_NOT_FOUND, 400, Declined, REQUEST_REFUSED, ",
    "RATE_LIMIT, 429, NotSent, , ",
    "MAINTENANCE_MODE, 503, NotSent, , ",
    "DUPLICATE_DYNAMIC_QR_REQUEST, 400, Unknown, , ",
    "REAUTHORIZATION_IN_PROGRESS, 400, Unknown, , ",
    "THROTTLED_MULTIPLE_REFUND_REJECTED, 400, Unknown, , ",
    "INTERNAL_SERVER_ERROR, 500, Unknown, , ",
    "SERVICE_ERROR, 500, Unknown, , ",
    "REQUEST_ACCEPTED, 202, Pending, , ",
    "USER_CONFIRMATION_REQUIRED, 202, Pending, , ",
    "CODE_OF_TOMORROW, 400, Unknown, , unmapped",
    "CODE_OF_TOMORROW, 500, Unknown, , unmapped",
    // What contradicts its HTTP status proves nothing.
    "NO_SUFFICIENT_FUND, 500, Unknown, , ",
    "NO_SUFFICIENT_FUND, 200, Unknown, , ",
    "TRANSACTION_FAILED, 502, Unknown, , ",
    "TRANSACTION_FAILED, 200, Unknown, , ",
    "MAINTENANCE_MODE, 500, Unknown, , ",
    "RATE_LIMIT, 400, Unknown, , ",
    "SUCCESS, 400, Unknown, , ",
    "SUCCESS, 302, Unknown, , ",
    "REQUEST_ACCEPTED, 500, Unknown, , ",
    "INTERNAL_SERVER_ERROR, 429, NotSent, , ",
  })
  void readsEveryResultCode(
      String word, int status, String outcome, Category category, String alarm) {
    var said = replies.toPay(new Answered(status, bytes(refused(word))));

    assertThat(name(said)).isEqualTo(outcome);
    if (said instanceof Declined(var reason, _)) {
      assertThat(reason).isEqualTo(new DeclineReason(category, word));
    }
    assertThat(alarms()).isEqualTo(alarm == null ? Map.of() : Map.of(alarm, 1.0));
  }

  @ParameterizedTest
  @CsvSource({
    // result code, HTTP status, what it means for an operation, for its question, for an attempt's
    "UNACCEPTABLE_OP, 400, Refused, Unknown, Unknown",
    "RESOURCE_NOT_FOUND, 404, Refused, Absent, Absent",
    "NO_SUCH_REFUND_ORDER, 404, Refused, Absent, Absent",
    "DYNAMIC_QR_PAYMENT_NOT_FOUND, 400, Refused, Absent, Absent",
    "TRANSACTION_FAILED, 500, Refused, Unknown, Unknown",
    "UNAUTHORIZED, 401, Refused, Unknown, Unknown",
    "RATE_LIMIT, 429, NotSent, Unknown, Unknown",
    "MAINTENANCE_MODE, 503, NotSent, Unknown, Unknown",
    "INTERNAL_SERVER_ERROR, 500, Unknown, Unknown, Unknown",
    "REQUEST_ACCEPTED, 202, Pending, Unknown, Unknown",
    "USER_CONFIRMATION_REQUIRED, 202, Pending, Unknown, Unknown",
    "CODE_OF_TOMORROW, 404, Unknown, Unknown, Unknown",
  })
  void neverBelievesAQuestionThatFailed(
      String word, int status, String outcome, String question, String attempt) {
    var answer = new Answered(status, bytes(refused(word)));

    assertThat(
            List.of(
                operations.toCapture(answer),
                operations.toRelease(answer, PAYMENT_ID),
                operations.toRefund(answer, PAYMENT_ID)))
        .extracting(PayPayRepliesTest::name)
        .containsOnly(outcome);
    assertThat(
            List.of(
                operations.toCaptureQuery(answer),
                operations.toReleaseQuery(answer),
                operations.toRefundQuery(answer, PAYMENT_ID)))
        .extracting(PayPayRepliesTest::name)
        .containsOnly(question);
    assertThat(name(replies.toQuery(answer))).isEqualTo(attempt);
  }

  @Test
  void isNotSentOnlyWhereARequestWasNot() {
    var unsent = new Exchange.NotSent("circuit breaker open");

    assertThat(replies.toPay(unsent)).isEqualTo(new NotSent("circuit breaker open"));
    assertThat(replies.toQuery(unsent)).isInstanceOf(Unknown.class);
    assertThat(replies.toDelete(unsent)).get().isInstanceOf(Unknown.class);
    assertThat(replies.toCancel(unsent)).get().isInstanceOf(Unknown.class);
    assertThat(operations.toRefund(unsent, PAYMENT_ID))
        .isInstanceOf(OperationOutcome.NotSent.class);
    assertThat(operations.toRefundQuery(unsent, PAYMENT_ID))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(agreements.toSession(unsent)).isInstanceOf(AgreementOutcome.NotSent.class);
    assertThat(agreements.toQuery(unsent, TOKEN)).isInstanceOf(AgreementOutcome.Unknown.class);
  }

  @Test
  void sendsAPayerToTheCodeOrShowsIt() {
    var url = "https://qr-stg.sandbox.paypay.ne.jp/28180104ttsARm7PuT2ElFoO";
    var order = byCode();
    var pageless = withoutPage(order);

    assertThat(replies(order, null).toPay(made(code(order))))
        .isEqualTo(new NeedsAction(new NextStep.Redirect(URI.create(url)), CODE_ID));
    assertThat(replies(pageless, null).toPay(made(code(order))))
        .isEqualTo(new NeedsAction(new NextStep.ShowCode(url), CODE_ID));
  }

  @Test
  void keepsTheCodeOfWhoeverHasNotPaidYet() {
    var open = ok(payment(byCode(), "CREATED"));

    assertThat(replies(byCode(), CODE_ID).toQuery(open))
        .isEqualTo(new NeedsAction(new NextStep.Wait(), CODE_ID));
    assertThat(replies(byCode(), null).toQuery(open)).isEqualTo(new Pending(PAYMENT_ID));
  }

  @Test
  void letsAPayerConfirm() {
    var asked = answer("USER_CONFIRMATION_REQUIRED", payment(byToken(), "CREATED"));

    assertThat(replies.toPay(new Answered(202, bytes(asked))))
        .isEqualTo(new NeedsAction(new NextStep.Wait(), PAYMENT_ID));
  }

  @Test
  void believesNoAnswerAboutAnotherOrder() {
    for (var other :
        List.of(
            payment(byToken(), "COMPLETED").put("merchantPaymentId", "pay_x-1"),
            (ObjectNode) payment(byToken(), "COMPLETED").set("amount", yen(1_298)),
            (ObjectNode)
                payment(byToken(), "COMPLETED").set("amount", yen(1).put("currency", "USD")),
            (ObjectNode) payment(byToken(), "COMPLETED").putNull("amount"))) {
      assertThat(replies.toPay(ok(other))).isInstanceOf(Unknown.class);
      assertThat(replies.toQuery(ok(other))).isInstanceOf(Unknown.class);
    }
    var codes = replies(byCode(), null);
    assertThat(codes.toPay(made(code(byCode()).put("merchantPaymentId", "pay_x-1"))))
        .isInstanceOf(Unknown.class);
    assertThat(codes.toPay(made((ObjectNode) code(byCode()).set("amount", yen(1)))))
        .isInstanceOf(Unknown.class);
    assertThat(alarms()).containsOnly(Map.entry("mismatch", 10.0));
  }

  @Test
  void believesNoAnswerAboutAnotherOperation() {
    for (var other :
        List.of(
            refund("REFUNDED", 501),
            refund("REFUNDED", 500).put("merchantRefundId", "op_2"),
            refund("REFUNDED", 500).put("paymentId", "1"))) {
      assertThat(operations.toRefund(ok(other), PAYMENT_ID))
          .isInstanceOf(OperationOutcome.Unknown.class);
    }
    assertThat(operations.toRelease(ok(reverted("CANCELED").put("paymentId", "1")), PAYMENT_ID))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(
            operations.toReleaseQuery(
                ok((ObjectNode) payment(HELD, "CANCELED").set("amount", yen(1_300)))))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms()).containsOnly(Map.entry("mismatch", 5.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"paypay://payment?link_key=x", "javascript:alert(1)", "/relative", "", " "})
  void sendsPayersToPagesOfTheWebOnly(String address) {
    assertThat(replies(byCode(), null).toPay(made(code(byCode()).put("url", address))))
        .isInstanceOf(Unknown.class);
    var link = PayPayFixtures.JSON.createObjectNode().put("linkQRCodeURL", address);
    assertThat(agreements.toSession(made(link))).isInstanceOf(AgreementOutcome.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 301, 400, 404, 500, 502})
  void treatsAnAnswerThatIsNotPayPaysAsUnknown(int status) {
    for (var body :
        List.of(
            "",
            "<html>",
            "null",
            "[]",
            "{}",
            "{\"resultInfo\":null}",
            "{\"resultInfo\":{\"code\":7}}",
            "{\"resultInfo\":{\"code\":\"SUCCESS\"}}",
            "{\"resultInfo\":{\"code\":\"SUCCESS\"},\"data\":[]}")) {
      var answer = new Answered(status, body.getBytes(StandardCharsets.UTF_8));
      assertThat(
              List.of(
                  replies.toPay(answer),
                  replies.toQuery(answer),
                  replies(byCode(), null).toPay(answer)))
          .as(body)
          .hasOnlyElementsOfType(Unknown.class);
      assertThat(
              List.of(
                  operations.toCapture(answer),
                  operations.toRelease(answer, PAYMENT_ID),
                  operations.toRefund(answer, PAYMENT_ID)))
          .as(body)
          .hasOnlyElementsOfType(OperationOutcome.Unknown.class);
      assertThat(List.of(agreements.toSession(answer), agreements.toQuery(answer, TOKEN)))
          .as(body)
          .hasOnlyElementsOfType(AgreementOutcome.Unknown.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // result code, HTTP status, what it means for an agreement, for the wish to end it
    "INVALID_USER_AUTHORIZATION_ID, 401, Ended, Done",
    "EXPIRED_USER_AUTHORIZATION_ID, 401, Ended, Done",
    "CANCELED_USER, 400, Ended, Done",
    "USER_STATE_IS_NOT_ACTIVE, 401, Unknown, Unknown",
    "UNAUTHORIZED, 401, Unknown, Unknown",
    "RESOURCE_NOT_FOUND, 404, Unknown, Unknown",
    "RATE_LIMIT, 429, Unknown, Unknown",
    "INTERNAL_SERVER_ERROR, 500, Unknown, Unknown",
  })
  void readsWhatIsRefusedOfAnAgreement(String word, int status, String outcome, String ended) {
    var answer = new Answered(status, bytes(refused(word)));

    assertThat(name(agreements.toQuery(answer, TOKEN))).isEqualTo(outcome);
    assertThat(name(agreements.toEndQuery(answer, TOKEN))).isEqualTo(ended);
  }

  @Test
  void readsEveryStatusOfAnAgreement() {
    assertThat(agreements.toQuery(ok(authorization("ACTIVE", "agr_0", "agr_1")), TOKEN))
        .isEqualTo(new AgreementOutcome.Active(TOKEN, TOKEN));
    assertThat(agreements.toEndQuery(ok(authorization("ACTIVE", "agr_1")), TOKEN))
        .isEqualTo(new OperationOutcome.Absent());
    assertThat(agreements.toQuery(ok(authorization("INACTIVE")), TOKEN))
        .isEqualTo(new AgreementOutcome.Ended());
    assertThat(alarms()).isEmpty();
    assertThat(agreements.toQuery(ok(authorization("ACTIVE", "agr_2")), TOKEN))
        .isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(agreements.toQuery(ok(authorization("ACTIVE", "agr_1")), "another"))
        .isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(alarms()).containsOnly(Map.entry("mismatch", 2.0));
    assertThat(agreements.toQuery(ok(authorization("ASLEEP", "agr_1")), TOKEN))
        .isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(alarms()).containsEntry("unmapped", 1.0);
  }

  private PayPayReplies replies(Order order, String code) {
    return new PayPayReplies(attempt(byCode()), order, code, alarms);
  }

  private PayPayOperationReplies operations(Map<String, String> options) {
    return new PayPayOperationReplies(operation(HELD, 500), account(options), alarms);
  }

  private static Order withoutPage(Order order) {
    return new Order(
        order.merchant(),
        order.reference(),
        order.product(),
        order.amount(),
        order.capture(),
        order.method(),
        order.customer(),
        null,
        order.description(),
        order.metadata());
  }

  private static Answered ok(ObjectNode data) {
    return new Answered(200, bytes(success(data)));
  }

  private static Answered made(ObjectNode data) {
    return new Answered(201, bytes(success(data)));
  }

  private static String name(Object outcome) {
    return outcome.getClass().getSimpleName();
  }

  private Map<String, Double> alarms() {
    var counted = new TreeMap<String, Double>();
    for (var counter : meters.find("tollgate.channel.alarms").counters()) {
      counted.put(counter.getId().getTag("alarm"), counter.count());
    }
    return counted;
  }
}
