package io.tollgate.channels.paypal;

import static io.tollgate.channels.paypal.PayPalFixtures.JSON;
import static io.tollgate.channels.paypal.PayPalFixtures.ORDER_ID;
import static io.tollgate.channels.paypal.PayPalFixtures.account;
import static io.tollgate.channels.paypal.PayPalFixtures.attempt;
import static io.tollgate.channels.paypal.PayPalFixtures.authorized;
import static io.tollgate.channels.paypal.PayPalFixtures.bytes;
import static io.tollgate.channels.paypal.PayPalFixtures.captured;
import static io.tollgate.channels.paypal.PayPalFixtures.cardOrder;
import static io.tollgate.channels.paypal.PayPalFixtures.error;
import static io.tollgate.channels.paypal.PayPalFixtures.open;
import static io.tollgate.channels.paypal.PayPalFixtures.order;
import static io.tollgate.channels.paypal.PayPalFixtures.recorded;
import static io.tollgate.channels.paypal.PayPalFixtures.unit;
import static io.tollgate.channels.paypal.PayPalFixtures.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.paypal.PayPalFound.Approved;
import io.tollgate.channels.paypal.PayPalFound.Elsewhere;
import io.tollgate.channels.paypal.PayPalFound.Gone;
import io.tollgate.channels.paypal.PayPalFound.Open;
import io.tollgate.channels.paypal.PayPalFound.Over;
import io.tollgate.channels.paypal.PayPalFound.Unread;
import io.tollgate.channels.paypal.PayPalIssues.Meaning;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
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

class PayPalRepliesTest {

  private static final URI PAGE =
      URI.create("https://www.paypal.com/checkoutnow?token=5O190127TN364715T");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final PayPalReplies replies = new PayPalReplies(attempt(order()), order(), alarms);
  private final PayPalReplies ofCard = new PayPalReplies(attempt(cardOrder()), cardOrder(), alarms);

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsEveryStatusOfAnOrder() {
    assertThat(read(open("CREATED", "approve"))).isEqualTo(new Open(ORDER_ID, PAGE));
    assertThat(read(open("CREATED", "self"))).isEqualTo(new Open(ORDER_ID, null));
    assertThat(read(open("SAVED", "approve"))).isEqualTo(new Open(ORDER_ID, PAGE));
    assertThat(read(open("PAYER_ACTION_REQUIRED", "payer-action")))
        .isEqualTo(new Open(ORDER_ID, PAGE));
    assertThat(read(open("APPROVED", "self"))).isEqualTo(new Approved(ORDER_ID));
    assertThat(read(open("VOIDED", "self"))).isEqualTo(new Over(new Closed(false, ORDER_ID)));
    assertThat(read(captured("COMPLETED")))
        .isEqualTo(new Over(new ChannelOutcome.Approved(ORDER_ID)));
    assertThat(alarms()).isEmpty();
  }

