package io.tollgate.channels.paypal;

import io.tollgate.channels.signing.Rsa;
import io.tollgate.domain.channel.RawCallback;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Verifies webhooks: SHA-256 with RSA over {@code <transmission id>|<transmission time>|<webhook
 * id>|<crc>}, where the last is the CRC-32 of the raw body as an unsigned decimal number (facts,
 * section 2, "Callback"; crossed with PayPal's SDK).
 *
 * <p>The body is covered by those 32 bits alone, which is PayPal's choice: whoever holds an event
 * that was signed for our webhook can make another body of the same sum. Events are therefore never
 * logged or passed on as they came.
 */
final class PayPalSigning {

  static final String CERTIFICATE_URL = "paypal-cert-url";

  private static final String ALGORITHM = "SHA256withRSA";

  /** Neither part may hold the character that separates them. */
  private static final Pattern PART = Pattern.compile("[!-{}~]{1,100}");

  private PayPalSigning() {}

  /** Why the callback is not proved to be PayPal's; empty where it is. */
  static Optional<String> problem(RawCallback callback, String webhookId, PublicKey key) {
    var text = signedText(callback, webhookId);
    var signature = callback.header("paypal-transmission-sig").flatMap(PayPalSigning::decoded);
    if (text.isEmpty() || signature.isEmpty()) {
      return Optional.of("no signature");
    }
    return Rsa.verifies(key, text.get().getBytes(StandardCharsets.US_ASCII), signature.get())
        ? Optional.empty()
        : Optional.of("signature does not match");
  }

  /** What is signed; empty where a header is missing, or is not of PayPal's shape. */
  static Optional<String> signedText(RawCallback callback, String webhookId) {
    var id = part(callback, "paypal-transmission-id");
    var time = part(callback, "paypal-transmission-time");
    var algorithm = part(callback, "paypal-auth-algo");
    return id.isEmpty()
            || time.isEmpty()
            || !algorithm.filter(ALGORITHM::equalsIgnoreCase).isPresent()
            || !PART.matcher(webhookId).matches()
        ? Optional.empty()
        : Optional.of(String.join("|", id.get(), time.get(), webhookId, crc(callback.body())));
  }

  private static String crc(byte[] body) {
    var crc = new CRC32();
    crc.update(body);
    return Long.toString(crc.getValue());
  }

  private static Optional<String> part(RawCallback callback, String header) {
    return callback.header(header).filter(text -> PART.matcher(text).matches());
  }

  private static Optional<byte[]> decoded(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
