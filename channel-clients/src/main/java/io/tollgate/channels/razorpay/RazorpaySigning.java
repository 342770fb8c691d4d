package io.tollgate.channels.razorpay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.signing.Hmac;
import io.tollgate.domain.merchant.Secret;
import java.util.List;

/**
 * Verifies what Razorpay signs (facts, section 11, "Callback"; crossed with razorpay-java): events,
 * by the hex HMAC-SHA256 of the raw body under the webhook's secret, and a payer's return, by that
 * of {@code <order>|<payment>} under the key's secret.
 */
final class RazorpaySigning {

  private RazorpaySigning() {}

  /** Whether one of the secrets signed the event. */
  static boolean isEvent(String signature, byte[] body, List<Secret> secrets) {
    boolean matches = false;
    for (var secret : secrets) {
      matches |= Hmac.areEqual(Hmac.SHA256.hex(secret, body), signature);
    }
    return matches;
  }

  /** Whether the key's secret signed the return of a payer who paid. */
  static boolean isReturn(String signature, String order, String payment, Secret keySecret) {
    var text = (order + "|" + payment).getBytes(UTF_8);
    return Hmac.areEqual(Hmac.SHA256.hex(keySecret, text), signature);
  }
}
