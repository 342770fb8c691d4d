package io.tollgate.channels.alipay;

import static io.tollgate.channels.alipay.AlipayIds.id;
import static io.tollgate.channels.alipay.AlipayIds.out;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;

/**
 * Builds what is sent to Alipay about money that is held (facts, section 4, "auth / capture /
 * void"). The attempt's id is both {@code out_order_no} and the {@code out_request_no} of the
 * freeze; a capture is a trade under the operation's id.
 */
final class AlipayAuthRequests {

  static final String APP_FREEZE = "alipay.fund.auth.order.app.freeze";
  static final String FREEZE = "alipay.fund.auth.order.freeze";
  static final String UNFREEZE = "alipay.fund.auth.order.unfreeze";
  static final String DETAIL = "alipay.fund.auth.operation.detail.query";

  /** The product code of what is held; unconfirmed. */
  static final String AUTH_PRODUCT = "auth-product";

  private static final String AUTH_PRODUCT_UNLESS_SET = "PREAUTH_PAY";

  private AlipayAuthRequests() {}

  /** {@code alipay.fund.auth.order.app.freeze}: no call, but a text for the merchant's app. */
  static String appFreeze(PayRequest request, AlipayCalls calls) {
    return calls.orderText(APP_FREEZE, freeze(request, calls));
  }

  /** {@code alipay.fund.auth.order.freeze} by the code that the payer shows. */
  static HttpCall codeFreeze(PayRequest request, AlipayCalls calls) {
    var content =
        freeze(request, calls)
            .with("auth_code", AlipayRequests.token(request.order()))
            .with("auth_code_type", "bar_code");
    return calls.post(FREEZE, content);
  }

  /** {@code alipay.fund.auth.operation.detail.query} of the freeze itself. */
  static HttpCall queryFreeze(ChannelRequestId attempt, AlipayCalls calls) {
    return detail(attempt, out(attempt), "FREEZE", calls);
  }

  /** {@code alipay.fund.auth.operation.detail.query} of the wish to let go. */
  static HttpCall queryUnfreeze(PaymentOperation operation, AlipayCalls calls) {
    return detail(operation.attempt().requestId(), out(operation.id()), "UNFREEZE", calls);
  }

  /**
   * {@code alipay.trade.pay} of what is held. The last capture completes it, which lets the rest
   * go.
   */
  static HttpCall capture(PaymentOperation operation, String authNo, AlipayCalls calls) {
    boolean isLast = operation.isLast() || operation.isWhole();
    var content =
        new JsonBody()
            .with("out_trade_no", out(operation.id()))
            .with("total_amount", AlipayAmounts.encode(operation.amount()))
            .with("subject", AlipayRequests.subject(operation.attempt().order()))
            .with("product_code", product(calls))
            .with("auth_no", id(authNo))
            .with("auth_confirm_mode", isLast ? "COMPLETE" : "NOT_COMPLETE");
    return calls.post(AlipayRequests.PAY, content);
  }

  /** {@code alipay.fund.auth.order.unfreeze}. */
  static HttpCall release(PaymentOperation operation, String authNo, AlipayCalls calls) {
    var content =
        new JsonBody()
            .with("auth_no", id(authNo))
            .with("out_request_no", out(operation.id()))
            .with("amount", AlipayAmounts.encode(operation.amount()))
            .with("remark", "released");
    return calls.post(UNFREEZE, content);
  }

  private static JsonBody freeze(PayRequest request, AlipayCalls calls) {
    var order = request.order();
    return new JsonBody()
        .with("out_order_no", out(request.requestId()))
        .with("out_request_no", out(request.requestId()))
        .with("order_title", AlipayRequests.subject(order))
        .with("amount", AlipayAmounts.encode(order.amount()))
        .with("product_code", product(calls))
        .with("timeout_express", calls.payTime().toMinutes() + "m");
  }

  private static HttpCall detail(
      ChannelRequestId attempt, String outRequestNo, String type, AlipayCalls calls) {
    var content =
        new JsonBody()
            .with("out_order_no", out(attempt))
            .with("out_request_no", outRequestNo)
            .with("operation_type", type);
    return calls.ask(DETAIL, content);
  }

  private static String product(AlipayCalls calls) {
    return calls.option(AUTH_PRODUCT, AUTH_PRODUCT_UNLESS_SET);
  }
}
