package io.tollgate.channels.wechat;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.payment.Order;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is asked of WeChat Pay (facts, section 6; field lists of wechatpay-java 0.2.17).
 * Whatever cannot be built throws, before anything is sent.
 *
 * <p>No order says when it expires: the same order has to be sent with the same fields again, and
 * an order does not know when it began. Orders are closed when the payer's window ends.
 */
final class WechatRequests {

  private static final int DESCRIPTION_LIMIT = 127;
  private static final String TRANSACTIONS = "/v3/pay/transactions/";
  private static final String REFUNDS = "/v3/refund/domestic/refunds";

  private WechatRequests() {}

  /** {@code POST /v3/pay/transactions/{native|jsapi|h5|app}}: makes an order to be paid. */
  static WechatRequest order(PayRequest request, WechatAccount account) {
    var order = request.order();
    var scene = WechatScene.of(order.method());
    var body =
        new JsonBody()
            .with("appid", account.appid(scene))
            .with("mchid", account.mchid())
            .with("description", description(order))
            .with("out_trade_no", WechatOrderNumber.of(request.requestId()))
            .with("notify_url", account.notifyUrl())
            .with(
                "amount",
                new JsonBody()
                    .with("total", WechatAmounts.fen(order.amount()))
                    .with("currency", WechatAmounts.CURRENCY));
    return WechatRequest.post(
        account.address(TRANSACTIONS + scene.path()), inScene(body, scene, order, account).bytes());
  }

  /** {@code GET /v3/pay/transactions/out-trade-no/{no}}: an unpaid order has no other id. */
  static WechatRequest query(ChannelRequestId attempt, WechatAccount account) {
    var query = new FormBody().with("mchid", account.mchid()).query();
    return WechatRequest.get(account.address(ofOrder(attempt) + "?" + query));
  }

  /** {@code POST /v3/pay/transactions/out-trade-no/{no}/close}. */
  static WechatRequest close(ChannelRequestId attempt, WechatAccount account) {
    return WechatRequest.post(
        account.address(ofOrder(attempt) + "/close"),
        new JsonBody().with("mchid", account.mchid()).bytes());
  }

  /** {@code POST /v3/refund/domestic/refunds}: one number is refunded once. */
  static WechatRequest refund(PaymentOperation operation, WechatAccount account) {
    var attempt = operation.attempt();
    var body =
        new JsonBody()
            .with("out_trade_no", WechatOrderNumber.of(attempt.requestId()))
            .with("out_refund_no", operation.id().value())
            .with("notify_url", account.notifyUrl())
            .with(
                "amount",
                new JsonBody()
                    .with("refund", WechatAmounts.fen(operation.amount()))
                    .with("total", WechatAmounts.fen(attempt.order().amount()))
                    .with("currency", WechatAmounts.CURRENCY));
    return WechatRequest.post(account.address(REFUNDS), body.bytes());
  }

  /** {@code GET /v3/refund/domestic/refunds/{out_refund_no}}. */
  static WechatRequest queryRefund(OperationId operation, WechatAccount account) {
    return WechatRequest.get(account.address(REFUNDS + "/" + operation.value()));
  }

  /** {@code GET /v3/bill/tradebill}: where the bill of a day is. */
  static WechatRequest bill(LocalDate day, WechatAccount account) {
    var query =
        new FormBody()
            .with("bill_date", day.toString())
            .with("bill_type", "ALL")
            .with("tar_type", "GZIP")
            .query();
    return WechatRequest.get(account.address("/v3/bill/tradebill?" + query));
  }

  /** {@code GET /v3/certificates}: the keys that WeChat Pay signs with (wechatpay-java). */
  static WechatRequest certificates(WechatAccount account) {
    return WechatRequest.get(account.address("/v3/certificates?algorithm_type=RSA"));
  }

  private static JsonBody inScene(
      JsonBody body, WechatScene scene, Order order, WechatAccount account) {
    return switch (scene) {
      case NATIVE, APP -> body;
      case JSAPI ->
          body.with(
              "payer",
              new JsonBody().with("openid", needed("method.token", order.method().token())));
      case H5 ->
          body.with(
              "scene_info",
              new JsonBody()
                  .with("payer_client_ip", needed("customer.ip", order.customer().ip()))
                  .with("h5_info", new JsonBody().with("type", account.h5Type())));
    };
  }

  private static String ofOrder(ChannelRequestId attempt) {
    return TRANSACTIONS + "out-trade-no/" + WechatOrderNumber.of(attempt);
  }

  /** It must be there, so the merchant's order number stands for one that is not. */
  private static String description(Order order) {
    var text = order.description();
    if (text == null || text.isBlank()) {
      return order.reference().value();
    }
    return text.length() <= DESCRIPTION_LIMIT ? text : shortened(text);
  }

  private static String shortened(String text) {
    boolean splitsPair = Character.isHighSurrogate(text.charAt(DESCRIPTION_LIMIT - 1));
    return text.substring(0, splitsPair ? DESCRIPTION_LIMIT - 1 : DESCRIPTION_LIMIT);
  }

  private static String needed(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + ": missing (expected: one, for this method)");
    }
    return value;
  }
}
