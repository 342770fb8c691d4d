package io.tollgate.channels.wechat;

import static io.tollgate.channels.wechat.WechatFixtures.JSON;
import static io.tollgate.channels.wechat.WechatFixtures.TRANSACTION;
import static io.tollgate.channels.wechat.WechatFixtures.answer;
import static io.tollgate.channels.wechat.WechatFixtures.attempt;
import static io.tollgate.channels.wechat.WechatFixtures.error;
import static io.tollgate.channels.wechat.WechatFixtures.method;
import static io.tollgate.channels.wechat.WechatFixtures.number;
import static io.tollgate.channels.wechat.WechatFixtures.order;
import static io.tollgate.channels.wechat.WechatFixtures.ours;
import static io.tollgate.channels.wechat.WechatFixtures.refund;
import static io.tollgate.channels.wechat.WechatFixtures.refundOf500;
import static io.tollgate.channels.wechat.WechatFixtures.signing;
import static io.tollgate.channels.wechat.WechatFixtures.transaction;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
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
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class WechatRepliesTest {

  private static final String REFUND_ID = "50000000382019052709732678859";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void handsThePayerOverInEveryScene() {
    assertThat(ordered("wechat_native", "{\"code_url\":\"weixin://wxpay/bizpayurl?pr=1\"}"))
        .isEqualTo(new NextStep.ShowCode("weixin://wxpay/bizpayurl?pr=1"));
    assertThat(ordered("wechat_h5", "{\"h5_url\":\"https://wx.tenpay.com/c?prepay_id=1\"}"))
        .isEqualTo(
            new NextStep.Redirect(
                URI.create(
                    "https://wx.tenpay.com/c?prepay_id=1&redirect_url="
                        + "https%3A%2F%2Fshop.example%2Fback%3Forder%3D1")));
    assertThat(ordered("wechat_jsapi", "{\"prepay_id\":\"wx1\"}"))
        .isInstanceOf(NextStep.ShowCode.class);
    assertThat(ordered("wechat_app", "{\"prepay_id\":\"wx1\"}"))
        .isInstanceOf(NextStep.ShowCode.class);
  }

  @Test
  void leavesTheReturnAddressOutWhereTheAccountSaysSo() {
    var order = order(method("wechat_h5"), "book");
    var account = ours(Map.of("h5-return", "none"));
    var step =
        new WechatHandover(order, account, signing())
            .step(new WechatMessages.Prepay(null, null, "https://wx.tenpay.com/c?x=1"));

    assertThat(step).contains(new NextStep.Redirect(URI.create("https://wx.tenpay.com/c?x=1")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wechat_native | {}",
        "wechat_native | {\"code_url\":\"\"}",
        "wechat_native | {\"prepay_id\":\"wx1\"}",
        "wechat_native | {\"code_url\":{}}",
        "wechat_native | []",
        "wechat_native | ''",
        "wechat_h5 | {\"h5_url\":\"javascript:alert(1)\"}",
        "wechat_h5 | {\"h5_url\":\"https:// /\"}",
        "wechat_app | {\"code_url\":\"weixin://\"}"
      })
  void doesNotKnowWhatAnOrderIsThatCannotBePaid(String method, String body) {
    var order = order(method(method), "book");

    assertThat(replies(order).toOrder(new Answered(200, body.getBytes(UTF_8)), handover(order)))
        .isEqualTo(new Unknown("unreadable answer"));
  }

  /** Facts, section 6: every trade state. */
  @Test
  void readsEveryTradeState() {
    var number = number(order());

    assertThat(state("SUCCESS")).isEqualTo(new Approved(TRANSACTION));
    assertThat(state("REFUND")).isEqualTo(new Approved(TRANSACTION));
    assertThat(state("NOTPAY")).isEqualTo(new NeedsAction(new NextStep.Wait(), number));
    assertThat(state("USERPAYING")).isEqualTo(new Pending(number));
    assertThat(state("ACCEPT")).isEqualTo(new Pending(number));
    assertThat(state("CLOSED")).isEqualTo(new Closed(false, number));
    assertThat(state("REVOKED")).isEqualTo(new Closed(false, number));
    assertThat(state("PAYERROR"))
        .isEqualTo(new Declined(new DeclineReason(Category.OTHER, "PAYERROR"), number));
    assertThat(alarms("unmapped")).isZero();
    assertThat(state("INVENTED")).isInstanceOf(Unknown.class);
    assertThat(alarms("unmapped")).isOne();
  }

  @Test
  void leavesNoStateOfTheVendorsModelsOut() {
    WechatModels.assume();

    var trades = WechatModels.words("Transaction$TradeStateEnum");
    var refunds = WechatModels.words("Status");
    assertThat(trades).hasSize(8);
    assertThat(refunds).hasSize(4);
    trades.forEach(state -> assertThat(state(state)).as(state).isNotInstanceOf(Unknown.class));
    refunds.forEach(state ->
        assertThat(refunded(state)).as(state).isNotInstanceOf(OperationOutcome.Unknown.class));
    assertThat(WechatModels.problems(transaction("SUCCESS"), "Transaction")).isEmpty();
    assertThat(WechatModels.problems(refundOf500("SUCCESS"), "Refund")).isEmpty();
  }

  /** Facts, section 6, "Errors", and the vendor's tables: what each code means for an order. */
  @ParameterizedTest
  @CsvSource({
    "403, NOT_ENOUGH, INSUFFICIENT_FUNDS",
    "403, NOTENOUGH, INSUFFICIENT_FUNDS",
    "403, ACCOUNT_ERROR, INVALID_METHOD",
    "403, ACCOUNTERROR, INVALID_METHOD",
    "403, RULE_LIMIT, LIMIT_EXCEEDED",
    "403, RULELIMIT, LIMIT_EXCEEDED",
    "403, USER_ACCOUNT_ABNORMAL, INVALID_METHOD",
    "400, PARAM_ERROR, REQUEST_REFUSED",
    "401, SIGN_ERROR, REQUEST_REFUSED",
    "403, NO_AUTH, REQUEST_REFUSED",
    "400, APPID_MCHID_NOT_MATCH, REQUEST_REFUSED",
    "400, MCH_NOT_EXISTS, REQUEST_REFUSED",
  })
  void takesARefusalForOne(int status, String code, Category category) {
    var reason = new DeclineReason(category, code);

    assertThat(refusedOrder(status, code)).isEqualTo(new Declined(reason, null));
    assertThat(refusedRefund(status, code)).isEqualTo(new OperationOutcome.Refused(reason, null));
  }

  @ParameterizedTest
  @CsvSource({
    "429, FREQUENCY_LIMITED",
    "429, RATELIMIT_EXCEEDED",
    "403, FREQUENCY_LIMITED",
    "429, ANYTHING"
  })
  void wasNotHeardWhereWechatWasBusy(int status, String code) {
    assertThat(refusedOrder(status, code)).isInstanceOf(NotSent.class);
    assertThat(refusedRefund(status, code)).isInstanceOf(OperationOutcome.NotSent.class);
    assertThat(asked(status, code)).isInstanceOf(Unknown.class);
    assertThat(askedRefund(status, code)).isInstanceOf(OperationOutcome.Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    "500, SYSTEM_ERROR",
    "500, SYSTEMERROR",
    "500, BANK_ERROR",
    "500, BANKERROR",
    "500, OPENID_MISMATCH",
    "503, NOT_ENOUGH",
    "202, USERPAYING",
    "202, USER_PAYING",
    "302, NOT_ENOUGH",
    "400, ORDER_CLOSED",
    "400, ORDERPAID",
    "403, TRADE_ERROR",
    "403, OUT_TRADE_NO_USED",
    "400, INVALID_REQUEST",
    "404, ORDER_NOT_EXIST",
    "404, RESOURCE_NOT_EXISTS",
  })
  void asksWhereOnlyAQuestionCanTell(int status, String code) {
    assertThat(refusedOrder(status, code)).isInstanceOf(Unknown.class);
    assertThat(refusedRefund(status, code)).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms("unmapped")).isZero();
  }

  @ParameterizedTest
  @CsvSource({"404, ORDER_NOT_EXIST", "404, ORDERNOTEXIST", "404, RESOURCE_NOT_EXISTS"})
  void knowsThatNothingIsThere(int status, String code) {
    assertThat(asked(status, code)).isEqualTo(new Absent());
    assertThat(askedRefund(status, code)).isEqualTo(new OperationOutcome.Absent());
    assertThat(alarms("query_refused")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "400, PARAM_ERROR, 0",
    "401, SIGN_ERROR, 1",
    "403, NO_AUTH, 1",
    "403, NOT_ENOUGH, 0",
    "401, ORDER_NOT_EXIST, 1"
  })
  void raisesAnAlarmWhereAQuestionIsRefused(int status, String code, int credentials) {
    assertThat(asked(status, code)).isInstanceOf(Unknown.class);
    assertThat(alarms("query_refused")).isOne();
    assertThat(alarms("credentials_refused")).isEqualTo(credentials);
    assertThat(askedRefund(status, code)).isInstanceOf(OperationOutcome.Unknown.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 409})
  void raisesAnAlarmOnACodeThatItDoesNotKnow(int status) {
    assertThat(refusedOrder(status, "INVENTED")).isInstanceOf(Unknown.class);
    assertThat(asked(status, "INVENTED")).isInstanceOf(Unknown.class);
    assertThat(replies(order()).toQuery(new Answered(status, "<html>".getBytes(UTF_8))))
        .isInstanceOf(Unknown.class);
    assertThat(alarms("unmapped")).isEqualTo(3);
  }

  @Test
  void asksAfterCodesThatTheAccountDoesNotBelieve() {
    var account = ours(Map.of("not-final", "RULE_LIMIT, ORDER_NOT_EXIST"));
    var replies =
        new WechatReplies(attempt(order()), order(), account, edges.alarms(account.account().id()));

    assertThat(replies.toOrder(answer(403, error("RULE_LIMIT")), handover(order())))
        .isInstanceOf(Unknown.class);
    assertThat(replies.toOrder(answer(403, error("NOT_ENOUGH")), handover(order())))
        .isInstanceOf(Declined.class);
    assertThat(replies.toQuery(answer(404, error("ORDER_NOT_EXIST")))).isInstanceOf(Unknown.class);
    assertThat(alarms("unmapped")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "/mchid, '\"1900000110\"'",
    "/out_trade_no, '\"pay_00000000000000000000000000-1\"'",
    "/amount/total, 1298",
    "/amount/total, null",
    "/amount/currency, '\"HKD\"'",
    "/amount/currency, null",
    "/amount, null",
  })
  void countsNoPaidOrderOfAnother(String pointer, String value) {
    var changed = changed(transaction("SUCCESS"), pointer, value);

    assertThat(replies(order()).toQuery(answer(200, changed))).isInstanceOf(Unknown.class);
    assertThat(alarms("mismatch")).isOne();
  }

  @Test
  void letsAnUnpaidOrderComeWithoutItsAmountAndNotWithAnother() {
    for (var state : List.of("NOTPAY", "CLOSED", "PAYERROR")) {
      var bare = transaction(state);
      bare.remove(List.of("amount", "transaction_id"));
      var partly = changed(transaction(state), "/amount/currency", "null");
      var other = changed(transaction(state), "/amount/total", "1");

      assertThat(replies(order()).toQuery(answer(200, bare))).isNotInstanceOf(Unknown.class);
      assertThat(replies(order()).toQuery(answer(200, partly))).isNotInstanceOf(Unknown.class);
      assertThat(replies(order()).toQuery(answer(200, other))).isInstanceOf(Unknown.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "null", "{}", "{\"trade_state\":\"SUCCESS\"}", "\"SUCCESS\""})
  void readsNothingIntoAnUnreadableAnswer(String body) {
    var answer = new Answered(200, body.getBytes(UTF_8));

    assertThat(replies(order()).toQuery(answer)).isEqualTo(new Unknown("unreadable answer"));
    assertThat(refundReplies(Map.of()).toQuery(answer))
        .isEqualTo(new OperationOutcome.Unknown("unreadable answer"));
  }

  @Test
  void approvesNoPaymentWithoutTheVendorsId() {
    for (var id : List.of("null", "\"\"", "\"../x\"")) {
      assertThat(
              replies(order())
                  .toQuery(answer(200, changed(transaction("SUCCESS"), "/transaction_id", id))))
          .isEqualTo(new Unknown("unreadable answer"));
    }
  }

  @Test
  void passesOnThatNothingWasSentOnlyToWhoeverSent() {
    var notSent = new Exchange.NotSent("refused");
    var unknown = new Exchange.Unknown("silence");

    assertThat(replies(order()).toOrder(notSent, handover(order())))
        .isEqualTo(new NotSent("refused"));
    assertThat(replies(order()).toOrder(unknown, handover(order())))
        .isEqualTo(new Unknown("silence"));
    assertThat(replies(order()).toQuery(notSent)).isInstanceOf(Unknown.class);
    assertThat(replies(order()).toClose(notSent).orElseThrow()).isInstanceOf(Unknown.class);
    assertThat(replies(order()).toClose(unknown).orElseThrow()).isInstanceOf(Unknown.class);
    assertThat(refundReplies(Map.of()).toRefund(notSent))
        .isEqualTo(new OperationOutcome.NotSent("refused"));
    assertThat(refundReplies(Map.of()).toQuery(notSent))
        .isInstanceOf(OperationOutcome.Unknown.class);
  }

  @Test
  void isClosedByA204AndAsksOtherwise() {
    assertThat(replies(order()).toClose(new Answered(204, new byte[0])))
        .contains(new Closed(false, number(order())));
    assertThat(replies(order()).toClose(new Answered(200, new byte[0]))).isEmpty();
    assertThat(replies(order()).toClose(answer(400, error("ORDERPAID")))).isEmpty();
    assertThat(replies(order()).toClose(answer(500, error("SYSTEM_ERROR")))).isEmpty();
  }

  @Test
  void readsEveryRefundStatus() {
    assertThat(refunded("SUCCESS")).isEqualTo(new OperationOutcome.Done(REFUND_ID));
    assertThat(refunded("PROCESSING")).isEqualTo(new OperationOutcome.Pending(REFUND_ID));
    assertThat(refunded("CLOSED")).isEqualTo(refusedAs("CLOSED"));
    assertThat(refunded("ABNORMAL")).isEqualTo(refusedAs("ABNORMAL"));
    assertThat(alarms("unmapped")).isZero();
    assertThat(refunded("INVENTED")).isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms("unmapped")).isOne();
  }

  @Test
  void waitsForAnAbnormalRefundWhereTheAccountSaysSo() {
    assertThat(
            refundReplies(Map.of("abnormal-refund", "pending"))
                .toQuery(answer(200, refundOf500("ABNORMAL"))))
        .isEqualTo(new OperationOutcome.Pending(REFUND_ID));
  }

  @ParameterizedTest
  @CsvSource({
    "/out_refund_no, '\"ref_2\"'",
    "/out_trade_no, '\"pay_00000000000000000000000000-1\"'",
    "/amount/refund, 501",
    "/amount/refund, null",
    "/amount/total, 1300",
    "/amount/total, null",
    "/amount/currency, '\"USD\"'",
    "/amount/currency, null",
  })
  void countsNoRefundOfAnother(String pointer, String value) {
    var changed = changed(refundOf500("SUCCESS"), pointer, value);

    assertThat(refundReplies(Map.of()).toRefund(answer(200, changed)))
        .isInstanceOf(OperationOutcome.Unknown.class);
    assertThat(alarms("mismatch")).isOne();
  }

  private ChannelOutcome state(String state) {
    return replies(order()).toQuery(answer(200, transaction(state)));
  }

  private OperationOutcome refunded(String status) {
    return refundReplies(Map.of()).toRefund(answer(200, refundOf500(status)));
  }

  private static OperationOutcome refusedAs(String status) {
    return new OperationOutcome.Refused(new DeclineReason(Category.OTHER, status), REFUND_ID);
  }

  private NextStep ordered(String method, String body) {
    var order = order(method(method), "book");
    var outcome =
        (NeedsAction)
            replies(order).toOrder(new Answered(200, body.getBytes(UTF_8)), handover(order));
    assertThat(outcome.channelReference()).isEqualTo(number(order));
    return outcome.step();
  }

  private ChannelOutcome refusedOrder(int status, String code) {
    return replies(order()).toOrder(answer(status, error(code)), handover(order()));
  }

  private OperationOutcome refusedRefund(int status, String code) {
    return refundReplies(Map.of()).toRefund(answer(status, error(code)));
  }

  private ChannelOutcome asked(int status, String code) {
    return replies(order()).toQuery(answer(status, error(code)));
  }

  private OperationOutcome askedRefund(int status, String code) {
    return refundReplies(Map.of()).toQuery(answer(status, error(code)));
  }

  private WechatReplies replies(Order order) {
    return new WechatReplies(attempt(order), order, ours(), edges.alarms(ours().account().id()));
  }

  private WechatRefundReplies refundReplies(Map<String, String> options) {
    var account = ours(options);
    return new WechatRefundReplies(
        refund(order(), 500), account, edges.alarms(account.account().id()));
  }

  private static WechatHandover handover(Order order) {
    return new WechatHandover(order, ours(), signing());
  }

  private double alarms(String alarm) {
    var counter = meters.find("tollgate.channel.alarms").tag("alarm", alarm).counter();
    return counter == null ? 0 : counter.count();
  }

  private static ObjectNode changed(ObjectNode message, String pointer, String value) {
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = slash == 0 ? message : message.at(pointer.substring(0, slash));
    ((ObjectNode) parent).set(pointer.substring(slash + 1), JSON.readTree(value));
    return message;
  }
}
