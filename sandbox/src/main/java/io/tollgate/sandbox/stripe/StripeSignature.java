package io.tollgate.sandbox.stripe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs callbacks: {@code t=<seconds>,v1=<hex>} over {@code <seconds>.<body>} with HMAC-SHA256 and
 * the whole secret, prefix included, as the key.
 */
final class StripeSignature {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  StripeSignature(String secret) {
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  String header(long seconds, String body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
      byte[] sum = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(sum);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
