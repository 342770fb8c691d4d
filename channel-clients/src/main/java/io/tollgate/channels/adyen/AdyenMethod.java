package io.tollgate.channels.adyen;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A method of payment (facts, section 3, "Use for"; official description, {@code paymentMethod}).
 *
 * @param name as merchants write it: Adyen's name in lower case, and {@code card} for cards
 * @param type Adyen's name
 * @param tokenField where the payer's token or bank goes; null where there is none
 * @param needsToken whether Adyen demands it, so that without one the payer pays at Adyen's page
 * @param holdsMoney whether it knows a capture by hand; the others take the money at once
 */
record AdyenMethod(
    String name, String type, @Nullable String tokenField, boolean needsToken, boolean holdsMoney) {

  static final String CARD = "card";

  private static final Map<String, AdyenMethod> BY_NAME =
      Stream.of(
              new AdyenMethod(CARD, "scheme", "encryptedCard", true, true),
              new AdyenMethod("applepay", "applepay", "applePayToken", true, true),
              new AdyenMethod("googlepay", "googlepay", "googlePayToken", true, true),
              new AdyenMethod("ideal", "ideal", "issuer", false, false),
              new AdyenMethod("onlinebanking_pl", "onlineBanking_PL", "issuer", true, false),
              new AdyenMethod("eps", "eps", "issuer", true, false),
              new AdyenMethod("trustly", "trustly", null, false, false),
              new AdyenMethod("alipay", "alipay", null, false, false),
              new AdyenMethod("wechatpayqr", "wechatpayQR", null, false, false))
          .collect(toUnmodifiableMap(AdyenMethod::name, identity()));

  /** The names of all methods. */
  static Set<String> names() {
    return BY_NAME.keySet();
  }

  static Optional<AdyenMethod> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Whether the order's payer pays at Adyen's own page. */
  static boolean isHosted(Order order, ChannelAccount account) {
    var method = order.method();
    boolean lacksToken =
        method.token() == null && named(method.type()).map(AdyenMethod::needsToken).orElse(false);
    return lacksToken
        || (method.token() == null && AdyenOptions.hosted(account).contains(method.type()));
  }

  /** Whether the method can do what the order wants; an unknown one can do nothing. */
  static boolean canTake(Order order) {
    return named(order.method().type())
        .map(method -> method.holdsMoney || order.capture() == CaptureMode.AUTOMATIC)
        .orElse(false);
  }

  /** The object {@code paymentMethod} of a request; throws where the token does not fit. */
  static JsonBody body(Method method) {
    var known =
        named(method.type())
            .orElseThrow(() -> new IllegalArgumentException("method: Adyen has no such"));
    var token = method.token();
    if (token == null) {
      return known.bare();
    }
    return known.name.equals(CARD) ? AdyenCard.body(known.type, token) : known.with(token);
  }

  private JsonBody bare() {
    if (needsToken) {
      throw new IllegalArgumentException("method: " + name + " needs a token");
    }
    return new JsonBody().with("type", type);
  }

  private JsonBody with(String token) {
    if (tokenField == null) {
      throw new IllegalArgumentException("method: " + name + " takes no token");
    }
    return new JsonBody().with("type", type).with(tokenField, token);
  }
}
