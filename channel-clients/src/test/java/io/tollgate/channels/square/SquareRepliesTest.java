package io.tollgate.channels.square;

import static io.tollgate.channels.square.SquareFixtures.AGREEMENT;
import static io.tollgate.channels.square.SquareFixtures.CARD_ID;
import static io.tollgate.channels.square.SquareFixtures.CUSTOMER_ID;
import static io.tollgate.channels.square.SquareFixtures.LINK_ID;
import static io.tollgate.channels.square.SquareFixtures.PAYMENT_ID;
import static io.tollgate.channels.square.SquareFixtures.REFUND_ID;
import static io.tollgate.channels.square.SquareFixtures.about;
import static io.tollgate.channels.square.SquareFixtures.account;
import static io.tollgate.channels.square.SquareFixtures.attempt;
import static io.tollgate.channels.square.SquareFixtures.bytes;
import static io.tollgate.channels.square.SquareFixtures.cardOnFile;
import static io.tollgate.channels.square.SquareFixtures.error;
import static io.tollgate.channels.square.SquareFixtures.link;
import static io.tollgate.channels.square.SquareFixtures.money;
import static io.tollgate.channels.square.SquareFixtures.operation;
import static io.tollgate.channels.square.SquareFixtures.order;
import static io.tollgate.channels.square.SquareFixtures.payment;
import static io.tollgate.channels.square.SquareFixtures.refund;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.domain.channel.AgreementOutcome;
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
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.product.NextStep;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class SquareRepliesTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final SquareReplies replies =
      new SquareReplies(attempt(order()), order(), edges.alarms(account().id()));
  private final SquareOperationReplies operations =
      new SquareOperationReplies(
          operation(order(), order().amount()), edges.alarms(account().id()));
  private final SquareAgreementReplies agreements =
      new SquareAgreementReplies(AGREEMENT, edges.alarms(account().id()));

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsEveryStatusOfAPayment() {
    assertThat(paying(200, paid("COMPLETED"))).isEqualTo(new Approved(PAYMENT_ID));
    assertThat(paying(200, paid("APPROVED"))).isEqualTo(new Authorized(PAYMENT_ID));
    assertThat(paying(200, paid("PENDING"))).isEqualTo(new Pending(PAYMENT_ID));
    assertThat(paying(200, paid("CANCELED"))).isEqualTo(new Closed(false, PAYMENT_ID));
    assertThat(paying(200, paid("FAILED"))).isInstanceOf(Declined.class);
    assertThat(alarms()).isEmpty();
  }

  @Test
  void readsTheAnswersThatTheDescriptionShows() {
    OfficialDescription.assume();
    for (var schema :
        List.of("CreatePaymentResponse", "GetPaymentResponse", "CompletePaymentResponse")) {
      assertThat(paying(200, shown(schema))).isInstanceOf(Approved.class);
    }
    assertThat(paying(200, shown("CancelPaymentResponse"))).isInstanceOf(Closed.class);
    assertThat(alarms()).isEmpty();
  }

  @Test
  void raisesAnAlarmOnAStatusThatIsNotMapped() {
    assertThat(paying(200, paid("WAITING"))).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsExactly("unmapped");
  }

  @ParameterizedTest
  @CsvSource({
    "GENERIC_DECLINE, DO_NOT_HONOR",
    "CVV_FAILURE, INVALID_METHOD",
    "INSUFFICIENT_FUNDS, INSUFFICIENT_FUNDS",
    "CARD_EXPIRED, EXPIRED_METHOD",
    "TRANSACTION_LIMIT, LIMIT_EXCEEDED",
    "CARD_DECLINED_VERIFICATION_REQUIRED, AUTHENTICATION_FAILED",
    "SOMETHING_NEW, OTHER",
  })
  void believesARefusalOfTheMethodOfPayment(String code, Category category) {
    assertThat(paying(402, error("PAYMENT_METHOD_ERROR", code)))
        .isEqualTo(new Declined(new DeclineReason(category, code), null));
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_REQUEST_ERROR, VALUE_TOO_LOW",
    "401, AUTHENTICATION_ERROR, UNAUTHORIZED",
    "403, AUTHENTICATION_ERROR, FORBIDDEN",
    "400, MERCHANT_SUBSCRIPTION_ERROR, MERCHANT_SUBSCRIPTION_NOT_FOUND",
    "400, REFUND_ERROR, REFUND_DECLINED",
  })
  void endsTheAttemptWhereSquareRefusesTheRequest(int status, String category, String code) {
    assertThat(paying(status, error(category, code)))
        .isEqualTo(new Declined(new DeclineReason(Category.REQUEST_REFUSED, code), null));
    assertThat(alarms().contains("credentials_refused")).isEqualTo(status != 400);
  }

  @ParameterizedTest
  @CsvSource({
    "500, API_ERROR, INTERNAL_SERVER_ERROR",
    "504, API_ERROR, GATEWAY_TIMEOUT",
    "400, PAYMENT_METHOD_ERROR, TEMPORARY_ERROR",
    "400, INVALID_REQUEST_ERROR, IDEMPOTENCY_KEY_REUSED",
    "408, INVALID_REQUEST_ERROR, REQUEST_TIMEOUT",
    "409, INVALID_REQUEST_ERROR, CONFLICT",
    "400, EXTERNAL_VENDOR_ERROR, PLAID_ERROR",
    "502, RATE_LIMIT_ERROR, RATE_LIMITED",
  })
  void doesNotKnowWhereItMayHaveBeenCharged(int status, String category, String code) {
    assertThat(paying(status, error(category, code))).isInstanceOf(Unknown.class);
  }

  @Test
  void raisesAnAlarmOnACategoryThatIsNotMapped() {
    assertThat(paying(400, error("SOMETHING_ERROR", "BAD_REQUEST"))).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsExactly("unmapped");
  }

  @Test
  void holdsARateLimitForNotSentToPayAndForUnknownToAsk() {
    var limited = error("RATE_LIMIT_ERROR", "RATE_LIMITED");

    assertThat(paying(429, limited)).isInstanceOf(NotSent.class);
    assertThat(replies.toRetrieve(answer(429, limited))).isInstanceOf(Unknown.class);
  }

  @Test
  void goesByTheGravestOfSeveralErrors() {
    var errors = error("PAYMENT_METHOD_ERROR", "GENERIC_DECLINE");
    errors.withArray("errors").addObject().put("category", "API_ERROR").put("code", "GONE");

    assertThat(paying(400, errors)).isInstanceOf(Unknown.class);
  }

  @Test
  void takesNoChargeForARefusal() {
    var refused = error("PAYMENT_METHOD_ERROR", "GENERIC_DECLINE");
    refused.set("payment", payment("COMPLETED"));

    assertThat(paying(402, refused)).isEqualTo(new Approved(PAYMENT_ID));
  }

  @Test
  void namesTheFailedPaymentOfARefusal() {
    var refused = error("PAYMENT_METHOD_ERROR", "INSUFFICIENT_FUNDS");
    refused.set("payment", payment("FAILED"));

    assertThat(paying(402, refused))
        .isEqualTo(
            new Declined(
                new DeclineReason(Category.INSUFFICIENT_FUNDS, "INSUFFICIENT_FUNDS"), PAYMENT_ID));
  }

  @Test
  void believesNothingAboutAnotherOrder() {
    var amount = payment("COMPLETED");
    amount.set("amount_money", money(Money.of(1298, "USD")));
    var currency = payment("COMPLETED");
    currency.set("amount_money", money(Money.of(1299, "CAD")));
    var reference = payment("COMPLETED").put("reference_id", "pay_x-1");

    for (var strange : new ObjectNode[] {amount, currency, reference}) {
      assertThat(paying(200, about("payment", strange))).isInstanceOf(Unknown.class);
    }
    assertThat(alarms()).containsExactly("mismatch");
  }

  @Test
  void sendsThePayerToAPageThatAsksForTheOrdersAmount() {
    assertThat(replies.toLink(answer(200, link())))
        .isEqualTo(
            new NeedsAction(
                new NextStep.Redirect(URI.create("https://square.link/u/EXAMPLE")),
                "link:" + LINK_ID));
    assertThat(replies.toLink(answer(400, error("INVALID_REQUEST_ERROR", "BAD_REQUEST"))))
        .isInstanceOf(Declined.class);
    assertThat(replies.toLink(answer(500, error("API_ERROR", "BAD_GATEWAY"))))
        .isInstanceOf(Unknown.class);
    assertThat(alarms()).isEmpty();
  }

  @Test
  void sendsNobodyToAPageOfAnotherOrderOrAmount() {
    var taxed = link();
    taxed.withArray("/related_resources/orders").removeAll();
    taxed
        .withArray("/related_resources/orders")
        .addObject()
        .set("total_money", money(Money.of(1403, "USD")));
    var untold = link();
    untold.remove("related_resources");
    var other = link();
    other.withObject("payment_link").put("payment_note", "attempt-pay_x-1");

    for (var strange : new ObjectNode[] {taxed, untold, other}) {
      assertThat(replies.toLink(answer(200, strange))).isInstanceOf(Unknown.class);
    }
    assertThat(alarms()).containsExactly("mismatch");
  }

  @Test
  void closesALinkOnlyWhereWhatItAsksForWasCancelled() {
    var gone = about("x", money(Money.of(1, "USD"))).put("id", LINK_ID);

    assertThat(replies.toLinkDeletion(answer(200, gone), "link:" + LINK_ID)).isEmpty();
    gone.put("cancelled_order_id", "asx8LgZ6MRzD0fObfkJ6obBmSh4F");
    assertThat(replies.toLinkDeletion(answer(200, gone), "link:" + LINK_ID))
        .contains(new Closed(false, "link:" + LINK_ID));
    assertThat(replies.toLinkDeletion(answer(200, gone), "link:other")).isEmpty();
    assertThat(replies.toLinkDeletion(answer(500, gone), "link:" + LINK_ID))
        .get()
        .isInstanceOf(Unknown.class);
    assertThat(replies.toLinkQuery(answer(404, error("INVALID_REQUEST_ERROR", "NOT_FOUND"))))
        .isEqualTo(new Absent());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 429, 500, 503})
  void neverAnswersNotSentToAQuestion(int status) {
    var answer = answer(status, error("INVALID_REQUEST_ERROR", "NOT_FOUND"));

    assertThat(replies.toRetrieve(answer)).isInstanceOf(Unknown.class);
    assertThat(replies.toLinkQuery(answer))
        .isInstanceOf(status == 404 ? Absent.class : Unknown.class);
    assertThat(operations.toRefundQuery(answer)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(agreements.toRetrieve(answer)).isInstanceOf(AgreementOutcome.Unknown.class);
  }

  @Test
  void readsEveryStatusOfACapture() {
    assertThat(operations.toCaptureQuery(answer(200, paid("COMPLETED"))))
        .isEqualTo(new OperationOutcome.Done(null));
    assertThat(operations.toCaptureQuery(answer(200, paid("APPROVED"))))
        .isEqualTo(new OperationOutcome.Absent());
    assertThat(operations.toCaptureQuery(answer(200, paid("PENDING"))))
        .isEqualTo(new OperationOutcome.Absent());
    assertThat(operations.toCaptureQuery(answer(200, paid("CANCELED"))))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(operations.toCaptureQuery(answer(200, paid("FAILED"))))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(operations.toCapture(answer(200, paid("APPROVED"))))
        .isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void readsEveryStatusOfAVoid() {
    assertThat(operations.toReleaseQuery(answer(200, paid("CANCELED"))))
        .isEqualTo(new OperationOutcome.Done(null));
    assertThat(operations.toReleaseQuery(answer(200, paid("FAILED"))))
        .isEqualTo(new OperationOutcome.Done(null));
    assertThat(operations.toReleaseQuery(answer(200, paid("APPROVED"))))
        .isEqualTo(new OperationOutcome.Absent());
    assertThat(operations.toReleaseQuery(answer(200, paid("COMPLETED"))))
        .isInstanceOf(OperationOutcome.Refused.class);
  }

  @Test
  void readsEveryStatusOfARefund() {
    assertThat(refunding(refund("COMPLETED"))).isEqualTo(new OperationOutcome.Done(REFUND_ID));
    assertThat(refunding(refund("PENDING"))).isEqualTo(new OperationOutcome.Pending(REFUND_ID));
    assertThat(refunding(refund("REJECTED"))).isInstanceOf(OperationOutcome.Refused.class);
    assertThat(refunding(refund("FAILED"))).isInstanceOf(OperationOutcome.Refused.class);
    assertThat(refunding(refund("WAITING"))).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms()).containsExactly("unmapped");
  }

  @Test
  void believesNoRefundOfAnotherOperationAmountOrPayment() {
    var amount = refund("COMPLETED");
    amount.set("amount_money", money(Money.of(1, "USD")));

    assertThat(refunding(amount)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(refunding(refund("COMPLETED").put("reason", "refund-op_2")))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(refunding(refund("COMPLETED").put("payment_id", "other")))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms()).containsExactly("mismatch");
  }

  @Test
  void passesOverTheRefundsOfOthersWithoutAnAlarm() {
    var others = about("refund", refund("COMPLETED").put("reason", "returned goods"));

    assertThat(operations.toCandidate(answer(200, others)))
        .isEqualTo(new OperationOutcome.Absent());
    assertThat(alarms()).isEmpty();
  }

  @Test
  void readsAnAgreementFromItsCard() {
    assertThat(agreements.toCard(answer(200, about("card", cardOnFile(true)))))
        .isEqualTo(new AgreementOutcome.Active(CUSTOMER_ID + "/" + CARD_ID, CARD_ID));
    assertThat(agreements.toRetrieve(answer(200, about("card", cardOnFile(false)))))
        .isEqualTo(new AgreementOutcome.Ended());
    assertThat(
            agreements.toRetrieve(
                answer(200, about("card", cardOnFile(true).put("reference_id", "agr_2")))))
        .isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(agreements.toDisable(answer(200, about("card", cardOnFile(false))), CARD_ID))
        .isEqualTo(new OperationOutcome.Done(CARD_ID));
  }

  @Test
  void hasAKindForEveryActivityOfTheDescription() {
    OfficialDescription.assume();
    var alarms = edges.alarms(account().id());

    OfficialDescription.words("ActivityType").forEach(it -> SquareActivities.kind(it, alarms));

    assertThat(alarms()).isEmpty();
  }

  @Test
  void namesEveryCodeOfTheDescriptionToTheMerchant() {
    OfficialDescription.assume();

    for (var code : OfficialDescription.words("ErrorCode")) {
      assertThat(SquareDeclines.reason(code).channelCode()).isEqualTo(code);
    }
  }

  @Test
  void hasAMeaningForEveryCategoryOfTheDescription() {
    OfficialDescription.assume();

    OfficialDescription.words("ErrorCategory").forEach(it -> paying(400, error(it, "GONE")));

    assertThat(alarms()).isEmpty();
  }

  /** An answer as the description shows it, about the default order. */
  private static ObjectNode shown(String schema) {
    var answer = (ObjectNode) OfficialDescription.example(schema);
    var payment = answer.withObject("payment").put("reference_id", attempt(order()).toString());
    payment.set("amount_money", money(order().amount()));
    return answer;
  }

  private static ObjectNode paid(String status) {
    return about("payment", payment(status));
  }

  private static Exchange answer(int status, ObjectNode body) {
    return new Exchange.Answered(status, bytes(body));
  }

  private ChannelOutcome paying(int status, ObjectNode body) {
    return replies.toPay(answer(status, body));
  }

  private OperationOutcome refunding(ObjectNode refund) {
    return operations.toRefund(answer(200, about("refund", refund)));
  }

  private Set<String> alarms() {
    var raised = new TreeSet<String>();
    for (var counter : meters.find("tollgate.channel.alarms").counters()) {
      raised.add(counter.getId().getTag("alarm"));
    }
    return raised;
  }
}
