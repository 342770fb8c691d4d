package io.tollgate.channels.razorpay;

import static io.tollgate.channels.razorpay.RazorpayFixtures.LINK_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.ORDER_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.PAYMENT_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.REFUND_ID;
import static io.tollgate.channels.razorpay.RazorpayFixtures.account;
import static io.tollgate.channels.razorpay.RazorpayFixtures.attempt;
import static io.tollgate.channels.razorpay.RazorpayFixtures.bytes;
import static io.tollgate.channels.razorpay.RazorpayFixtures.collection;
import static io.tollgate.channels.razorpay.RazorpayFixtures.error;
import static io.tollgate.channels.razorpay.RazorpayFixtures.failed;
import static io.tollgate.channels.razorpay.RazorpayFixtures.hosted;
import static io.tollgate.channels.razorpay.RazorpayFixtures.link;
import static io.tollgate.channels.razorpay.RazorpayFixtures.manual;
import static io.tollgate.channels.razorpay.RazorpayFixtures.operation;
import static io.tollgate.channels.razorpay.RazorpayFixtures.order;
import static io.tollgate.channels.razorpay.RazorpayFixtures.orderNode;
import static io.tollgate.channels.razorpay.RazorpayFixtures.payment;
import static io.tollgate.channels.razorpay.RazorpayFixtures.refund;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.razorpay.RazorpayReplies.Ordered;
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
import io.tollgate.domain.payment.Order;
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
import tools.jackson.databind.node.ObjectNode;

class RazorpayRepliesTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final RazorpayOperationReplies operations =
      new RazorpayOperationReplies(operation(Money.of(500, "INR")), alarms);

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsEveryStatusOfAPayment() {
    assertThat(asked(payment("created"))).isEqualTo(new Pending(ORDER_ID));
    assertThat(asked(payment("authorized"))).isEqualTo(new Pending(ORDER_ID));
    assertThat(asked(manual(), payment("authorized"))).isEqualTo(new Authorized(ORDER_ID));
    assertThat(asked(payment("captured"))).isEqualTo(new Approved(ORDER_ID));
    assertThat(asked(payment("refunded").put("captured", true))).isEqualTo(new Approved(ORDER_ID));
    assertThat(asked(payment("refunded"))).isEqualTo(new Closed(true, ORDER_ID));
    assertThat(asked(failed("insufficient_funds")))
        .isEqualTo(
            new Declined(
                new DeclineReason(Category.INSUFFICIENT_FUNDS, "insufficient_funds"), ORDER_ID));
    assertThat(asked()).isEqualTo(new Absent());
    assertThat(alarms()).isEmpty();
  }

  @Test
  void raisesAnAlarmOnAStatusThatIsNotMapped() {
    assertThat(asked(payment("pondering"))).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsExactly("unmapped");
  }

  @Test
  void putsWhatWasPaidBeforeWhatFailedOnTheSameOrder() {
    assertThat(asked(failed("payment_cancelled"), payment("captured")))
        .isEqualTo(new Approved(ORDER_ID));
    assertThat(alarms()).isEmpty();
  }

  @Test
  void raisesAnAlarmWhereTwoPaymentsTookMoney() {
    assertThat(asked(payment("captured"), payment("authorized"))).isEqualTo(new Approved(ORDER_ID));
    assertThat(alarms()).containsExactly("several_payments");
  }

  @Test
  void believesNoPaymentOfAnotherOrderAmountOrCurrency() {
    assertThat(asked(payment("captured").put("order_id", "order_2"))).isInstanceOf(Unknown.class);
    assertThat(asked(payment("captured").put("amount", 129901))).isInstanceOf(Unknown.class);
    assertThat(asked(payment("captured").put("currency", "USD"))).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsExactly("mismatch");
  }

  @Test
  void paysNoOrderOfAnotherReceiptAmountOrCurrency() {
    assertThat(ordered(orderNode())).isEqualTo(new Ordered.Made(ORDER_ID));
    assertThat(alarms()).isEmpty();
    for (var other :
        List.of(
            orderNode().put("receipt", "another"),
            orderNode().put("amount", 129901),
            orderNode().put("currency", "USD"))) {
      assertThat(ordered(other)).isInstanceOf(Ordered.Missing.class);
    }
    assertThat(alarms()).containsExactly("mismatch");
  }

  @Test
  void readsEveryStatusOfALink() {
    assertThat(linked(link("created")))
        .isEqualTo(
            new NeedsAction(
                new NextStep.Redirect(URI.create("https://rzp.io/i/nxrHnLJ")), LINK_ID));
    assertThat(linked(link("paid"))).isEqualTo(new Approved(LINK_ID));
    assertThat(linked(link("cancelled"))).isEqualTo(new Closed(false, LINK_ID));
    assertThat(linked(link("expired"))).isEqualTo(new Closed(true, LINK_ID));
    assertThat(alarms()).isEmpty();
    assertThat(linked(link("paid").put("amount_paid", 1))).isInstanceOf(Unknown.class);
    assertThat(linked(link("partially_paid"))).isInstanceOf(Unknown.class);
    assertThat(linked(link("paid").put("reference_id", "other"))).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsExactly("mismatch", "unmapped");
  }

  @ParameterizedTest
  @CsvSource({
    "400, BAD_REQUEST_ERROR, payment_authentication, invalid_otp, AUTHENTICATION_FAILED",
    "400, BAD_REQUEST_ERROR, payment_authorization, card_expired, EXPIRED_METHOD",
    "400, BAD_REQUEST_ERROR, payment_authorization, payment_risk_check_failed, SUSPECTED_FRAUD",
    "400, BAD_REQUEST_ERROR, payment_authorization, a_reason_of_tomorrow, OTHER",
    "400, BAD_REQUEST_ERROR, payment_initiation, input_validation_failed, REQUEST_REFUSED",
    "400, BAD_REQUEST_ERROR, NA, NA, REQUEST_REFUSED",
  })
  void takesARefusalForADecline(
      int status, String code, String step, String reason, Category category) {
    assertThat(paying(status, error(code, step, reason)))
        .isInstanceOfSatisfying(
            Declined.class,
            declined -> assertThat(declined.reason().category()).isEqualTo(category));
    assertThat(alarms()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "500, SERVER_ERROR, ''",
    "502, '', ''",
    "409, BAD_REQUEST_ERROR, ''",
    "302, BAD_REQUEST_ERROR, ''",
    "400, SERVER_ERROR, ''",
    "400, NEW_ERROR, unmapped",
  })
  void takesWhatIsNotARefusalForUnknown(int status, String code, String alarm) {
    assertThat(paying(status, error(code, "payment_authorization", "insufficient_funds")))
        .isInstanceOf(Unknown.class);
    assertThat(String.join(",", alarms())).isEqualTo(alarm);
  }

  @Test
  void asksThePaymentAfterAnErrorOfTheBanksSide() {
    var answer = new Answered(400, bytes(error("GATEWAY_ERROR", "payment_authorization", "x")));
    assertThat(replies(order()).toPay(answer, ORDER_ID)).isEmpty();
  }

  @Test
  void sendsAgainAfterTheRateLimitOnly() {
    assertThat(paying(429, error("BAD_REQUEST_ERROR", "NA", "NA"))).isInstanceOf(NotSent.class);
    assertThat(replies(order()).toPay(new Exchange.NotSent("x"), ORDER_ID))
        .contains(new NotSent("x"));
    assertThat(replies(order()).toPay(new Exchange.Unknown("x"), ORDER_ID))
        .contains(new Unknown("x"));
  }

  @Test
  void raisesAnAlarmWhereTheKeyIsRefused() {
    assertThat(paying(401, error("BAD_REQUEST_ERROR", "NA", "NA"))).isInstanceOf(Declined.class);
    assertThat(alarms()).containsExactly("credentials_refused");
  }

  @Test
  void sendsThePayerToTheBank() {
    var made = RazorpayFixtures.JSON.createObjectNode().put("razorpay_payment_id", PAYMENT_ID);
    assertThat(paying(200, made)).isEqualTo(new Pending(ORDER_ID));

    made.putArray("next").addObject().put("action", "redirect").put("url", "https://bank.example/");

    assertThat(paying(200, made))
        .isEqualTo(
            new NeedsAction(new NextStep.Redirect(URI.create("https://bank.example/")), ORDER_ID));
  }

  @Test
  void aQuestionThatFailsSaysNothing() {
    for (var status : new int[] {400, 401, 404, 429, 500}) {
      var answer = new Answered(status, bytes(error("BAD_REQUEST_ERROR", "NA", "NA")));
      var found = RazorpayFound.read(answer, RazorpayPayment.class, attempt(), alarms);
      assertThat(replies(order()).toPayments(found, ORDER_ID)).isInstanceOf(Unknown.class);
      assertThat(replies(hosted()).toLinkQuery(answer)).isInstanceOf(Unknown.class);
      assertThat(operations.toRefundQuery(answer)).isInstanceOf(OperationOutcome.Unknown.class);
    }
  }

  @Test
  void readsEveryStatusOfARefund() {
    assertThat(refunded(refund("processed"))).isEqualTo(new OperationOutcome.Done(REFUND_ID));
    assertThat(refunded(refund("pending"))).isEqualTo(new OperationOutcome.Pending(REFUND_ID));
    assertThat(refunded(refund("failed"))).isInstanceOf(OperationOutcome.Refused.class);
    assertThat(alarms()).isEmpty();
    assertThat(refunded(refund("lost"))).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(refunded(refund("processed").put("amount", 501)))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(refunded(refund("processed").put("payment_id", "pay_2")))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms()).containsExactly("mismatch", "unmapped");
  }

  @Test
  void readsACaptureByItsPayment() {
    assertThat(captured(payment("captured"))).isEqualTo(new OperationOutcome.Done(null));
    assertThat(captured(payment("authorized"))).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(captured(payment("refunded"))).isInstanceOf(OperationOutcome.Refused.class);
    assertThat(captured(payment("captured").put("id", "pay_2")))
        .isInstanceOf(OperationOutcome.Unknown.class);
  }

  private ChannelOutcome asked(ObjectNode... payments) {
    return asked(order(), payments);
  }

  private ChannelOutcome asked(Order order, ObjectNode... payments) {
    var answer = new Answered(200, bytes(collection(payments)));
    return replies(order)
        .toPayments(RazorpayFound.read(answer, RazorpayPayment.class, attempt(), alarms), ORDER_ID);
  }

  private Ordered ordered(ObjectNode order) {
    return replies(order()).toOrder(new Answered(200, bytes(order)));
  }

  private ChannelOutcome linked(ObjectNode link) {
    return replies(hosted()).toLink(new Answered(200, bytes(link)));
  }

  private ChannelOutcome paying(int status, ObjectNode body) {
    return replies(order()).toPay(new Answered(status, bytes(body)), ORDER_ID).orElseThrow();
  }

  private OperationOutcome refunded(ObjectNode body) {
    return operations.toRefund(new Answered(200, bytes(body)), PAYMENT_ID);
  }

  private OperationOutcome captured(ObjectNode body) {
    return operations.toCapture(new Answered(200, bytes(body)), PAYMENT_ID);
  }

  private RazorpayReplies replies(Order order) {
    return new RazorpayReplies(attempt(), order, alarms);
  }

  private Set<String> alarms() {
    var raised = new TreeSet<String>();
    for (var counter : meters.find("tollgate.channel.alarms").counters()) {
      raised.add(counter.getId().getTag("alarm"));
    }
    return raised;
  }
}
