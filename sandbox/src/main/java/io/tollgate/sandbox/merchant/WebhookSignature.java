package io.tollgate.sandbox.merchant;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Verifies symmetric signatures of the Standard Webhooks specification: base64 of HMAC-SHA256 over
 * {@code id.timestamp.body}, keyed with the decoded secret.
 */
final class WebhookSignature {

  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final SecretKeySpec key;

  WebhookSignature(String secret) {
    String encoded = secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret;
    this.key = new SecretKeySpec(Base64.getDecoder().decode(encoded), "HmacSHA256");
  }

  /** Whether any of the space-separated signatures is right and the timestamp is recent. */
  boolean accepts(
      @Nullable String id, @Nullable String timestamp, @Nullable String signatures, byte[] body) {
    if (id == null || timestamp == null || signatures == null || !isRecent(timestamp)) {
      return false;
    }
    byte[] expected = sum(id + "." + timestamp + ".", body);
    for (String signature : signatures.split(" ")) {
      if (signature.startsWith(VERSION) && MessageDigest.isEqual(expected, decoded(signature))) {
        return true;
      }
    }
    return false;
  }

  private static byte[] decoded(String signature) {
    try {
      return Base64.getDecoder().decode(signature.substring(VERSION.length()));
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  private static boolean isRecent(String timestamp) {
    try {
      Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
      return Duration.between(sent, Instant.now()).abs().compareTo(TOLERANCE) <= 0;
    } catch (NumberFormatException | java.time.DateTimeException malformed) {
      return false;
    }
  }

  private byte[] sum(String head, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(head.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
