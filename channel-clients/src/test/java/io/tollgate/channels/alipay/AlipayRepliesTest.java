package io.tollgate.channels.alipay;

import static io.tollgate.channels.alipay.AlipayFixtures.TRADE_NO;
import static io.tollgate.channels.alipay.AlipayFixtures.account;
import static io.tollgate.channels.alipay.AlipayFixtures.answer;
import static io.tollgate.channels.alipay.AlipayFixtures.attempt;
import static io.tollgate.channels.alipay.AlipayFixtures.failed;
import static io.tollgate.channels.alipay.AlipayFixtures.ok;
import static io.tollgate.channels.alipay.AlipayFixtures.order;
import static io.tollgate.channels.alipay.AlipayFixtures.out;
import static io.tollgate.channels.alipay.AlipayFixtures.signed;
import static io.tollgate.channels.alipay.AlipayFixtures.trade;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.product.NextStep;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class AlipayRepliesTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final AlipayReplies replies =
      new AlipayReplies(attempt(order()), order(), account(), edges.alarms(account().id()));

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsEveryStatusOfATrade() {
    assertThat(asking(trade("TRADE_SUCCESS"))).isEqualTo(new Approved(TRADE_NO));
    assertThat(asking(trade("TRADE_FINISHED"))).isEqualTo(new Approved(TRADE_NO));
    assertThat(asking(trade("WAIT_BUYER_PAY"))).isEqualTo(waiting(TRADE_NO));
    assertThat(asking(trade("TRADE_CLOSED"))).isEqualTo(new Closed(true, TRADE_NO));
    assertThat(asking(trade("TRADE_CLOSED").put("send_pay_date", "2026-03-01 20:00:00")))
        .isEqualTo(new Approved(TRADE_NO));
    assertThat(alarms()).isZero();
  }

  @Test
  void readsEveryStatusOfAFreeze() {
    assertThat(freezing(auth("INIT"))).isEqualTo(waiting(AlipayFixtures.AUTH_NO));
    assertThat(freezing(auth("SUCCESS"))).isEqualTo(new Authorized(AlipayFixtures.AUTH_NO));
    assertThat(freezing(auth("SUCCESS").put("rest_amount", "88.88")))
        .isEqualTo(new Authorized(AlipayFixtures.AUTH_NO));
    assertThat(freezing(auth("SUCCESS").put("rest_amount", "0.00")))
        .isEqualTo(new Closed(false, AlipayFixtures.AUTH_NO));
    assertThat(freezing(auth("SUCCESS").put("total_pay_amount", "1.00")))
        .isEqualTo(new Approved(AlipayFixtures.AUTH_NO));
    assertThat(freezing(auth("CLOSED"))).isEqualTo(new Closed(true, AlipayFixtures.AUTH_NO));
    assertThat(alarms()).isZero();
  }

  @Test
  void raisesAnAlarmOnAStatusThatIsNotMapped() {
    assertThat(asking(trade("TRADE_PATIENT"))).isInstanceOf(Unknown.class);
    assertThat(freezing(auth("MELTED"))).isInstanceOf(Unknown.class);
    assertThat(alarms("unmapped")).isEqualTo(2);
  }

  @Test
  void takesTheCodeOfAChargeForItsStatus() {
    var node = trade("");
    node.remove("trade_status");

    assertThat(paying(node)).contains(new Approved(TRADE_NO));
    assertThat(paying(node.put("code", "10003"))).contains(waiting(TRADE_NO));
  }

  @ParameterizedTest
  @CsvSource({
    "ACQ.BUYER_BALANCE_NOT_ENOUGH, INSUFFICIENT_FUNDS",
    "ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH, INSUFFICIENT_FUNDS",
    "ACQ.ERROR_BALANCE_PAYMENT_DISABLE, INVALID_METHOD",
    "ACQ.PAYMENT_AUTH_CODE_INVALID, INVALID_METHOD",
    "ACQ.PAYMENT_FAIL, DO_NOT_HONOR",
    "ACQ.PULL_MOBILE_CASHIER_FAIL, DO_NOT_HONOR",
    "ACQ.BEYOND_PAY_RESTRICTION, LIMIT_EXCEEDED",
  })
  void sortsDeclinesIntoCategories(String code, Category category) {
    assertThat(paying(failed("40004", code)))
        .contains(new Declined(new DeclineReason(category, code), null));
    assertThat(alarms()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "40001, isv.missing-method, 0",
    "40002, isv.invalid-parameter, 0",
    "20001, aop.invalid-auth-token, 1",
    "40006, isv.insufficient-isv-permissions, 1",
  })
  void takesARequestThatWasNotAcceptedForRefused(String code, String subCode, int alarms) {
    assertThat(paying(failed(code, subCode)))
        .contains(new Declined(new DeclineReason(Category.REQUEST_REFUSED, subCode), null));
    assertThat(alarms("credentials_refused")).isEqualTo(alarms);
  }

  @ParameterizedTest
  @CsvSource({
    "20000, isp.unknow-error, 0",
    "40004, ACQ.SYSTEM_ERROR, 0",
    "40004, aop.ACQ.SYSTEM_ERROR, 0",
    "40004, ACQ.PAYMENT_REQUEST_HAS_RISK, 0",
    "40004, ACQ.A_CODE_OF_TOMORROW, 1",
    "40004, , 1",
    "50000, x, 1",
  })
  void leavesOpenWhatIsNotClear(String code, String subCode, int alarms) {
    assertThat(paying(failed(code, subCode)).orElseThrow()).isInstanceOf(Unknown.class);
    assertThat(alarms("unmapped")).isEqualTo(alarms);
  }

  @ParameterizedTest
  @ValueSource(strings = {"isp.call-limited", "isv.app-call-limited"})
  void knowsThatABusyGatewayTookNothing(String subCode) {
    assertThat(paying(failed("40004", subCode)).orElseThrow()).isInstanceOf(NotSent.class);
    assertThat(asking(failed("40004", subCode))).isInstanceOf(Unknown.class);
  }

  @Test
  void followsTheAccountOnWhatNobodyConfirmed() {
    var account =
        account(
            "http://127.0.0.1:1/",
            Map.of(
                "busy-codes", "A",
                "unclear-codes", "B, isp.call-limited",
                "absent-codes", "C",
                "refused-codes", "D"));
    var other = new AlipayReplies(attempt(order()), order(), account, edges.alarms(account.id()));

    assertThat(charged(other, "A")).isInstanceOf(NotSent.class);
    assertThat(charged(other, "B")).isInstanceOf(Unknown.class);
    assertThat(charged(other, "isp.call-limited")).isInstanceOf(Unknown.class);
    assertThat(other.toQuery(answer(AlipayRequests.QUERY, failed("40004", "C")), true))
        .isEqualTo(new Absent());
    assertThat(charged(other, "D"))
        .isEqualTo(new Declined(new DeclineReason(Category.REQUEST_REFUSED, "D"), null));
    assertThat(alarms()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ACQ.TRADE_HAS_SUCCESS", "ACQ.CONTEXT_INCONSISTENT"})
  void asksWhereTheTradeIsThereAlready(String subCode) {
    assertThat(paying(failed("40004", subCode))).isEmpty();
    assertThat(replies.toClose(answer(AlipayRequests.CLOSE, failed("40004", subCode)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AUTH_ORDER_NOT_EXIST", "AUTH_OPERATION_NOT_EXIST"})
  void takesAnUnknownFreezeForAbsent(String subCode) {
    assertThat(freezing(failed("40004", subCode))).isEqualTo(new Absent());
  }

  @Test
  void takesAnUnknownTradeForAbsent() {
    assertThat(asking(failed("40004", "ACQ.TRADE_NOT_EXIST"))).isEqualTo(new Absent());
    assertThat(alarms()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "out_trade_no, someone_elses",
    "total_amount, 88.89",
    "total_amount, 8888",
    "total_amount, 8.888e1",
    "trans_currency, USD",
    "pay_currency, USD",
  })
  void doesNotBelieveAnAnswerAboutAnotherOrder(String field, String value) {
    assertThat(asking(trade("TRADE_SUCCESS").put(field, value))).isInstanceOf(Unknown.class);
    assertThat(paying(trade("TRADE_SUCCESS").put(field, value)).orElseThrow())
        .isInstanceOf(Unknown.class);
    assertThat(alarms("mismatch")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "out_order_no, someone_elses",
    "out_request_no, someone_elses",
    "amount, 88.87",
    "trans_currency, USD",
  })
  void doesNotBelieveAnAnswerAboutAnotherFreeze(String field, String value) {
    assertThat(freezing(auth("SUCCESS").put(field, value))).isInstanceOf(Unknown.class);
    assertThat(alarms("mismatch")).isEqualTo(1);
  }

  @Test
  void doesNotBelieveAnAnswerThatIsNotSigned() {
    var text =
        new String(
            signed(AlipayRequests.QUERY, trade("TRADE_SUCCESS").toString()),
            StandardCharsets.UTF_8);
    var forged = text.replace(TRADE_NO, TRADE_NO + "1").getBytes(StandardCharsets.UTF_8);

    assertThat(replies.toQuery(new Exchange.Answered(200, forged), true))
        .isInstanceOf(Unknown.class);
    assertThat(alarms("credentials_refused")).isEqualTo(1);
  }

  /** An answer about something else is signed as well. */
  @Test
  void doesNotTakeTheAnswerToOneMethodForThatToAnother() {
    assertThat(replies.toQuery(answer(AlipayRequests.PAY, trade("TRADE_SUCCESS")), true))
        .isInstanceOf(Unknown.class);
  }

  @Test
  void doesNotTakeAnUnsignedErrorForARefusal() {
    var body = "{\"error_response\":" + failed("40002", "isv.invalid-signature") + "}";
    var answer = new Exchange.Answered(200, body.getBytes(StandardCharsets.UTF_8));

    assertThat(replies.toCharge(answer).orElseThrow()).isInstanceOf(Unknown.class);
    assertThat(alarms("credentials_refused")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 429, 500, 503})
  void believesNoAnswerWithoutSuccess(int status) {
    var body = signed(AlipayRequests.PAY, trade("TRADE_SUCCESS").toString());

    assertThat(replies.toCharge(new Exchange.Answered(status, body)).orElseThrow())
        .isInstanceOf(Unknown.class);
  }

  @Test
  void saysOfAQuestionThatWasNotSentThatNothingIsKnown() {
    assertThat(replies.toQuery(new Exchange.NotSent("x"), true)).isInstanceOf(Unknown.class);
    assertThat(replies.toFreezeQuery(new Exchange.NotSent("x"), true)).isInstanceOf(Unknown.class);
    assertThat(replies.toClose(new Exchange.NotSent("x")).orElseThrow())
        .isInstanceOf(Unknown.class);
    assertThat(replies.toCancel(new Exchange.NotSent("x")).orElseThrow())
        .isInstanceOf(Unknown.class);
    assertThat(replies.toCharge(new Exchange.NotSent("x"))).contains(new NotSent("x"));
  }

  @Test
  void closesAndCancels() {
    var node = ok().put("out_trade_no", out(order())).put("trade_no", TRADE_NO);

    assertThat(replies.toClose(answer(AlipayRequests.CLOSE, node)))
        .contains(new Closed(false, TRADE_NO));
    assertThat(cancelling(node.put("retry_flag", "N").put("action", "refund")))
        .isEqualTo(new Closed(false, TRADE_NO));
    assertThat(cancelling(node.put("action", "close"))).isEqualTo(new Closed(false, TRADE_NO));
    assertThat(cancelling(node.put("retry_flag", "Y"))).isInstanceOf(Unknown.class);
    assertThat(alarms()).isZero();
    assertThat(cancelling(node.put("retry_flag", "N").put("action", "forget")))
        .isInstanceOf(Unknown.class);
    assertThat(alarms("unmapped")).isEqualTo(1);
  }

  private Optional<ChannelOutcome> paying(ObjectNode node) {
    return replies.toCharge(answer(AlipayRequests.PAY, node));
  }

  private static ChannelOutcome charged(AlipayReplies replies, String subCode) {
    return replies.toCharge(answer(AlipayRequests.PAY, failed("40004", subCode))).orElseThrow();
  }

  private ChannelOutcome asking(ObjectNode node) {
    return replies.toQuery(answer(AlipayRequests.QUERY, node), true);
  }

  private ChannelOutcome freezing(ObjectNode node) {
    return replies.toFreezeQuery(answer(AlipayAuthRequests.DETAIL, node), true);
  }

  private ChannelOutcome cancelling(ObjectNode node) {
    return replies.toCancel(answer(AlipayRequests.CANCEL, node)).orElseThrow();
  }

  private static ObjectNode auth(String status) {
    return AlipayFixtures.auth(out(order()), "88.88", status);
  }

  private static NeedsAction waiting(String reference) {
    return new NeedsAction(new NextStep.Wait(), reference);
  }

  private double alarms() {
    return meters.find("tollgate.channel.alarms").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  private double alarms(String alarm) {
    return meters.find("tollgate.channel.alarms").tag("alarm", alarm).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }
}
