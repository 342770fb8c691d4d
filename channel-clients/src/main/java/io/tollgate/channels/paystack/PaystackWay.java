package io.tollgate.channels.paystack;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an order is taken, by its method's token:
 *
 * <ul>
 *   <li>none: at Paystack's page, where the method's type is the only one offered;
 *   <li>{@code AUTH_…}: a saved authorization, charged without the payer. It belongs to one e-mail
 *       address, which may stand behind a slash and is the order's otherwise;
 *   <li>{@code <bank code>/<account number>} of a bank, {@code <code>} of USSD, {@code <provider>}
 *       of EFT, {@code <provider>} or {@code <provider>/<phone>} of mobile money: charged directly.
 * </ul>
 *
 * <p>Paystack knows payers by e-mail address only, so an order without one cannot be taken (spec:
 * TransactionInitialize, TransactionChargeAuthorization, ChargeCreate).
 */
sealed interface PaystackWay {

  /** At Paystack's page. */
  record Page(String email) implements PaystackWay {}

  /** By a saved authorization. */
  record Saved(String authorization, String email) implements PaystackWay {}

  /**
   * Directly.
   *
   * @param details what to charge, under the name of the method's type
   */
  record Direct(String email, JsonBody details) implements PaystackWay {}

  /** Not at all. */
  record None(String why) implements PaystackWay {}

  /** How this order is taken. */
  static PaystackWay of(Order order) {
    var token = order.method().token();
    var email = email(token, order);
    if (email == null) {
      return new None("no e-mail address of the payer");
    }
    if (token == null) {
      return order.product() == Product.QUICK_PAY || isDebit(order)
          ? new None("no authorization to charge")
          : new Page(email);
    }
    if (token.startsWith("AUTH_")) {
      return PaystackCalls.isWord(before(token))
          ? new Saved(before(token), email)
          : new None("no such authorization");
    }
    return details(order, token)
        .<PaystackWay>map(details -> new Direct(email, details))
        .orElseGet(() -> new None("no such token of " + order.method().type()));
  }

  private static Optional<JsonBody> details(Order order, String token) {
    var first = before(token);
    var second = behind(token);
    var phone = second == null ? order.customer().phone() : second;
    return switch (order.method().type()) {
      case "bank" ->
          second == null
              ? Optional.empty()
              : Optional.of(new JsonBody().with("code", first).with("account_number", second));
      case "ussd" -> Optional.of(new JsonBody().with("type", token));
      case "eft" -> Optional.of(new JsonBody().with("provider", token));
      case "mobile_money" ->
          phone == null
              ? Optional.empty()
              : Optional.of(new JsonBody().with("phone", phone).with("provider", first));
      default -> Optional.empty();
    };
  }

  private static boolean isDebit(Order order) {
    return order.method().type().equals("direct_debit");
  }

  private static @Nullable String email(@Nullable String token, Order order) {
    var own = token == null || !token.startsWith("AUTH_") ? null : behind(token);
    return own == null ? order.customer().email() : own;
  }

  private static String before(String token) {
    int slash = token.indexOf('/');
    return slash < 0 ? token : token.substring(0, slash);
  }

  private static @Nullable String behind(String token) {
    int slash = token.indexOf('/');
    return slash < 0 ? null : token.substring(slash + 1);
  }
}
