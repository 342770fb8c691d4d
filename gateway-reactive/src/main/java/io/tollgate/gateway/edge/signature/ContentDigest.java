package io.tollgate.gateway.edge.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** {@code Content-Digest} of RFC 9530, in its one form here: SHA-256 and nothing beside it. */
final class ContentDigest {
  private static final String OPENING = "sha-256=:";
  private static final int LENGTH = OPENING.length() + 44 + 1;

  private ContentDigest() {}

  static String of(byte[] body) {
    return OPENING + Base64.getEncoder().encodeToString(sha256(body)) + ':';
  }

  /** Whether the header is of the one form, whatever it says of the body. */
  static boolean isWellFormed(String header) {
    return header.length() == LENGTH && header.startsWith(OPENING) && header.endsWith(":");
  }

  static boolean matches(String header, String expected) {
    return MessageDigest.isEqual(ascii(header), ascii(expected));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
