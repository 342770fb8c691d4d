package io.tollgate.channels.square;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.signing.Hmac;
import io.tollgate.domain.merchant.Secret;
import java.util.List;

/**
 * Verifies {@code x-square-hmacsha256-signature}: Base64 of HMAC-SHA256 over the address that the
 * callback was registered with, byte by byte, and the raw body (facts, section 9, "Callback";
 * crossed with Square's SDK).
 */
final class SquareSigning {

  private SquareSigning() {}

  /** Whether one of the keys made the signature. */
  static boolean isSigned(String signature, String url, byte[] body, List<Secret> keys) {
    boolean matches = false;
    for (var key : keys) {
      matches |= Hmac.areEqual(Hmac.SHA256.base64(key, url.getBytes(UTF_8), body), signature);
    }
    return matches;
  }
}
