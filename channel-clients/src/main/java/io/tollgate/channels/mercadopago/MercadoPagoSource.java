package io.tollgate.channels.mercadopago;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The card that is charged, as a method's token names it: {@code [<payment method>:][<customer>/]
 * <card>}. With a customer it is a card that the customer saved; without one it is the card token
 * that the payer's page just made.
 *
 * @param method Mercado Pago's {@code payment_method_id}, say {@code visa}; its list of errors asks
 *     for one, and its page for saved cards shows payments without
 */
record MercadoPagoSource(@Nullable String method, @Nullable String customer, String card) {

  private static final Pattern METHOD = Pattern.compile("[a-z0-9_]{1,40}");
  private static final Pattern SHAPE =
      Pattern.compile("(?:([a-z0-9_]{1,40}):)?(?:([A-Za-z0-9_-]{1,100})/)?([A-Za-z0-9_-]{1,100})");

  /** The card that a token names, if it has the shape of one. */
  static Optional<MercadoPagoSource> parse(@Nullable String token) {
    var parts = SHAPE.matcher(token == null ? "" : token);
    return parts.matches()
        ? Optional.of(new MercadoPagoSource(parts.group(1), parts.group(2), parts.group(3)))
        : Optional.empty();
  }

  /** Whether a text has the shape of a payment method's name. */
  static boolean isMethod(@Nullable String text) {
    return text != null && METHOD.matcher(text).matches();
  }

  /** The same card, by the token that it is charged with once. */
  MercadoPagoSource with(String cardToken) {
    return new MercadoPagoSource(method, customer, cardToken);
  }

  /** The token that {@link #parse} reads. */
  String token() {
    return (method == null ? "" : method + ":") + (customer == null ? "" : customer + "/") + card;
  }
}
