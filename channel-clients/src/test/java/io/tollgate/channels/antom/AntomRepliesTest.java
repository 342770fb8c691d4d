package io.tollgate.channels.antom;

import static io.tollgate.channels.antom.AntomFixtures.CAPTURE_ID;
import static io.tollgate.channels.antom.AntomFixtures.OPERATION;
import static io.tollgate.channels.antom.AntomFixtures.PAYMENT_ID;
import static io.tollgate.channels.antom.AntomFixtures.REFUND_ID;
import static io.tollgate.channels.antom.AntomFixtures.account;
import static io.tollgate.channels.antom.AntomFixtures.amount;
import static io.tollgate.channels.antom.AntomFixtures.asked;
import static io.tollgate.channels.antom.AntomFixtures.attempt;
import static io.tollgate.channels.antom.AntomFixtures.heldOrder;
import static io.tollgate.channels.antom.AntomFixtures.operation;
import static io.tollgate.channels.antom.AntomFixtures.order;
import static io.tollgate.channels.antom.AntomFixtures.paid;
import static io.tollgate.channels.antom.AntomFixtures.result;
import static io.tollgate.channels.antom.AntomFixtures.signed;
import static io.tollgate.channels.antom.AntomFixtures.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
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
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class AntomRepliesTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final AntomOperationReplies operations =
      new AntomOperationReplies(operation(heldOrder(), 500), account(), alarms);
  private final AntomAgreementReplies agreements =
      new AntomAgreementReplies(AntomFixtures.AGREEMENT, account(), alarms);

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void approvesWhatIsPaidAndAuthorizesWhatIsHeld() {
    assertThat(paying(order(), paid(order(), "S", "SUCCESS"))).isEqualTo(new Approved(PAYMENT_ID));
    assertThat(paying(heldOrder(), paid(heldOrder(), "S", "SUCCESS")))
        .isEqualTo(new Authorized(PAYMENT_ID));
    assertThat(alarms()).isEmpty();
  }

  @Test
  void tellsWhereThePayerHasToGo() {
    var open = paid(order(), "U", "PAYMENT_IN_PROCESS");
    assertThat(paying(order(), open)).isEqualTo(new Pending(PAYMENT_ID));

    var page = open.deepCopy().put("normalUrl", "https://wallet.example/pay?x=1");
    assertThat(paying(order(), page))
        .isEqualTo(
            new NeedsAction(
                new NextStep.Redirect(URI.create("https://wallet.example/pay?x=1")), PAYMENT_ID));

    var code = open.deepCopy();
    code.putObject("orderCodeForm")
        .putArray("codeDetails")
        .addObject()
        .put("codeValueType", "QRCODE")
        .put("displayType", "TEXT")
        .put("codeValue", "000201");
    assertThat(paying(order(), code))
        .isEqualTo(new NeedsAction(new NextStep.ShowCode("000201"), PAYMENT_ID));

    var app = open.deepCopy().put("normalUrl", "gcash://pay");
    assertThat(paying(order(), app)).isEqualTo(new Pending(PAYMENT_ID));
  }

  @ParameterizedTest
  @CsvSource({
    "USER_BALANCE_NOT_ENOUGH, INSUFFICIENT_FUNDS",
    "RISK_REJECT, SUSPECTED_FRAUD",
    "USER_AMOUNT_EXCEED_LIMIT, LIMIT_EXCEEDED",
    "ORDER_IS_CLOSED, OTHER",
    "ORDER_IS_CANCELED, OTHER",
    "ORDER_STATUS_INVALID, REQUEST_REFUSED",
    "PAYMENT_METHOD_NOT_AVAILABLE, INVALID_METHOD",
    "PARAM_ILLEGAL, REQUEST_REFUSED",
    "CURRENCY_NOT_SUPPORT, REQUEST_REFUSED",
    "INVALID_SIGNATURE, REQUEST_REFUSED",
    "CLIENT_INVALID, REQUEST_REFUSED",
    "KEY_NOT_FOUND, REQUEST_REFUSED",
    "ACCESS_DENIED, REQUEST_REFUSED",
    "INVALID_MERCHANT_STATUS, REQUEST_REFUSED",
    "EXPIRED_ACCESS_TOKEN, EXPIRED_METHOD",
    "INVALID_ACCESS_TOKEN, INVALID_METHOD",
  })
  void declinesByEveryCodeOfTheFacts(String code, Category category) {
    assertThat(paying(order(), result("F", code)))
        .isEqualTo(new Declined(new DeclineReason(category, code), null));
    assertThat(alarms().containsKey("credentials_refused"))
        .isEqualTo(AntomCodes.CREDENTIALS.contains(code));
  }

  @ParameterizedTest
  @CsvSource({
    "U, UNKNOWN_EXCEPTION, 0",
    "F, SYSTEM_ERROR, 0",
    "F, REPEAT_REQ_INCONSISTENT, 0",
    "F, ORDER_NOT_EXIST, 0",
    "U, PATIENCE_REQUIRED, 1",
    "F, PATIENCE_LOST, 1",
    "X, SUCCESS, 1",
  })
  void knowsNothingByWhatIsUnclear(String status, String code, double unmapped) {
    assertThat(paying(order(), result(status, code))).isInstanceOf(Unknown.class);
    assertThat(alarms().getOrDefault("unmapped", 0.0)).isEqualTo(unmapped);
  }

  @Test
  void takesTheRateLimitForNotSentUnlessTheAccountSaysOtherwise() {
    var busy = signed(result("U", "REQUEST_TRAFFIC_EXCEED_LIMIT"));
    var careful = account("http://127.0.0.1:1", Map.of("traffic-limit", "unknown"));

    assertThat(replies(order()).toPay(busy)).isInstanceOf(NotSent.class);
    assertThat(new AntomReplies(attempt(order()), order(), careful, alarms).toPay(busy))
        .isInstanceOf(Unknown.class);
    assertThat(replies(order()).toInquiry(busy)).isInstanceOf(Unknown.class);
  }

  @Test
  void takesFurtherCodesForDeclinesWhereTheAccountNamesThem() {
    var account =
        account("http://127.0.0.1:1", Map.of("declined-codes", "PROCESS_FAIL, OTHER_ONE"));

    assertThat(
            new AntomReplies(attempt(order()), order(), account, alarms)
                .toPay(signed(result("F", "PROCESS_FAIL"))))
        .isEqualTo(new Declined(new DeclineReason(Category.OTHER, "PROCESS_FAIL"), null));
  }

  @Test
  void readsEveryStatusOfTheSdk() {
    assertThat(asking(order(), asked(order(), "SUCCESS"))).isEqualTo(new Approved(PAYMENT_ID));
    assertThat(asking(order(), asked(order(), "PROCESSING")))
        .isEqualTo(new NeedsAction(new NextStep.Wait(), PAYMENT_ID));
    assertThat(asking(agreedOrder(), asked(agreedOrder(), "PROCESSING")))
        .isEqualTo(new Pending(PAYMENT_ID));
    assertThat(asking(order(), asked(order(), "PENDING"))).isEqualTo(new Pending(PAYMENT_ID));
    assertThat(asking(order(), asked(order(), "CANCELLED")))
        .isEqualTo(new Closed(false, PAYMENT_ID));
    assertThat(asking(order(), asked(order(), "FAIL").put("paymentResultCode", "RISK_REJECT")))
        .isEqualTo(
            new Declined(new DeclineReason(Category.SUSPECTED_FRAUD, "RISK_REJECT"), PAYMENT_ID));
    assertThat(alarms()).isEmpty();
    assertThat(asking(order(), asked(order(), "ASLEEP"))).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsEntry("unmapped", 1.0);
  }

  @Test
  void takesAHeldPaymentForPaidOnceACaptureSucceeded() {
    var held = asked(heldOrder(), "SUCCESS");
    assertThat(asking(heldOrder(), held)).isEqualTo(new Authorized(PAYMENT_ID));
    assertThat(asking(heldOrder(), transaction(held.deepCopy(), "CAPTURE", "FAIL", "500")))
        .isEqualTo(new Authorized(PAYMENT_ID));
    assertThat(asking(heldOrder(), transaction(held.deepCopy(), "CAPTURE", "SUCCESS", "500")))
        .isEqualTo(new Approved(PAYMENT_ID));
  }

  @Test
  void neverTakesAQuestionForSomethingThatWasNotSent() {
    assertThat(replies(order()).toInquiry(new AntomAnswer.NotSent("refused")))
        .isInstanceOf(Unknown.class);
    assertThat(asking(order(), result("F", "ORDER_NOT_EXIST"))).isEqualTo(new Absent());
    assertThat(asking(order(), result("F", "PARAM_ILLEGAL"))).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsEntry("query_refused", 1.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"paymentRequestId", "value", "currency"})
  void believesNoSuccessOfAnotherOrder(String field) {
    var answer = paid(order(), "S", "SUCCESS").put("paymentStatus", "SUCCESS");
    switch (field) {
      case "value" -> amount(answer, "paymentAmount", "1300");
      case "currency" ->
          answer.putObject("paymentAmount").put("currency", "THB").put("value", "1299");
      default -> answer.put(field, "somebody-elses");
    }

    assertThat(paying(order(), answer)).isInstanceOf(Unknown.class);
    assertThat(asking(order(), answer)).isInstanceOf(Unknown.class);
    assertThat(alarms()).containsEntry("mismatch", 2.0);
  }

  @Test
  void closesByACancellationThatWasDone() {
    var cancelled = result("S", "SUCCESS").put("paymentRequestId", attempt(order()).toString());

    assertThat(replies(order()).toCancel(signed(cancelled))).contains(new Closed(false, null));
    assertThat(replies(order()).toCancel(signed(result("F", "ORDER_STATUS_INVALID")))).isEmpty();
    assertThat(replies(order()).toCancel(signed(result("U", "UNKNOWN_EXCEPTION"))))
        .get()
        .isInstanceOf(Unknown.class);
  }

  @Test
  void readsRefunds() {
    assertThat(operations.toRefund(signed(refund("S", "SUCCESS"))))
        .isEqualTo(new OperationOutcome.Done(REFUND_ID));
    assertThat(operations.toRefund(signed(refund("U", "REFUND_IN_PROCESS"))))
        .isEqualTo(new OperationOutcome.Pending(REFUND_ID));
    assertThat(operations.toRefund(signed(result("F", "ORDER_STATUS_INVALID"))))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(
            operations.toRefundQuery(signed(refund("S", "SUCCESS").put("refundStatus", "SUCCESS"))))
        .isEqualTo(new OperationOutcome.Done(REFUND_ID));
    assertThat(
            operations.toRefundQuery(
                signed(refund("S", "SUCCESS").put("refundStatus", "PROCESSING"))))
        .isEqualTo(new OperationOutcome.Pending(REFUND_ID));
    assertThat(operations.toRefundQuery(signed(refund("S", "SUCCESS").put("refundStatus", "FAIL"))))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(operations.toRefundQuery(signed(result("F", "REFUND_NOT_EXIST"))))
        .isEqualTo(new OperationOutcome.Absent());
    var other = refund("S", "SUCCESS").put("refundStatus", "SUCCESS");
    amount(other, "refundAmount", "501");
    assertThat(operations.toRefund(signed(other))).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(operations.toRefundQuery(signed(other)))
        .isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void findsACaptureAmongWhatHappenedToThePayment() {
    var held = asked(heldOrder(), "SUCCESS");

    assertThat(operations.toCaptureQuery(signed(held)))
        .isInstanceOf(OperationOutcome.Unknown.class);
    var listed = transaction(held.deepCopy(), "REFUND", "SUCCESS", "500");
    assertThat(operations.toCaptureQuery(signed(listed))).isEqualTo(new OperationOutcome.Absent());
    var done = transaction(held.deepCopy(), "CAPTURE", "SUCCESS", "500");
    assertThat(operations.toCaptureQuery(signed(done)))
        .isEqualTo(new OperationOutcome.Done(CAPTURE_ID));
    var other = transaction(held.deepCopy(), "CAPTURE", "SUCCESS", "499");
    assertThat(operations.toCaptureQuery(signed(other)))
        .isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void letsGoOnlyWhatIsNotCaptured() {
    var held = asked(heldOrder(), "SUCCESS");

    assertThat(operations.toReleaseQuery(signed(held))).isEqualTo(new OperationOutcome.Absent());
    assertThat(
            operations.toReleaseQuery(
                signed(transaction(held.deepCopy(), "CAPTURE", "SUCCESS", "500"))))
        .isInstanceOf(OperationOutcome.Refused.class);
    assertThat(operations.toReleaseQuery(signed(asked(heldOrder(), "CANCELLED"))))
        .isEqualTo(new OperationOutcome.Done(null));
  }

  @Test
  void readsAgreements() {
    var consent = result("S", "SUCCESS").put("normalUrl", "https://wallet.example/agree");
    assertThat(agreements.toConsult(signed(consent)))
        .isEqualTo(
            new AgreementOutcome.NeedsAction(
                new NextStep.Redirect(URI.create("https://wallet.example/agree")), null));
    var token = result("S", "SUCCESS").put("accessToken", "2810111301lGzcM9");
    assertThat(agreements.toToken(signed(token), "code-1"))
        .isEqualTo(new AgreementOutcome.Active("2810111301lGzcM9", "code-1"));
    assertThat(agreements.toToken(signed(result("F", "EXPIRED_CODE")), "code-1"))
        .isInstanceOf(AgreementOutcome.Refused.class);
    assertThat(agreements.toToken(signed(result("F", "USED_CODE")), "code-1"))
        .isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(agreements.toToken(new AntomAnswer.NotSent("refused"), "code-1"))
        .isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(agreements.toRevoke(signed(result("S", "SUCCESS"))))
        .isEqualTo(new OperationOutcome.Done(null));
    assertThat(agreements.toRevoke(signed(result("F", "EXPIRED_ACCESS_TOKEN"))))
        .isEqualTo(new OperationOutcome.Done(null));
  }

  private static Order agreedOrder() {
    return AntomFixtures.order(
        Product.QUICK_PAY, new Method("gcash", "token-1"), CaptureMode.AUTOMATIC);
  }

  private static ObjectNode refund(String status, String code) {
    var refund =
        result(status, code)
            .put("refundRequestId", OPERATION.value())
            .put("refundId", REFUND_ID)
            .put("paymentId", PAYMENT_ID);
    amount(refund, "refundAmount", "500");
    return refund;
  }

  private AntomReplies replies(Order order) {
    return new AntomReplies(attempt(order), order, account(), alarms);
  }

  private ChannelOutcome paying(Order order, ObjectNode answer) {
    return replies(order).toPay(signed(answer));
  }

  private ChannelOutcome asking(Order order, ObjectNode answer) {
    return replies(order).toInquiry(signed(answer));
  }

  private Map<String, Double> alarms() {
    var counted = new TreeMap<String, Double>();
    for (var counter : meters.find("tollgate.channel.alarms").counters()) {
      counted.put(counter.getId().getTag("alarm"), counter.count());
    }
    return counted;
  }
}
