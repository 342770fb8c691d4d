package io.tollgate.channels.alipay;

import static io.tollgate.channels.alipay.AlipayFixtures.TRADE_NO;
import static io.tollgate.channels.alipay.AlipayFixtures.account;
import static io.tollgate.channels.alipay.AlipayFixtures.answer;
import static io.tollgate.channels.alipay.AlipayFixtures.failed;
import static io.tollgate.channels.alipay.AlipayFixtures.ok;
import static io.tollgate.channels.alipay.AlipayFixtures.operation;
import static io.tollgate.channels.alipay.AlipayFixtures.order;
import static io.tollgate.channels.alipay.AlipayFixtures.out;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.ChannelEdges;
import io.tollgate.channels.http.Exchange;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Pending;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class AlipayOperationRepliesTest {

  private static final String OUT = "op_1Za";

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ChannelEdges edges = new ChannelEdges(meters, UnaryOperator.identity());
  private final Alarms alarms = edges.alarms(account().id());
  private final AlipayOperationReplies replies =
      new AlipayOperationReplies(operation(order(), 100), account(), alarms);

  @AfterEach
  void close() {
    edges.close();
  }

  @Test
  void readsEveryStatusOfACapture() {
    assertThat(capture("TRADE_SUCCESS")).isEqualTo(new Done(TRADE_NO));
    assertThat(capture("TRADE_FINISHED")).isEqualTo(new Done(TRADE_NO));
    assertThat(capture("WAIT_BUYER_PAY")).isEqualTo(new Pending(TRADE_NO));
    assertThat(capture("TRADE_CLOSED"))
        .isEqualTo(new Refused(AlipayErrors.refusal("TRADE_CLOSED"), TRADE_NO));
    assertThat(alarms()).isZero();
    assertThat(capture("TRADE_PATIENT")).isInstanceOf(Unknown.class);
    assertThat(alarms()).isEqualTo(1);
  }

  @Test
  void readsEveryStatusOfARelease() {
    assertThat(release("SUCCESS")).isEqualTo(new Done(null));
    assertThat(release("INIT")).isEqualTo(new Pending(null));
    assertThat(release("CLOSED")).isEqualTo(new Refused(AlipayErrors.refusal("CLOSED"), null));
    assertThat(alarms()).isZero();
    assertThat(release("MELTED")).isInstanceOf(Unknown.class);
    assertThat(alarms()).isEqualTo(1);
  }

  @Test
  void readsEveryStatusOfAnAgreement() {
    assertThat(AlipayStatuses.agreement("TEMP", "2026", alarms))
        .isEqualTo(new AgreementOutcome.Pending("2026"));
    assertThat(AlipayStatuses.agreement("NORMAL", "2026", alarms))
        .isEqualTo(new AgreementOutcome.Active("2026", "2026"));
    assertThat(AlipayStatuses.agreement("NORMAL", "20/26", alarms))
        .isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(AlipayStatuses.agreement("STOP", "2026", alarms))
        .isEqualTo(new AgreementOutcome.Ended());
    assertThat(alarms()).isZero();
    assertThat(AlipayStatuses.agreement("PAUSED", "2026", alarms))
        .isInstanceOf(AgreementOutcome.Unknown.class);
    assertThat(alarms()).isEqualTo(1);
  }

  @Test
  void believesARefundByItsNumberAndAmount() {
    assertThat(refunded(refund("REFUND_SUCCESS"))).isEqualTo(new Done(null));
    assertThat(refunded(refund("REFUND_SUCCESS").put("refund_amount", "1.01")))
        .isInstanceOf(Unknown.class);
    assertThat(refunded(refund("REFUND_SUCCESS").put("out_request_no", "op_2")))
        .isInstanceOf(Unknown.class);
    assertThat(refunded(refund("REFUND_SUCCESS").put("out_trade_no", "another")))
        .isInstanceOf(Unknown.class);
    assertThat(alarms()).isEqualTo(3);
    assertThat(refunded(refund("REFUND_SOON"))).isInstanceOf(Unknown.class);
    assertThat(alarms()).isEqualTo(4);
  }

  @Test
  void knowsNotOfARefundThatAlipayDoesNotShow() {
    var unfinished = refund("x");
    unfinished.remove("refund_status");

    assertThat(refunded(unfinished)).isEqualTo(new Pending(null));
    assertThat(refunded(ok())).isEqualTo(new Absent());
    var account = account("http://127.0.0.1:1/", Map.of("unseen-refund", "pending"));
    assertThat(
            new AlipayOperationReplies(operation(order(), 100), account, alarms)
                .toRefundQuery(answer(AlipayRequests.REFUND_QUERY, ok())))
        .isEqualTo(new Pending(null));
  }

  @Test
  void asksAfterARefundThatMovedNoMoney() {
    var node = ok().put("out_trade_no", out(order())).put("refund_fee", "1.00");

    assertThat(refunding(node.put("fund_change", "Y"))).contains(new Done(null));
    assertThat(refunding(node.put("refund_fee", "5.00"))).contains(new Done(null));
    assertThat(refunding(node.put("fund_change", "N"))).isEmpty();
    assertThat(refunding(node.put("fund_change", "Y").put("refund_fee", "0.99")).orElseThrow())
        .isInstanceOf(Unknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    "out_trade_no, another",
    "total_amount, 1.01",
    "trans_currency, USD",
  })
  void doesNotBelieveAnAnswerAboutAnotherCapture(String field, String value) {
    var node = captured("TRADE_SUCCESS").put(field, value);

    assertThat(replies.toCapture(answer(AlipayRequests.PAY, node)).orElseThrow())
        .isInstanceOf(Unknown.class);
    assertThat(replies.toCaptureQuery(answer(AlipayRequests.QUERY, node)))
        .isInstanceOf(Unknown.class);
    assertThat(alarms()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"out_request_no, another", "amount, 1.01"})
  void doesNotBelieveAnAnswerAboutAnotherRelease(String field, String value) {
    var node = AlipayFixtures.auth(OUT, "1.00", "SUCCESS").put(field, value);

    assertThat(replies.toRelease(answer(AlipayAuthRequests.UNFREEZE, node)).orElseThrow())
        .isInstanceOf(Unknown.class);
    assertThat(alarms()).isEqualTo(1);
  }

  @Test
  void sortsWhatARequestWasAnswered() {
    assertThat(refunding(failed("40004", "ACQ.PAYMENT_FAIL")))
        .contains(new Refused(new DeclineReason(Category.DO_NOT_HONOR, "ACQ.PAYMENT_FAIL"), null));
    assertThat(refunding(failed("40004", "isp.call-limited")).orElseThrow())
        .isInstanceOf(NotSent.class);
    assertThat(refunding(failed("20000", "isp.unknow-error")).orElseThrow())
        .isInstanceOf(Unknown.class);
    assertThat(refunding(failed("40004", "ACQ.TRADE_HAS_SUCCESS"))).isEmpty();
    assertThat(replies.toRefund(new Exchange.NotSent("x"))).contains(new NotSent("x"));
    assertThat(replies.toRefund(new Exchange.Unknown("x"))).contains(new Unknown("x"));
    assertThat(alarms()).isZero();
    assertThat(refunding(failed("40004", "ACQ.TRADE_NOT_EXIST")).orElseThrow())
        .isInstanceOf(Unknown.class);
    assertThat(alarms()).isEqualTo(1);
  }

  @Test
  void saysOfAQuestionThatWasNotSentThatNothingIsKnown() {
    var notSent = new Exchange.NotSent("x");

    assertThat(replies.toRefundQuery(notSent)).isInstanceOf(Unknown.class);
    assertThat(replies.toCaptureQuery(notSent)).isInstanceOf(Unknown.class);
    assertThat(replies.toReleaseQuery(notSent)).isInstanceOf(Unknown.class);
  }

  private OperationOutcome capture(String status) {
    return replies.toCaptureQuery(answer(AlipayRequests.QUERY, captured(status)));
  }

  private OperationOutcome release(String status) {
    return replies.toReleaseQuery(
        answer(AlipayAuthRequests.DETAIL, AlipayFixtures.auth(OUT, "1.00", status)));
  }

  private OperationOutcome refunded(ObjectNode node) {
    return replies.toRefundQuery(answer(AlipayRequests.REFUND_QUERY, node));
  }

  private Optional<OperationOutcome> refunding(ObjectNode node) {
    return replies.toRefund(answer(AlipayRequests.REFUND, node));
  }

  private static ObjectNode captured(String status) {
    return ok().put("out_trade_no", OUT)
        .put("trade_no", TRADE_NO)
        .put("trade_status", status)
        .put("total_amount", "1.00");
  }

  private static ObjectNode refund(String status) {
    return ok().put("out_trade_no", out(order()))
        .put("out_request_no", OUT)
        .put("refund_amount", "1.00")
        .put("refund_status", status);
  }

  private double alarms() {
    return meters.find("tollgate.channel.alarms").counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }
}
