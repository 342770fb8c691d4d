package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeFixtures.INTENT_ID;
import static io.tollgate.channels.stripe.StripeFixtures.OPERATION;
import static io.tollgate.channels.stripe.StripeFixtures.REFUND_ID;
import static io.tollgate.channels.stripe.StripeFixtures.account;
import static io.tollgate.channels.stripe.StripeFixtures.bytes;
import static io.tollgate.channels.stripe.StripeFixtures.error;
import static io.tollgate.channels.stripe.StripeFixtures.intent;
import static io.tollgate.channels.stripe.StripeFixtures.operation;
import static io.tollgate.channels.stripe.StripeFixtures.order;
import static io.tollgate.channels.stripe.StripeFixtures.page;
import static io.tollgate.channels.stripe.StripeFixtures.refund;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Pending;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.money.Money;
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

/** What Stripe's statuses and errors mean for captures, voids and refunds of EUR 5.00. */
class StripeOperationRepliesTest {

  private static final Money AMOUNT = Money.of(500, "EUR");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final StripeOperationReplies replies = replies(INTENT_ID);

  @AfterEach
  void close() {
    edges.close();
  }

  @ParameterizedTest
  @CsvSource({
    // status, what it says of the capture when asked, and of the void
    "succeeded, Done, Refused",
    "canceled, Refused, Done",
    "processing, Pending, Absent",
    "requires_capture, Absent, Absent",
    "requires_action, Absent, Absent",
    "requires_confirmation, Absent, Absent",
    "requires_payment_method, Absent, Absent",
    "requires_patience, Unknown, Unknown",
  })
  void readsEveryStatusOfAnIntent(String status, String capture, String release) {
    var answer = answered(200, captured(status));

    assertThat(name(replies.toCaptureQuery(answer))).isEqualTo(capture);
    assertThat(name(replies.toReleaseQuery(answer))).isEqualTo(release);
    assertThat(name(replies.toCapture(answer)))
        .isEqualTo(capture.equals("Absent") ? "Unknown" : capture);
    assertThat(name(replies.toRelease(answer)))
        .isEqualTo(release.equals("Absent") ? "Unknown" : release);
    assertThat(alarms().containsKey("unmapped")).isEqualTo(status.equals("requires_patience"));
  }

  @ParameterizedTest
  @CsvSource({
    "succeeded, Done",
    "pending, Pending",
    "requires_action, Pending",
    "failed, Refused",
    "canceled, Refused",
    "requires_patience, Unknown",
  })
  void readsEveryStatusOfARefund(String status, String outcome) {
    var answer = answered(200, refund(status));

    assertThat(name(replies.toRefund(answer))).isEqualTo(outcome);
    assertThat(name(replies.toRefundQuery(answer))).isEqualTo(outcome);
    assertThat(name(looking(page(false, refund(status))))).isEqualTo(outcome);
    assertThat(alarms().containsKey("unmapped")).isEqualTo(status.equals("requires_patience"));
  }

  @ParameterizedTest
  @CsvSource({
    "expired_or_canceled_card, EXPIRED_METHOD",
    "lost_or_stolen_card, INVALID_METHOD",
    "insufficient_funds, INSUFFICIENT_FUNDS",
    "declined, DO_NOT_HONOR",
    "charge_for_pending_refund_disputed, OTHER",
    "merchant_request, OTHER",
    "unknown, OTHER",
  })
  void tellsWhyARefundFailed(String reason, Category category) {
    assertThat(replies.toRefund(answered(200, refund("failed").put("failure_reason", reason))))
        .isEqualTo(new Refused(new DeclineReason(category, reason), REFUND_ID));
  }

  @Test
  void namesTheRefundByStripesId() {
    assertThat(replies.toRefund(answered(200, refund("succeeded")))).isEqualTo(new Done(REFUND_ID));
    assertThat(replies.toRefund(answered(200, refund("pending"))))
        .isEqualTo(new Pending(REFUND_ID));
    assertThat(replies.toCapture(answered(200, captured("succeeded")))).isEqualTo(new Done(null));
  }

  @ParameterizedTest
  @CsvSource({
    // type, HTTP status, what it means for a request
    "card_error, 402, Refused",
    "invalid_request_error, 400, Refused",
    "invalid_request_error, 401, Refused",
    "invalid_request_error, 403, Refused",
    "invalid_request_error, 404, Refused",
    "invalid_request_error, 409, Unknown",
    "invalid_request_error, 429, NotSent",
    "idempotency_error, 400, Unknown",
    "api_error, 400, Unknown",
    "api_error, 500, Unknown",
    "api_error, 503, Unknown",
    "error_of_tomorrow, 400, Unknown",
    "card_error, 302, Unknown",
  })
  void readsEveryErrorTypeAndNeverBelievesAQuestionThatFailed(
      String type, int status, String outcome) {
    var answer = answered(status, error(type));

    assertThat(
            List.of(replies.toCapture(answer), replies.toRelease(answer), replies.toRefund(answer)))
        .extracting(StripeOperationRepliesTest::name)
        .containsOnly(outcome);
    assertThat(
            List.of(
                replies.toCaptureQuery(answer),
                replies.toReleaseQuery(answer),
                replies.toRefundQuery(answer),
                looking(answer)))
        .hasOnlyElementsOfType(Unknown.class);
  }