  @Test
  void sendsNoPayerToAPageForASavedMethodUnlessPayPalSaysSo() {
    assertThat(ofCard.toQuestion(answer(200, open("CREATED", "approve"))))
        .isEqualTo(new Open(ORDER_ID, null));
    assertThat(ofCard.toQuestion(answer(200, open("PAYER_ACTION_REQUIRED", "payer-action"))))
        .isEqualTo(new Open(ORDER_ID, PAGE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1)", "not an address", "//host/x", "ftp://host/x", ""})
  void sendsNoPayerToWhatIsNoPage(String href) {
    var order = open("CREATED", "approve");
    ((ObjectNode) order.at("/links/1")).put("href", href);

    assertThat(read(order)).isEqualTo(new Open(ORDER_ID, null));
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, Approved",
    "PARTIALLY_REFUNDED, Approved",
    "REFUNDED, Approved",
    "PENDING, Pending",
    "DECLINED, Declined",
    "FAILED, Declined",
    "DENIED, Declined",
    "ASLEEP, Unknown",
  })
  void readsEveryStatusOfACapture(String status, String outcome) {
    assertThat(name(read(captured(status)))).isEqualTo(outcome);
    assertThat(alarms().containsKey("unmapped")).isEqualTo(outcome.equals("Unknown"));
  }

  @ParameterizedTest
  @CsvSource({
    "CREATED, Authorized",
    "CAPTURED, Approved",
    "PARTIALLY_CAPTURED, Approved",
    "DENIED, Declined",
    "VOIDED, Closed",
    "PENDING, Pending",
    "ASLEEP, Unknown",
  })
  void readsEveryStatusOfAnAuthorization(String status, String outcome) {
    assertThat(name(read(authorized(status)))).isEqualTo(outcome);
    assertThat(alarms().containsKey("unmapped")).isEqualTo(outcome.equals("Unknown"));
  }

  @Test
  void knowsEveryStatusThatTheDescriptionsName() {
    PayPalDescription.assume();
    var orders = PayPalDescription.ORDERS;

    for (var status : orders.listed("capture_status", "status")) {
      assertThat(name(read(captured(status)))).as(status).isNotEqualTo("Unknown");
    }
    for (var status : orders.listed("authorization_status", "status")) {
      assertThat(name(read(authorized(status)))).as(status).isNotEqualTo("Unknown");
    }
    assertThat(alarms()).isEmpty();
  }

  @Test
  void raisesAnAlarmOnAStatusThatIsNotMapped() {
    assertThat(name(read(open("ASLEEP", "self")))).isEqualTo("Unknown");
    assertThat(alarms()).containsEntry("unmapped", 1.0);
  }

  @ParameterizedTest
  @CsvSource({
    "5120, INSUFFICIENT_FUNDS",
    "5400, EXPIRED_METHOD",
    "5110, INVALID_METHOD",
    "9500, SUSPECTED_FRAUD",
    "9520, SUSPECTED_FRAUD",
    "7710, AUTHENTICATION_FAILED",
    "5710, LIMIT_EXCEEDED",
    "0500, DO_NOT_HONOR",
    "8000, OTHER",
    "ZZZZ, OTHER",
  })
  void sortsTheIssuersCodesIntoCategories(String code, Category category) {
    var order = captured("DECLINED");
    ((ObjectNode) order.at("/purchase_units/0/payments/captures/0"))
        .putObject("processor_response")
        .put("response_code", code);

    assertThat(read(order))
        .isEqualTo(new Over(new Declined(new DeclineReason(category, code), ORDER_ID)));
  }

  @Test
  void passesNoTextOnThatIsNotACode() {
    var order = captured("DECLINED");
    ((ObjectNode) order.at("/purchase_units/0/payments/captures/0"))
        .putObject("processor_response")
        .put("response_code", "card 4242 4242 refused");

    assertThat(read(order))
        .isEqualTo(new Over(new Declined(new DeclineReason(Category.OTHER, null), ORDER_ID)));
  }

  @ParameterizedTest
  @CsvSource({
    // issue, what it means for the completion of an order
    "INSTRUMENT_DECLINED, Declined, DO_NOT_HONOR",
    "ALIAS_DECLINED_BY_PROCESSOR, Declined, DO_NOT_HONOR",
    "PAYER_CANNOT_PAY, Declined, DO_NOT_HONOR",
    "TRANSACTION_REFUSED, Declined, DO_NOT_HONOR",
    "CARD_EXPIRED, Declined, EXPIRED_METHOD",
    "COMPLIANCE_VIOLATION, Declined, OTHER",
    "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED, Declined, LIMIT_EXCEEDED",
    "TOKEN_ID_NOT_FOUND, Declined, INVALID_METHOD",
    "TRANSACTION_BLOCKED_BY_PAYEE, Declined, SUSPECTED_FRAUD",
    "INVALID_CURRENCY_CODE, Declined, REQUEST_REFUSED",
    "NOT_ENABLED_FOR_CARD_PROCESSING, Declined, REQUEST_REFUSED",
    "ORDER_ALREADY_CAPTURED, Unread,",
    "ORDER_ALREADY_AUTHORIZED, Unread,",
    "ORDER_ALREADY_COMPLETED, Unread,",
    "ORDER_NOT_APPROVED, Unread,",
    "PAYER_ACTION_REQUIRED, Unread,",
    "INVALID_RESOURCE_ID, Unread,",
    "DUPLICATE_INVOICE_ID, Elsewhere,",
    "ORDER_COMPLETION_IN_PROGRESS, Unknown,",
    "PREVIOUS_REQUEST_IN_PROGRESS, Unknown,",
    "ORDER_EXPIRED, Closed,",
    "RATE_LIMIT_REACHED, NotSent,",
    "AN_ISSUE_OF_TOMORROW, Unknown,",
  })
  void readsEveryKindOfIssue(String issue, String outcome, Category category) {
    var found = completing(422, error("UNPROCESSABLE_ENTITY", issue));

    assertThat(name(found)).isEqualTo(outcome);
    if (category != null) {
      assertThat(found)
          .isEqualTo(new Over(new Declined(new DeclineReason(category, issue), ORDER_ID)));
    }
    assertThat(alarms().containsKey("unmapped")).isEqualTo(issue.endsWith("TOMORROW"));
  }

  @Test
  void knowsEveryIssueThatTheDescriptionsName() {
    PayPalDescription.assume();
    var named =
        PayPalDescription.ORDERS.issues(
            "400",
            "401",
            "403",
            "404",
            "422",
            "orders.authorize-400",
            "orders.authorize-403",
            "orders.authorize-422",
            "orders.capture-400",
            "orders.capture-403",
            "orders.capture-422");
    named.addAll(
        PayPalDescription.PAYMENTS.issues(
            "400",
            "401",
            "403",
            "404",
            "409",
            "422",
            "authorizations.void-422",
            "captures.refund-400",
            "captures.refund-422"));

    assertThat(named).hasSize(185);
    for (var issue : named) {
      assertThat(PayPalIssues.find(issue)).as(issue).isNotNull();
      var problem = PayPalProblem.of(answer(422, error("UNPROCESSABLE_ENTITY", issue)), alarms);
      assertThat(problem.meaning()).as(issue).isNotEqualTo(Meaning.UNPROVED);
      assertThat(problem.reason().channelCode()).as(issue).isEqualTo(issue);
    }
    assertThat(alarms()).isEmpty();
  }

  @Test
  void letsTheWeightiestOfSeveralIssuesDecide() {
    assertThat(
            name(
                completing(
                    422, error("X", "INVALID_CURRENCY_CODE", "ORDER_COMPLETION_IN_PROGRESS"))))
        .isEqualTo("Unknown");
    assertThat(name(completing(422, error("X", "INSTRUMENT_DECLINED", "ORDER_ALREADY_CAPTURED"))))
        .isEqualTo("Unread");
    assertThat(name(completing(422, error("X", "INSTRUMENT_DECLINED", "OF_TOMORROW"))))
        .isEqualTo("Unknown");
    assertThat(alarms()).containsEntry("unmapped", 1.0);
  }

  @ParameterizedTest
  @CsvSource({
    // what the whole error is called, its HTTP status, and what it means for a payment
    "AUTHENTICATION_FAILURE, 401, Declined",
    "NOT_AUTHORIZED, 403, Declined",
    "INVALID_REQUEST, 400, Declined",
    "RESOURCE_NOT_FOUND, 404, Unread",
    "UNPROCESSABLE_ENTITY, 422, Unknown",
    "RATE_LIMIT_REACHED, 429, NotSent",
    "OF_TOMORROW, 429, NotSent",
    "INSTRUMENT_DECLINED, 500, Unknown",
    "INTERNAL_SERVER_ERROR, 500, Unknown",
    "SERVICE_UNAVAILABLE, 503, Unknown",
    "INSTRUMENT_DECLINED, 302, Unknown",
  })
  void readsEveryKindOfError(String name, int status, String outcome) {
    assertThat(name(completing(status, error(name)))).isEqualTo(outcome);
  }

  @Test
  void raisesAnAlarmWhereOurAccountIsRefused() {
    completing(401, error("AUTHENTICATION_FAILURE"));
    completing(403, error("NOT_AUTHORIZED", "PERMISSION_DENIED"));
    completing(401, JSON.createObjectNode().put("error", "invalid_token"));

    assertThat(alarms()).isEqualTo(Map.of("credentials_refused", 3.0));
  }

  @Test
  void readsTheCreationOfAnOrder() {
    assertThat(replies.toCreation(answer(422, error("X", "DUPLICATE_INVOICE_ID"))))
        .isEqualTo(new Elsewhere());
    assertThat(name(replies.toCreation(answer(422, error("X", "INVALID_CURRENCY_CODE")))))
        .isEqualTo("Declined");
    assertThat(name(replies.toCreation(answer(429, error("X"))))).isEqualTo("NotSent");
    assertThat(name(replies.toCreation(answer(409, error("X", "PREVIOUS_REQUEST_IN_PROGRESS")))))
        .isEqualTo("Unknown");
    assertThat(name(replies.toCreation(answer(422, error("X", "ORDER_ALREADY_CAPTURED")))))
        .isEqualTo("Unknown");
    assertThat(replies.toCreation(new Exchange.NotSent("circuit breaker open")))
        .isEqualTo(new Over(new NotSent("circuit breaker open")));
  }

  @Test
  void neverSaysNotSentOfAnAttemptWhoseQuestionFailed() {
    for (int status : new int[] {400, 401, 403, 409, 422, 429, 500, 503}) {
      for (var issue :
          List.of("RATE_LIMIT_REACHED", "PERMISSION_DENIED", "OF_TOMORROW", "INVALID_REQUEST")) {
        var answer = answer(status, error("X", issue));
        assertThat(name(replies.toQuestion(answer))).isEqualTo("Unknown");
        assertThat(name(replies.toRepetition(answer))).isNotEqualTo("NotSent");
      }
    }
    var unsent = new Exchange.NotSent("circuit breaker open");
    assertThat(name(replies.toQuestion(unsent))).isEqualTo("Unknown");
    assertThat(name(replies.toRepetition(unsent))).isEqualTo("Unknown");
    assertThat(replies.toQuestion(answer(404, error("RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID"))))
        .isEqualTo(new Gone());
  }

  @Test
  void provesNothingOfThenByAKeyThatIsRefusedNow() {
    assertThat(name(replies.toRepetition(answer(403, error("X", "PERMISSION_DENIED")))))
        .isEqualTo("Unknown");
    assertThat(name(replies.toRepetition(answer(422, error("X", "INVALID_CURRENCY_CODE")))))
        .isEqualTo("Declined");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 301, 400, 401, 402, 403, 409, 422, 500, 502, 503})
  void treatsAnAnswerThatIsNotPayPalsAsUnknown(int status) {
    for (var body :
        List.of(
            "", "<html>", "null", "[]", "{}", "{\"name\":null}", "{\"id\":1", "{\"id\":\"A\"}")) {
      var answer = new Answered(status, body.getBytes(StandardCharsets.UTF_8));
      assertThat(name(replies.toCreation(answer))).as(body).isEqualTo("Unknown");
      assertThat(name(replies.toRepetition(answer))).as(body).isEqualTo("Unknown");
      assertThat(name(replies.toQuestion(answer))).as(body).isEqualTo("Unknown");
      assertThat(name(replies.toCompletion(answer, ORDER_ID))).as(body).isEqualTo("Unknown");
    }
  }

