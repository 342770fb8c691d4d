package io.tollgate.persistence.hot;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Spreads what belongs to no payment over 64 hash tags, and shortens texts of any length. */
final class Slots {

  private static final int COUNT = 64;

  private Slots() {}

  /** The tag {@code {<prefix>:NN}} of a text. */
  static String tag(String prefix, String text) {
    int number = Math.floorMod(text.hashCode(), COUNT);
    return "{" + prefix + (number < 10 ? ":0" : ":") + number + "}";
  }

  /** 128 bits of the parts' SHA-256 as hex. Their lengths take part, so no two lists collide. */
  static String digest(String... parts) {
    var text = new StringBuilder();
    for (var part : parts) {
      text.append(part.length()).append(':').append(part);
    }
    var bytes = sha256(text.toString());
    return HexFormat.of().formatHex(bytes, 0, 16);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
