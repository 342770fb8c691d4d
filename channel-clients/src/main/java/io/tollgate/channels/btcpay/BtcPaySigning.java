package io.tollgate.channels.btcpay;

import io.tollgate.channels.signing.Hmac;
import io.tollgate.domain.merchant.Secret;
import java.util.List;

/**
 * Verifies {@code BTCPay-Sig: sha256=<hex>}: HMAC-SHA256 over the raw body, keyed by the secret in
 * UTF-8 (facts, section 15, "Callback"; description, {@code WebhookDataCreate.secret}).
 */
final class BtcPaySigning {

  static final String HEADER = "btcpay-sig";

  private static final String PREFIX = "sha256=";

  private BtcPaySigning() {}

  /** Whether the header is made with one of the secrets over exactly these bytes. */
  static boolean verifies(String header, byte[] body, List<Secret> secrets) {
    boolean matches = false;
    for (var secret : secrets) {
      matches |= Hmac.areEqual(PREFIX + Hmac.SHA256.hex(secret, body), header);
    }
    return matches;
  }
}