  @Test
  void asksForTheOrderWhereTheAnswerDoesNotShowIt() {
    var minimal = JSON.createObjectNode().put("id", ORDER_ID).put("status", "COMPLETED");

    assertThat(replies.toCreation(answer(201, minimal))).isEqualTo(new Unread(ORDER_ID));
    assertThat(replies.toCompletion(answer(201, minimal), ORDER_ID))
        .isEqualTo(new Unread(ORDER_ID));
    assertThat(name(replies.toQuestion(answer(200, minimal)))).isEqualTo("Unknown");
  }

  @Test
  void believesNoAnswerAboutAnotherOrder() {
    var amount = captured("COMPLETED");
    ((ObjectNode) unit(amount).get("amount")).put("value", "12.98");
    var currency = captured("COMPLETED");
    ((ObjectNode) unit(currency).get("amount")).put("currency_code", "USD");
    var attempt = captured("COMPLETED");
    unit(attempt).put("custom_id", "pay_0-1");
    var reference = captured("COMPLETED");
    unit(reference).put("reference_id", "default");
    var nameless = captured("COMPLETED");
    unit(nameless).remove(List.of("custom_id", "reference_id"));
    var amountless = captured("COMPLETED");
    unit(amountless).remove("amount");
    var twofold = captured("COMPLETED");
    twofold.withArrayProperty("purchase_units").add(unit(twofold).deepCopy());
    var all = List.of(amount, currency, attempt, reference, nameless, amountless, twofold);

    for (var order : all) {
      assertThat(name(read(order))).isEqualTo("Unknown");
    }
    assertThat(alarms()).containsEntry("mismatch", (double) all.size());
  }

