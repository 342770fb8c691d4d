package io.tollgate.channels.wechat;

import io.tollgate.domain.payment.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where the payer is when paying, which decides what the order is made by and what the payer's page
 * gets (facts, section 6, the table of calls).
 */
enum WechatScene {
  /** At another screen: a QR code is shown and scanned. */
  NATIVE,
  /** Inside WeChat, on a page or in a mini program. The method's token is the payer's openid. */
  JSAPI,
  /** In a phone's browser, from where WeChat is opened. */
  H5,
  /** In an app of the merchant's. */
  APP;

  private static final Map<String, WechatScene> BY_METHOD =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(WechatScene::method, Function.identity()));

  private final String path = name().toLowerCase(Locale.ROOT);

  /** The last word of the address that makes the order. */
  String path() {
    return path;
  }

  /** The type of an order's method. */
  String method() {
    return "wechat_" + path;
  }

  /** The scene of a method; throws where it is none of ours. */
  static WechatScene of(Method method) {
    var scene = BY_METHOD.get(method.type());
    if (scene == null) {
      throw new IllegalArgumentException(
          "method: '" + method.type() + "' (expected: one of " + BY_METHOD.keySet() + ")");
    }
    return scene;
  }
}
