package io.tollgate.sandbox.adyen;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** Signs webhooks: HMAC-SHA256 in Base64, keyed by the bytes that a hex key spells. */
final class AdyenSignature {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  AdyenSignature(String hexKey) {
    this.key = new SecretKeySpec(HexFormat.of().parseHex(hexKey), ALGORITHM);
  }

  /** Of an event, over eight of its fields. */
  String of(JsonNode item) {
    return of(
        String.join(
            ":",
            item.path("pspReference").asString(""),
            item.path("originalReference").asString(""),
            item.path("merchantAccountCode").asString(""),
            item.path("merchantReference").asString(""),
            item.at("/amount/value").asString(""),
            item.at("/amount/currency").asString(""),
            item.path("eventCode").asString(""),
            item.path("success").asString("")));
  }

  /** Of a text. */
  String of(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
