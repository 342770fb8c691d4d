package io.tollgate.channels.paystack;

import io.tollgate.channels.signing.Hmac;
import io.tollgate.domain.merchant.Secret;
import java.util.List;

/**
 * Verifies {@code x-paystack-signature}: HMAC-SHA512 over the raw body in lower-case hex, keyed by
 * the API's own secret key (facts, section 12, "Callback"). It holds no time: an event that is sent
 * again verifies again, and tells nothing new.
 */
final class PaystackSigning {

  private PaystackSigning() {}

  /** Whether the body is proved to be Paystack's. */
  static boolean isSigned(String header, byte[] body, List<Secret> secrets) {
    boolean matches = false;
    for (var secret : secrets) {
      matches |= Hmac.areEqual(Hmac.SHA512.hex(secret, body), header);
    }
    return matches;
  }
}
