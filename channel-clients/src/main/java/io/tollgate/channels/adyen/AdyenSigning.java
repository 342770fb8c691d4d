package io.tollgate.channels.adyen;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.adyen.AdyenPayload.Amount;
import io.tollgate.channels.adyen.AdyenPayload.Item;
import io.tollgate.channels.signing.Hmac;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.merchant.Secret;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies Adyen's webhooks: HMAC-SHA256 in Base64, keyed by the bytes that a key in hex spells
 * (facts, section 3, "Callback"; crossed with adyen-java-api-library). The secrets {@value #SECRET}
 * and, while one is replaced by another, {@value #PREVIOUS_SECRET} are accepted.
 */
final class AdyenSigning {

  static final String SECRET = "hmac";
  static final String PREVIOUS_SECRET = "hmac-previous";

  private AdyenSigning() {}

  /**
   * What the signature of an event covers: eight fields with colons between, which are not escaped
   * inside them; what is missing is empty. Nothing else of the event is proved.
   */
  static String data(Item item, boolean succeeded) {
    return String.join(
        ":",
        text(item.pspReference()),
        text(item.originalReference()),
        text(item.merchantAccountCode()),
        text(item.merchantReference()),
        value(item.amount()),
        item.amount() == null ? "" : text(item.amount().currency()),
        text(item.eventCode()),
        Boolean.toString(succeeded));
  }

  /** Whether one of the account's keys made the signature over the bytes. */
  static boolean isSigned(byte[] bytes, String signature, ChannelAccount account) {
    boolean matches = false;
    for (var key : Stream.of(SECRET, PREVIOUS_SECRET).map(account.secrets()::get).toList()) {
      matches |=
          key(key)
              .map(raw -> Base64.getEncoder().encodeToString(Hmac.SHA256.code(raw, bytes)))
              .map(expected -> Hmac.areEqual(expected, signature))
              .orElse(false);
    }
    return matches;
  }

  /** The same over the UTF-8 of a text. */
  static boolean isSigned(String text, String signature, ChannelAccount account) {
    return isSigned(text.getBytes(UTF_8), signature, account);
  }

  /** A key that is none proves nothing. */
  private static Optional<byte[]> key(@Nullable Secret secret) {
    try {
      return Optional.ofNullable(secret)
          .map(it -> HexFormat.of().parseHex(it.revealText().strip()))
          .filter(raw -> raw.length > 0);
    } catch (IllegalArgumentException noHex) {
      return Optional.empty();
    }
  }

  private static String value(@Nullable Amount amount) {
    return amount == null || amount.number().isEmpty()
        ? ""
        : Long.toString(amount.number().getAsLong());
  }

  private static String text(@Nullable String field) {
    return Objects.requireNonNullElse(field, "");
  }
}