  @Test
  void believesNoPaymentOfAnotherAmount() {
    var captured = captured("COMPLETED");
    ((ObjectNode) captured.at("/purchase_units/0/payments/captures/0/amount")).put("value", "1.00");
    var held = authorized("CREATED");
    ((ObjectNode) held.at("/purchase_units/0/payments/authorizations/0/amount"))
        .put("currency_code", "USD");
    var empty = captured("COMPLETED");
    unit(empty).remove("payments");

    assertThat(name(read(captured))).isEqualTo("Unknown");
    assertThat(name(read(held))).isEqualTo("Unknown");
    assertThat(alarms()).containsEntry("mismatch", 2.0);
    assertThat(name(read(empty))).isEqualTo("Unknown");
  }

  @Test
  void takesNoIdThatCouldLeadOurRequestsElsewhere() {
    for (var id : List.of("../refunds", "5O1/capture", "5O1?x", "")) {
      assertThat(name(read(captured("COMPLETED").put("id", id)))).isEqualTo("Unknown");
    }
  }

  @Test
  void prefersThePaidOneOfSeveralCapturesAndRaisesAnAlarm() {
    var order = captured("PENDING");
    with(
        order,
        "captures",
        recorded("order-completed.json").at("/purchase_units/0/payments/captures/0"));

    assertThat(read(order)).isEqualTo(new Over(new ChannelOutcome.Approved(ORDER_ID)));
    assertThat(alarms()).containsEntry("several_payments", 1.0);
  }

