package io.tollgate.channels.airwallex;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an intent is confirmed with: a card that Airwallex keeps, or a wallet whose page the payer
 * is sent to.
 */
final class AirwallexMethods {

  /**
   * How a wallet is paid by: {@code webqr} (default), which suits a browser on a desk, {@code
   * mobile_web} or another word of the wallet's (www.airwallex.com/docs, "Desktop/Mobile Website
   * Browser" of each wallet; that all of them know the default is unconfirmed).
   */
  static final String WALLET_FLOW = "wallet-flow";

  static final String CARD = "card";

  private static final Set<String> WALLETS =
      Set.of("alipaycn", "alipayhk", "dana", "gcash", "kakaopay", "tng");

  /** A kept method, or a payer's consent to be charged by one. */
  private static final Pattern TOKEN = Pattern.compile("(?:mtd|cst)_[A-Za-z0-9_-]{1,60}");

  private AirwallexMethods() {}

  /** As orders name them. */
  static Set<String> all() {
    return Stream.concat(Stream.of(CARD), WALLETS.stream()).collect(Collectors.toUnmodifiableSet());
  }

  /** Why an order cannot be paid so, which is known before anything is sent. */
  static Optional<DeclineReason> refusal(Order order) {
    var token = order.method().token();
    if (isWallet(order)) {
      return token == null && order.capture() == CaptureMode.AUTOMATIC
          ? Optional.empty()
          : Optional.of(new DeclineReason(Category.REQUEST_REFUSED, null));
    }
    return token != null && TOKEN.matcher(token).matches()
        ? Optional.empty()
        : Optional.of(new DeclineReason(Category.INVALID_METHOD, null));
  }

  /** Adds the method to a confirmation; throws where {@link #refusal} says why. */
  static JsonBody confirming(JsonBody body, Order order, ChannelAccount account) {
    if (refusal(order).isPresent()) {
      throw new IllegalArgumentException("method: Airwallex cannot be paid by it");
    }
    return isWallet(order) ? wallet(body, order, account) : card(body, order);
  }

  private static JsonBody wallet(JsonBody body, Order order, ChannelAccount account) {
    var type = order.method().type();
    var flow = account.options().getOrDefault(WALLET_FLOW, "webqr");
    return body.with(
        "payment_method",
        new JsonBody().with("type", type).with(type, new JsonBody().with("flow", flow)));
  }

  /**
   * Without the option, cards are captured at once (www.airwallex.com/docs/
   * payments__place-a-hold-on-a-payment-method; field by the page of native payments).
   */
  private static JsonBody card(JsonBody body, Order order) {
    var token = Objects.requireNonNull(order.method().token());
    if (token.startsWith("cst_")) {
      body.with("payment_consent_id", token);
    } else {
      body.with("payment_method", new JsonBody().with("id", token));
    }
    boolean atOnce = order.capture() == CaptureMode.AUTOMATIC;
    return body.with(
        "payment_method_options",
        new JsonBody().with(CARD, new JsonBody().with("auto_capture", atOnce)));
  }

  private static boolean isWallet(Order order) {
    return WALLETS.contains(order.method().type());
  }
}
