package io.tollgate.channels.airwallex;

import static io.tollgate.channels.airwallex.AirwallexFixtures.INTENT_ID;
import static io.tollgate.channels.airwallex.AirwallexFixtures.REFUND_ID;
import static io.tollgate.channels.airwallex.AirwallexFixtures.account;
import static io.tollgate.channels.airwallex.AirwallexFixtures.byCard;
import static io.tollgate.channels.airwallex.AirwallexFixtures.bytes;
import static io.tollgate.channels.airwallex.AirwallexFixtures.captured;
import static io.tollgate.channels.airwallex.AirwallexFixtures.challenged;
import static io.tollgate.channels.airwallex.AirwallexFixtures.failed;
import static io.tollgate.channels.airwallex.AirwallexFixtures.held;
import static io.tollgate.channels.airwallex.AirwallexFixtures.intent;
import static io.tollgate.channels.airwallex.AirwallexFixtures.operation;
import static io.tollgate.channels.airwallex.AirwallexFixtures.page;
import static io.tollgate.channels.airwallex.AirwallexFixtures.query;
import static io.tollgate.channels.airwallex.AirwallexFixtures.refund;
import static io.tollgate.channels.airwallex.AirwallexFixtures.refused;
import static io.tollgate.channels.airwallex.AirwallexFixtures.tried;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.airwallex.AirwallexReplies.Made;
import io.tollgate.channels.airwallex.AirwallexReplies.Sought;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
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
import java.math.BigDecimal;
import java.net.URI;
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

