package io.tollgate.channels.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.codec.PayerPage;
import io.tollgate.channels.wechat.WechatMessages.Prepay;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.net.URLEncoder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the payer goes on at WeChat once an order is made (facts, section 6, the table of calls;
 * fields as in wechatpay-java's {@code PrepayWithRequestPaymentResponse}).
 *
 * <p>On a page inside WeChat and in an app the payer's page calls WeChat with signed parameters:
 * the code to be shown is then the JSON object that {@code WeixinJSBridge} or {@code PayReq} takes.
 */
final class WechatHandover {

  private final Order order;
  private final WechatAccount account;
  private final WechatSigning signing;

  WechatHandover(Order order, WechatAccount account, WechatSigning signing) {
    this.order = order;
    this.account = account;
    this.signing = signing;
  }

  /** The step; empty where the answer lacks what the scene needs. */
  Optional<NextStep> step(Prepay answer) {
    return switch (WechatScene.of(order.method())) {
      case NATIVE -> text(answer.codeUrl()).map(NextStep.ShowCode::new);
      case H5 ->
          text(answer.h5Url())
              .flatMap(url -> PayerPage.find(url + back(url)))
              .map(NextStep.Redirect::new);
      case JSAPI -> text(answer.prepayId()).map(this::forBridge).map(NextStep.ShowCode::new);
      case APP -> text(answer.prepayId()).map(this::forApp).map(NextStep.ShowCode::new);
    };
  }

  private String forBridge(String prepayId) {
    var appid = account.appid(WechatScene.JSAPI);
    var bundle = "prepay_id=" + prepayId;
    var stamp = signing.stamp(account, appid, bundle);
    return new JsonBody()
        .with("appId", appid)
        .with("timeStamp", stamp.timestamp())
        .with("nonceStr", stamp.nonce())
        .with("package", bundle)
        .with("signType", "RSA")
        .with("paySign", stamp.signature())
        .text();
  }

  private String forApp(String prepayId) {
    var appid = account.appid(WechatScene.APP);
    var stamp = signing.stamp(account, appid, prepayId);
    return new JsonBody()
        .with("appid", appid)
        .with("partnerid", account.mchid())
        .with("prepayid", prepayId)
        .with("package", "Sign=WXPay")
        .with("noncestr", stamp.nonce())
        .with("timestamp", stamp.timestamp())
        .with("sign", stamp.signature())
        .text();
  }

  private String back(String h5Url) {
    var returnUrl = order.returnUrl();
    return returnUrl == null || !account.appendsReturnAddress()
        ? ""
        : (h5Url.contains("?") ? "&" : "?")
            + "redirect_url="
            + URLEncoder.encode(returnUrl.toString(), UTF_8);
  }

  private static Optional<String> text(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }
}
