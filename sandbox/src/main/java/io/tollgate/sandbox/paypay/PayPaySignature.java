package io.tollgate.sandbox.paypay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Verifies requests, and signs what payers bring back. */
final class PayPaySignature {

  private static final String PREFIX = "hmac OPA-Auth:";
  private static final long WINDOW_SECONDS = 120;

  private final String apiKey;
  private final String apiSecret;

  PayPaySignature(String apiKey, String apiSecret) {
    this.apiKey = apiKey;
    this.apiSecret = apiSecret;
  }

  /** Whether the request is the key's owner's, and new. */
  boolean isSigned(
      @Nullable String authorization,
      String method,
      String path,
      @Nullable String contentType,
      String body) {
    if (authorization == null || !authorization.startsWith(PREFIX)) {
      return false;
    }
    String[] parts = authorization.substring(PREFIX.length()).split(":", -1);
    if (parts.length != 5 || !parts[0].equals(apiKey) || !isNow(parts[3])) {
      return false;
    }
    String type = body.isEmpty() ? "empty" : String.valueOf(contentType);
    String hash = body.isEmpty() ? "empty" : md5(type, body);
    String signed = String.join("\n", path, method, parts[2], parts[3], type, hash);
    String mac = Base64.getEncoder().encodeToString(hmac(apiSecret.getBytes(UTF_8), signed));
    return parts[4].equals(hash) && parts[1].equals(mac);
  }

  /** A JWT over the claims, signed by the decoded secret. */
  String token(String claims) {
    return token(claims, Base64.getDecoder().decode(apiSecret));
  }

  /** A JWT that somebody else signed. */
  static String forged(String claims) {
    return token(claims, "of somebody else".getBytes(UTF_8));
  }

  private static String token(String claims, byte[] key) {
    String signed = encoded("{\"typ\":\"JWT\",\"alg\":\"HS256\"}".getBytes(UTF_8));
    signed += "." + encoded(claims.getBytes(UTF_8));
    return signed + "." + encoded(hmac(key, signed));
  }

  private static boolean isNow(String epochSecond) {
    return epochSecond.matches("[0-9]{1,12}")
        && Math.abs(Instant.now().getEpochSecond() - Long.parseLong(epochSecond)) < WINDOW_SECONDS;
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String md5(String contentType, String body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(contentType.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest.digest(body.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