/** What Airwallex's statuses and error codes mean, all of them. */
class AirwallexRepliesTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final AirwallexReplies replies = replies(byCard(), Map.of());
  private final AirwallexOperationReplies operations = operations(Map.of());

  @AfterEach
  void close() {
    edges.close();
  }

  @ParameterizedTest
  @CsvSource({
    // status, what the attempt is, what the intent says of a capture and of a void
    "REQUIRES_PAYMENT_METHOD, Pending, Refused, Absent",
    "REQUIRES_CUSTOMER_ACTION, NeedsAction, Refused, Absent",
    "PENDING, Pending, Pending, Pending",
    "PENDING_REVIEW, Pending, Pending, Pending",
    "REQUIRES_CAPTURE, Authorized, Absent, Absent",
    "SUCCEEDED, Approved, Done, Refused",
    "CANCELLED, Closed, Refused, Done",
    "PATIENT, Unknown, Unknown, Unknown",
  })
  void readsEveryStatusOfAnIntent(String status, String pay, String capture, String release) {
    var answer = ok(intent(byCard(), status));
    assertThat(name(replies.toConfirm(answer, INTENT_ID).orElseThrow())).isEqualTo(pay);
    assertThat(name(replies.toQuery(answer, INTENT_ID))).isEqualTo(pay);
    assertThat(name(replies.toCancel(answer, INTENT_ID).orElseThrow())).isEqualTo(pay);

    var held = ok(status.equals("SUCCEEDED") ? captured(held(), 500) : intent(held(), status));
    assertThat(name(operations.toCaptureQuery(held))).isEqualTo(capture);
    assertThat(name(operations.toReleaseQuery(held))).isEqualTo(release);
    assertThat(name(operations.toRelease(held).outcome()))
        .isEqualTo(release.equals("Absent") ? "Unknown" : release);
    assertThat(alarms().containsKey("unmapped")).isEqualTo(status.equals("PATIENT"));
  }

  @ParameterizedTest
  @CsvSource({
    // the try's status, what the attempt is
    "FAILED, Declined",
    "EXPIRED, Declined",
    "CANCELLED, Declined",
    "RECEIVED, Pending",
    "AUTHENTICATION_REDIRECTED, Pending",
    "PENDING_AUTHORIZATION, Pending",
    ", Pending",
    "AUTHORIZED, Unknown",
    "PATIENT, Unknown",
  })
  void readsWhatCameOfTheTryBefore(String status, String pay) {
    var answer = ok(tried(byCard(), "REQUIRES_PAYMENT_METHOD", status));

    assertThat(name(replies.toQuery(answer, INTENT_ID))).isEqualTo(pay);
    assertThat(alarms().containsKey("unmapped")).isEqualTo(pay.equals("Unknown"));
    assertThat(
            name(
                replies(byCard(), Map.of("failed-try", "open"))
                    .toQuery(ok(failed(byCard(), "issuer_declined", null)), INTENT_ID)))
        .isEqualTo("Pending");
  }

  @ParameterizedTest
  @CsvSource({
    // code, the issuer's, what it means, how it is called
    "issuer_declined, 51, INSUFFICIENT_FUNDS, issuer_declined/51",
    "issuer_declined, 54, EXPIRED_METHOD, issuer_declined/54",
    "issuer_declined, 14, INVALID_METHOD, issuer_declined/14",
    "issuer_declined, 61, LIMIT_EXCEEDED, issuer_declined/61",
    "issuer_declined, 65, LIMIT_EXCEEDED, issuer_declined/65",
    "issuer_declined, 34, SUSPECTED_FRAUD, issuer_declined/34",
    "issuer_declined, 41, SUSPECTED_FRAUD, issuer_declined/41",
    "issuer_declined, 43, SUSPECTED_FRAUD, issuer_declined/43",
    "issuer_declined, 59, SUSPECTED_FRAUD, issuer_declined/59",
    "issuer_declined, 05, DO_NOT_HONOR, issuer_declined/05",
    "issuer_declined, , DO_NOT_HONOR, issuer_declined",
    "issuer_declined, <b>, DO_NOT_HONOR, issuer_declined",
    "provider_declined, 51, DO_NOT_HONOR, provider_declined",
    "risk_declined, , SUSPECTED_FRAUD, risk_declined",
    "authentication_declined, , AUTHENTICATION_FAILED, authentication_declined",
    "3ds_not_supported, , AUTHENTICATION_FAILED, 3ds_not_supported",
    "no_3ds_liability_shift, , AUTHENTICATION_FAILED, no_3ds_liability_shift",
    "card_brand_not_supported, , INVALID_METHOD, card_brand_not_supported",
    "frequency_above_limit, , LIMIT_EXCEEDED, frequency_above_limit",
    "amount_above_limit, , LIMIT_EXCEEDED, amount_above_limit",
    "amount_below_limit, , REQUEST_REFUSED, amount_below_limit",
    "currency_not_supported, , REQUEST_REFUSED, currency_not_supported",
    "operation_not_supported, , REQUEST_REFUSED, operation_not_supported",
    "quote_expired, , REQUEST_REFUSED, quote_expired",
    "rejected_by_routing_rules, , REQUEST_REFUSED, rejected_by_routing_rules",
    "validation_error, , REQUEST_REFUSED, validation_error",
    "configuration_error, , REQUEST_REFUSED, configuration_error",
    "payment_method_not_allowed, , REQUEST_REFUSED, payment_method_not_allowed",
    "suspended_from_online_payments, , REQUEST_REFUSED, suspended_from_online_payments",
  })
  void readsEveryRefusal(String code, String issuer, Category category, String said) {
    var body = refused(code);
    if (issuer != null) {
      body.put("provider_original_response_code", issuer);
    }
    var answer = new Answered(400, bytes(body));
    var reason = new DeclineReason(category, said);

    assertThat(replies.toConfirm(answer, INTENT_ID)).contains(new Declined(reason, INTENT_ID));
    assertThat(replies.toCreate(answer)).isEqualTo(new Made.Over(new Declined(reason, null)));
    assertThat(replies.toQuery(ok(failed(byCard(), code, issuer)), INTENT_ID))
        .isEqualTo(new Declined(reason, INTENT_ID));
    assertThat(operations.toRefund(answer).outcome())
        .isEqualTo(new OperationOutcome.Refused(reason, null));
    assertThat(replies.toQuery(answer, INTENT_ID)).isInstanceOf(Unknown.class);
    assertThat(operations.toRefundQuery(answer)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms()).containsEntry("query_refused", 2.0).doesNotContainKey("unmapped");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "configuration_error",
        "payment_method_not_allowed",
        "suspended_from_online_payments"
      })
  void tellsAPersonWhatIsNotAgreed(String code) {
    replies.toConfirm(new Answered(400, bytes(refused(code))), INTENT_ID);

    assertThat(alarms()).containsOnly(Map.entry("misconfigured", 1.0));
  }

  @ParameterizedTest
  @CsvSource({
    // HTTP status, code, what came of the confirmation, of a question, of a refund, the alarm
    "400, issuer_unavailable, Unknown, Unknown, Unknown, ",
    "400, provider_unavailable, Unknown, Unknown, Unknown, ",
    "400, service_unavailable, Unknown, Unknown, Unknown, ",
    "400, internal_error, Unknown, Unknown, Unknown, ",
    "400, code_of_tomorrow, Unknown, Unknown, Unknown, unmapped",
    "400, , Unknown, Unknown, Unknown, unmapped",
    "401, unauthorized, Declined, Unknown, Refused, credentials_refused",
    "403, forbidden, Declined, Unknown, Refused, credentials_refused",
    "400, resource_not_found, Declined, Unknown, Refused, reference_lost",
    "404, not_found, Declined, Unknown, Refused, reference_lost",
    "409, conflict, Unknown, Unknown, Unknown, ",
    "418, issuer_declined, Unknown, Unknown, Unknown, unmapped",
    "302, , Unknown, Unknown, Unknown, unmapped",
    "429, too_many_requests, NotSent, Unknown, NotSent, ",
    "500, internal_error, Unknown, Unknown, Unknown, ",
    "500, issuer_declined, Unknown, Unknown, Unknown, ",
    "503, , Unknown, Unknown, Unknown, ",
  })
  void readsWhatIsWrong(
      int status, String code, String confirmed, String asked, String refund, String alarm) {
    var answer = new Answered(status, code == null ? new byte[0] : bytes(refused(code)));

    assertThat(name(replies.toConfirm(answer, INTENT_ID).orElseThrow())).isEqualTo(confirmed);
    assertThat(name(replies.toQuery(answer, INTENT_ID))).isEqualTo(asked);
    assertThat(name(operations.toRefund(answer).outcome())).isEqualTo(refund);
    assertThat(name(operations.toCaptureQuery(answer))).isEqualTo("Unknown");
    if (alarm == null) {
      assertThat(alarms()).isEmpty();
    } else {
      assertThat(alarms()).containsKey(alarm);
    }
  }

  @Test
  void doesNotFindTheMethodWhereSomethingIsNotFound() {
    var answer = new Answered(400, bytes(refused("resource_not_found")));

    assertThat(replies.toConfirm(answer, INTENT_ID))
        .contains(
            new Declined(
                new DeclineReason(Category.INVALID_METHOD, "resource_not_found"), INTENT_ID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"duplicate_request", "resource_already_exists", "invalid_status_for_operation"})
  void asksWhereItMayHaveBeenDoneBefore(String code) {
    var answer = new Answered(400, bytes(refused(code)));

    assertThat(replies.toCreate(answer)).isEqualTo(new Made.Before());
    assertThat(replies.toConfirm(answer, INTENT_ID)).isEmpty();
    assertThat(replies.toCancel(answer, INTENT_ID)).isEmpty();
    var said = operations.toRefund(answer);
    assertThat(said.outcome()).isInstanceOf(OperationOutcome.Refused.class);
    assertThat(said.isRepetition()).isEqualTo(!code.startsWith("invalid"));
    assertThat(alarms()).isEmpty();
  }

  @Test
  void sendsThePayerWhereItIsTold() {
    var page = "https://api.airwallex.com/pa/redirect/sg/sgst?checksum=7";
    var answer = ok(challenged(byCard(), page));

    assertThat(replies.toConfirm(answer, INTENT_ID))
        .contains(new NeedsAction(new NextStep.Redirect(URI.create(page)), INTENT_ID));
    assertThat(replies.toQuery(ok(intent(byCard(), "REQUIRES_CUSTOMER_ACTION")), INTENT_ID))
        .isEqualTo(new NeedsAction(new NextStep.Wait(), INTENT_ID));
    assertThat(alarms()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1)", "octopus://payment", "/redirect", "::", ""})
  void sendsThePayerNowhereElse(String url) {
    assertThat(replies.toQuery(ok(challenged(byCard(), url)), INTENT_ID))
        .isEqualTo(new NeedsAction(new NextStep.Wait(), INTENT_ID));
    assertThat(alarms()).containsOnly(Map.entry("unmapped", 1.0));
  }

  @Test
  void sendsThePayerToNoForm() {
    var form = challenged(byCard(), "https://issuer.example/acs");
    ((ObjectNode) form.get("next_action")).put("method", "POST");

    assertThat(replies.toQuery(ok(form), INTENT_ID))
        .isEqualTo(new NeedsAction(new NextStep.Wait(), INTENT_ID));
    assertThat(alarms()).containsOnly(Map.entry("unmapped", 1.0));
  }

  @Test
  void declinesByACodeOfTomorrowAndSaysSo() {
    assertThat(replies.toQuery(ok(failed(byCard(), "code_of_tomorrow", null)), INTENT_ID))
        .isEqualTo(new Declined(new DeclineReason(Category.OTHER, "code_of_tomorrow"), INTENT_ID));
    assertThat(alarms()).containsOnly(Map.entry("unmapped", 1.0));
  }

  @Test
  void confirmsOnlyWhatNobodyTried() {
    assertThat(replies.toCreate(made(intent(byCard(), "REQUIRES_PAYMENT_METHOD"))))
        .isEqualTo(new Made.Waiting(INTENT_ID));
    assertThat(replies.toCreate(made(intent(byCard(), "SUCCEEDED"))))
        .isEqualTo(new Made.Over(new Approved(INTENT_ID)));
    assertThat(replies.toCreate(made(tried(byCard(), "REQUIRES_PAYMENT_METHOD", "RECEIVED"))))
        .isEqualTo(new Made.Over(new Pending(INTENT_ID)));
    assertThat(replies.toResumption(ok(intent(byCard(), "REQUIRES_PAYMENT_METHOD")), INTENT_ID))
        .isEmpty();
    assertThat(
            replies.toResumption(
                ok(tried(byCard(), "REQUIRES_PAYMENT_METHOD", "RECEIVED")), INTENT_ID))
        .contains(new Pending(INTENT_ID));
  }

  @Test
  void believesNoAnswerAboutAnotherOrder() {
    var others =
        List.of(
            intent(byCard(), "SUCCEEDED").put("amount", new BigDecimal("12.98")),
            intent(byCard(), "SUCCEEDED").put("amount", "12.99"),
            intent(byCard(), "SUCCEEDED").put("currency", "EUR"),
            intent(byCard(), "SUCCEEDED").put("merchant_order_id", "another-1"),
            intent(byCard(), "SUCCEEDED").put("id", "int_other"),
            intent(byCard(), "SUCCEEDED").put("id", "int/../x"));
    for (var other : others) {
      assertThat(replies.toQuery(ok(other), INTENT_ID))
          .as(other.toString())
          .isInstanceOf(Unknown.class);
      assertThat(replies.toConfirm(ok(other), INTENT_ID).orElseThrow()).isInstanceOf(Unknown.class);
      assertThat(operations.toCaptureQuery(ok(other))).isInstanceOf(OperationOutcome.Unknown.class);
      assertThat(replies.toResumption(ok(other), INTENT_ID)).isPresent();
    }
    assertThat(alarms()).containsKey("mismatch");
  }

  @Test
  void findsTheIntentOfAnAttempt() {
    var ours = intent(byCard(), "SUCCEEDED");
    var other = intent(byCard(), "SUCCEEDED").put("merchant_order_id", "another-1");

    assertThat(replies.toLookup(ok(page(false, other, ours))))
        .isEqualTo(new Sought.Found(INTENT_ID));
    assertThat(replies.toLookup(ok(page(false)))).isEqualTo(new Sought.Nothing(new Absent()));
    assertThat(replies.toLookup(ok(page(false, other))))
        .isEqualTo(new Sought.Nothing(new Absent()));
    assertThat(alarms()).isEmpty();
    assertThat(nothing(replies.toLookup(ok(page(true, other))))).isInstanceOf(Unknown.class);
    assertThat(nothing(replies.toLookup(ok(page(false, ours, ours))))).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsOnly(Map.entry("several_payments", 1.0));
    assertThat(nothing(replies.toLookup(new Answered(429, new byte[0]))))
        .isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    // status, what the refund is, the same where ACCEPTED is enough
    "RECEIVED, Pending, Pending",
    "ACCEPTED, Pending, Done",
    "SETTLED, Done, Done",
    "FAILED, Refused, Refused",
    "PATIENT, Unknown, Unknown",
  })
  void readsEveryStatusOfARefund(String status, String said, String hasty) {
    var answer = ok(refund(status, 500));

    assertThat(name(operations.toRefund(answer).outcome())).isEqualTo(said);
    assertThat(name(operations.toRefundQuery(answer))).isEqualTo(said);
    assertThat(name(operations.toRefundList(ok(page(false, refund(status, 500)))))).isEqualTo(said);
    assertThat(name(operations(Map.of("refund-accepted", "done")).toRefundQuery(answer)))
        .isEqualTo(hasty);
    assertThat(alarms().containsKey("unmapped")).isEqualTo(status.equals("PATIENT"));
  }

  @Test
  void namesTheRefund() {
    assertThat(operations.toRefundQuery(ok(refund("SETTLED", 500))))
        .isEqualTo(new OperationOutcome.Done(REFUND_ID));
    assertThat(operations.toRefundList(ok(page(false)))).isEqualTo(new OperationOutcome.Absent());
    assertThat(operations.toRefundList(ok(page(true))))
        .isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void believesNoAnswerAboutAnotherRefund() {
    for (var other :
        List.of(
            refund("SETTLED", 501),
            refund("SETTLED", 500).put("currency", "EUR"),
            refund("SETTLED", 500).put("request_id", "op_2"),
            refund("SETTLED", 500).put("payment_intent_id", "int_other"))) {
      assertThat(operations.toRefund(ok(other)).outcome())
          .as(other.toString())
          .isInstanceOf(OperationOutcome.Unknown.class);
      assertThat(operations.toRefundQuery(ok(other))).isInstanceOf(OperationOutcome.Unknown.class);
    }
    assertThat(alarms()).containsOnly(Map.entry("mismatch", 8.0));
  }

  @Test
  void knowsItsCaptureByTheAmount() {
    assertThat(operations.toCapture(ok(captured(held(), 500))).outcome())
        .isEqualTo(new OperationOutcome.Done(null));
    assertThat(operations.toCaptureQuery(ok(captured(held(), 400))))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(alarms()).isEmpty();
    assertThat(operations.toCapture(ok(captured(held(), 400))).outcome())
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms()).containsOnly(Map.entry("mismatch", 1.0));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 400, 500})
  void knowsNothingByAnswersThatItCannotRead(int status) {
    for (var body : List.of("", "null", "{", "[]", "{}", "7", "{\"id\":null}", "{\"code\":7}")) {
      var answer = new Answered(status, body.getBytes(UTF_8));
      assertThat(replies.toConfirm(answer, INTENT_ID).orElseThrow())
          .as(body)
          .isInstanceOf(Unknown.class);
      assertThat(replies.toQuery(answer, INTENT_ID)).isInstanceOf(Unknown.class);
      assertThat(((Made.Over) replies.toCreate(answer)).outcome()).isInstanceOf(Unknown.class);
      assertThat(nothing(replies.toLookup(answer))).isInstanceOf(Unknown.class);
      assertThat(
              List.of(
                  operations.toCapture(answer).outcome(),
                  operations.toRelease(answer).outcome(),
                  operations.toRefund(answer).outcome(),
                  operations.toRefundList(answer)))
          .as(body)
          .hasOnlyElementsOfType(OperationOutcome.Unknown.class);
    }
  }

  @Test
  void saysOfAQuestionThatFailedNothingButThat() {
    for (var exchange :
        List.of(new Exchange.NotSent("refused"), new Exchange.Unknown("no answer"))) {
      assertThat(replies.toQuery(exchange, INTENT_ID)).isInstanceOf(Unknown.class);
      assertThat(replies.toCancel(exchange, INTENT_ID).orElseThrow()).isInstanceOf(Unknown.class);
      assertThat(nothing(replies.toLookup(exchange))).isInstanceOf(Unknown.class);
      assertThat(operations.toRefundQuery(exchange)).isInstanceOf(OperationOutcome.Unknown.class);
    }
    assertThat(replies.toCreate(new Exchange.NotSent("why")))
        .isEqualTo(new Made.Over(new NotSent("why")));
    assertThat(replies.toConfirm(new Exchange.Unknown("why"), INTENT_ID))
        .contains(new Unknown("why"));
  }

  private AirwallexReplies replies(Order order, Map<String, String> options) {
    return new AirwallexReplies(query(order, null), account(options), alarms);
  }

  private AirwallexOperationReplies operations(Map<String, String> options) {
    return new AirwallexOperationReplies(
        operation(held(), 500), INTENT_ID, account(options), alarms);
  }

  private static ChannelOutcome nothing(Sought sought) {
    return ((Sought.Nothing) sought).outcome();
  }

  private static Answered ok(ObjectNode body) {
    return new Answered(200, bytes(body));
  }

  private static Answered made(ObjectNode body) {
    return new Answered(201, bytes(body));
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
