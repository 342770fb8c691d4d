package io.tollgate.channels.adyen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.codec.JsonBody;
import org.jspecify.annotations.Nullable;

/**
 * The three kinds of tokens that a card comes as (official description, {@code CardDetails}): a
 * stored method as {@code <shopper>/<stored method>}, what Adyen's component encrypted as the JSON
 * that it gave ({@code state.data.paymentMethod}), or one JWE of the whole card. Of the JSON only
 * what is encrypted goes on, so that a plain card number cannot.
 */
final class AdyenCard {

  private static final Json<Encrypted> ENCRYPTED = Json.camel(Encrypted.class);

  private AdyenCard() {}

  /** What the payer's page encrypted, piece by piece. */
  record Encrypted(
      @Nullable String encryptedCardNumber,
      @Nullable String encryptedExpiryMonth,
      @Nullable String encryptedExpiryYear,
      @Nullable String encryptedSecurityCode,
      @Nullable String holderName,
      @Nullable String brand) {}

  static JsonBody body(String type, String token) {
    var card = new JsonBody().with("type", type);
    if (token.startsWith("{")) {
      return encrypted(card, token);
    }
    return AdyenStoredMethod.parse(token)
        .map(stored -> card.with("storedPaymentMethodId", stored.id()))
        .orElseGet(() -> card.with("encryptedCard", token));
  }

  private static JsonBody encrypted(JsonBody card, String token) {
    var pieces =
        ENCRYPTED
            .read(token.getBytes(UTF_8))
            .filter(it -> it.encryptedCardNumber != null && !isPlain(it.encryptedCardNumber))
            .orElseThrow(() -> new IllegalArgumentException("token: no encrypted card"));
    return card.with("encryptedCardNumber", pieces.encryptedCardNumber)
        .with("encryptedExpiryMonth", pieces.encryptedExpiryMonth)
        .with("encryptedExpiryYear", pieces.encryptedExpiryYear)
        .with("encryptedSecurityCode", pieces.encryptedSecurityCode)
        .with("holderName", pieces.holderName)
        .with("brand", pieces.brand);
  }

  private static boolean isPlain(String number) {
    return number.chars().allMatch(it -> it == ' ' || Character.isDigit(it));
  }
}
