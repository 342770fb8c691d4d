package io.tollgate.gateway.notification;

import static java.util.stream.Collectors.joining;

import io.tollgate.domain.merchant.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs webhooks by the Standard Webhooks specification: {@code v1,} and the base64 HMAC-SHA256
 * over {@code id.timestamp.payload}, one for every live secret, separated by spaces.
 */
final class WebhookSigner {

  private WebhookSigner() {}

  static String signature(List<Secret> secrets, String id, long timestampSeconds, String payload) {
    var signed = (id + "." + timestampSeconds + "." + payload).getBytes(StandardCharsets.UTF_8);
    return secrets.stream().map(secret -> "v1," + hmac(secret, signed)).collect(joining(" "));
  }

  private static String hmac(Secret secret, byte[] signed) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.reveal(), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(signed));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }
}
