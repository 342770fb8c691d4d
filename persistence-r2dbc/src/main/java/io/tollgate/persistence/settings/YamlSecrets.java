package io.tollgate.persistence.settings;

import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.merchant.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** How secrets and keys are spelled. No message shows any part of one. */
final class YamlSecrets {

  private static final int SHORTEST_SHARED_SECRET = 16;
  private static final int SHORTEST_WEBHOOK_SECRET = 24;
  private static final int LONGEST_WEBHOOK_SECRET = 64;
  private static final String TEXT = "text:";
  private static final String BASE64 = "base64:";
  private static final String WEBHOOK = "whsec_";

  private YamlSecrets() {}

  /** A secret shared with a merchant: it says what its letters are. */
  static Secret shared(YamlPart part) {
    var text = part.text();
    if (!text.startsWith(TEXT) && !text.startsWith(BASE64)) {
      throw part.wrong("a secret of unknown spelling", "text:… or base64:…");
    }
    var secret = ofChannel(part);
    if (secret.reveal().length < SHORTEST_SHARED_SECRET) {
      throw part.wrong(
          "a secret of " + secret.reveal().length + " bytes",
          "at least " + SHORTEST_SHARED_SECRET + " bytes");
    }
    return secret;
  }

  /** A secret of a channel: most are texts, so a text needs no mark. */
  static Secret ofChannel(YamlPart part) {
    var text = part.text();
    if (text.isEmpty()) {
      throw part.wrong("an empty secret", "a text, or base64:…");
    }
    if (text.startsWith(BASE64)) {
      return Secret.of(decoded(part, text.substring(BASE64.length())));
    }
    return Secret.ofText(text.startsWith(TEXT) ? text.substring(TEXT.length()) : text);
  }

  /** As the Standard Webhooks specification spells and bounds it: 24 to 64 bytes. */
  static Secret ofWebhook(YamlPart part) {
    var text = part.text();
    if (!text.startsWith(WEBHOOK)) {
      throw part.wrong("a secret of unknown spelling", WEBHOOK + "<base64>");
    }
    var bytes = decoded(part, text.substring(WEBHOOK.length()));
    if (bytes.length < SHORTEST_WEBHOOK_SECRET || bytes.length > LONGEST_WEBHOOK_SECRET) {
      throw part.wrong("a secret of " + bytes.length + " bytes", "24 to 64 bytes");
    }
    return Secret.of(bytes);
  }

  /** A public key in PEM, as the DER in it; it has to be one of the algorithm's kind. */
  static Secret publicKey(YamlPart part, SignatureAlgorithm algorithm) {
    var pem = part.text().strip();
    if (!pem.startsWith("-----BEGIN PUBLIC KEY-----")
        || !pem.endsWith("-----END PUBLIC KEY-----")) {
      throw part.wrong("not a public key", "PEM, from -----BEGIN PUBLIC KEY-----");
    }
    var der = decoded(part, pem.replaceAll("-----[A-Z ]+-----|\\s", ""));
    if (kindsOf(algorithm).stream().noneMatch(kind -> isKey(kind, der))) {
      throw part.wrong("a public key of another kind", "one for " + algorithm.registeredName());
    }
    return Secret.of(der);
  }

  private static List<String> kindsOf(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519 -> List.of("Ed25519");
      case RSA_PSS_SHA512 -> List.of("RSA", "RSASSA-PSS");
      case HMAC_SHA256 -> List.of();
    };
  }

  private static boolean isKey(String kind, byte[] der) {
    try {
      KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
      return true;
    } catch (GeneralSecurityException another) {
      return false;
    }
  }

  private static byte[] decoded(YamlPart part, String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException broken) {
      throw part.wrong("a secret that is not base64", "base64 with its padding");
    }
  }
}