  @Test
  void isNotSentOnlyWhereARequestWasNot() {
    var unsent = new Exchange.NotSent("circuit breaker open");

    assertThat(replies.toRefund(unsent)).isEqualTo(new NotSent("circuit breaker open"));
    assertThat(replies.toRefundQuery(unsent)).isInstanceOf(Unknown.class);
    assertThat(replies.toCaptureQuery(unsent)).isInstanceOf(Unknown.class);
    assertThat(looking(unsent)).isInstanceOf(Unknown.class);
  }

  @Test
  void raisesAnAlarmWhereStripeLostTheRefundThatItNamed() {
    assertThat(replies.toRefundQuery(answered(404, error("invalid_request_error"))))
        .isInstanceOf(Unknown.class);
    assertThat(alarms()).containsOnly(Map.entry("reference_lost", 1.0));
  }

  @Test
  void takesNoOtherCaptureForThisOne() {
    var others = captured("succeeded");
    ((ObjectNode) others.get("metadata")).put("capture_id", "op_2");
    var atOnce = captured("succeeded");
    ((ObjectNode) atOnce.get("metadata")).remove("capture_id");

    assertThat(replies.toCaptureQuery(answered(200, others))).isInstanceOf(Refused.class);
    assertThat(replies.toCaptureQuery(answered(200, atOnce))).isInstanceOf(Refused.class);
  }

  @Test
  void believesNoAnswerAboutAnotherOperation() {
    var otherAmount = captured("succeeded").put("amount_received", 501);
    var noAmount = captured("succeeded");
    noAmount.remove("amount_received");
    var otherOrder = captured("succeeded").put("amount", 1298);
    for (var answer : List.of(otherAmount, noAmount, otherOrder)) {
      assertThat(replies.toCapture(answered(200, answer))).isInstanceOf(Unknown.class);
    }
    var otherRefund = refund("succeeded");
    ((ObjectNode) otherRefund.get("metadata")).put("refund_id", "op_2");
    for (var answer :
        List.of(
            refund("succeeded").put("amount", 501),
            refund("succeeded").put("currency", "usd"),
            refund("succeeded").put("payment_intent", "pi_other"),
            otherRefund)) {
      assertThat(replies.toRefund(answered(200, answer))).isInstanceOf(Unknown.class);
    }
    assertThat(alarms()).containsOnly(Map.entry("mismatch", 7.0));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 400, 402, 404, 409, 500})
  void treatsAnAnswerThatIsNotStripesAsUnknown(int status) {
    for (var body : List.of("", "<html>", "null", "[]", "{}", "{\"error\":null}", "{\"id\":1")) {
      var answer = answered(status, body);
      assertThat(
              List.of(
                  replies.toCapture(answer), replies.toRelease(answer), replies.toRefund(answer)))
          .as(body)
          .hasOnlyElementsOfType(Unknown.class);
    }
  }

  @Test
  void findsARefundByOurIdAmongThoseOfThePayment() {
    var other = refund("failed").put("id", "re_other");
    ((ObjectNode) other.get("metadata")).put("refund_id", "op_2");

    assertThat(looking(page(false, other, refund("succeeded")))).isEqualTo(new Done(REFUND_ID));
    assertThat(looking(page(false, other))).isEqualTo(new Absent());
    assertThat(alarms()).isEmpty();
    assertThat(looking(page(false, refund("succeeded"), refund("succeeded").put("id", "re_2"))))
        .isEqualTo(new Done(REFUND_ID));
    assertThat(alarms()).containsOnly(Map.entry("several_payments", 1.0));
  }

  private static ObjectNode captured(String status) {
    var intent = intent(status).put("amount_received", 500);
    ((ObjectNode) intent.get("metadata")).put("capture_id", OPERATION.value());
    return intent;
  }

  private OperationOutcome looking(ObjectNode page) {
    return looking(answered(200, page));
  }

  private OperationOutcome looking(Exchange exchange) {
    var lookup =
        new StripeLookup<>(
            OPERATION, StripeRefund.class, refund -> OPERATION.value().equals(refund.refundId()));
    return replies.toLookup(lookup.read(exchange, edges.alarms(account().id())));
  }

  private StripeOperationReplies replies(String reference) {
    return new StripeOperationReplies(
        operation(order(), reference, AMOUNT), account(), edges.alarms(account().id()));
  }

  private static Answered answered(int status, ObjectNode body) {
    return new Answered(status, bytes(body));
  }

  private static Answered answered(int status, String body) {
    return new Answered(status, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String name(OperationOutcome outcome) {
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