  @Test
  void raisesNoAlarmWhereOneThatWasDeclinedCameFirst() {
    var order = captured("DECLINED");
    with(
        order,
        "captures",
        recorded("order-completed.json").at("/purchase_units/0/payments/captures/0"));

    assertThat(read(order)).isEqualTo(new Over(new ChannelOutcome.Approved(ORDER_ID)));
    assertThat(alarms()).isEmpty();
  }

  private PayPalFound read(ObjectNode order) {
    return replies.toQuestion(answer(200, order));
  }

  private PayPalFound completing(int status, ObjectNode body) {
    return replies.toCompletion(answer(status, body), ORDER_ID);
  }

  private static Answered answer(int status, ObjectNode body) {
    return new Answered(status, bytes(body));
  }

  /** The outcome's name where there is one, else that of what was found. */
  private static String name(PayPalFound found) {
    return switch (found) {
      case Over(var outcome) -> outcome.getClass().getSimpleName();
      default -> found.getClass().getSimpleName();
    };
  }

  private Map<String, Double> alarms() {
    var counted = new TreeMap<String, Double>();
    for (var counter : meters.find("tollgate.channel.alarms").counters()) {
      counted.put(counter.getId().getTag("alarm"), counter.count());
    }
    assertThat(counted).doesNotContainKey("defect");
    return counted;
  }
}
