package io.tollgate.channels.signing;

import io.tollgate.domain.merchant.Secret;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC over raw bytes, with the hash that a channel uses. */
public enum Hmac {
  SHA1("HmacSHA1"),
  SHA256("HmacSHA256"),
  SHA512("HmacSHA512");

  private final String algorithm;

  Hmac(String algorithm) {
    this.algorithm = algorithm;
  }

  /** The code over the parts, one after the other. */
  public byte[] code(byte[] key, byte[]... parts) {
    try {
      var mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      for (var part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new IllegalStateException("every JDK has " + algorithm, impossible);
    }
  }

  /** The same in lower-case hex. */
  public String hex(Secret key, byte[]... parts) {
    return HexFormat.of().formatHex(code(key.reveal(), parts));
  }

  /** The same in Base64. */
  public String base64(Secret key, byte[]... parts) {
    return Base64.getEncoder().encodeToString(code(key.reveal(), parts));
  }

  /** Whether two codes are equal, in a time that does not tell where they differ. */
  public static boolean areEqual(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(java.nio.charset.StandardCharsets.UTF_8),
        other.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
