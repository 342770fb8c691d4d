package io.tollgate.load.past;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id that a gateway derives from merchant and reference (ADR 1), computed apart from the
 * gateway: {@code pay_} and a key, the first 130 bits of SHA-256 in Crockford's base 32.
 *
 * @param key 26 characters
 */
record DerivedId(String key) {

  private static final String PREFIX = "pay_";
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final int CHARACTERS = 26;
  private static final int BITS = 5;
  private static final int SHARDS = 64;

  static DerivedId of(String merchant, String reference) {
    var digest = sha256(merchant + '\n' + reference);
    var key = new StringBuilder(CHARACTERS);
    int waiting = 0;
    int bits = 0;
    for (int at = 0; key.length() < CHARACTERS; at++) {
      waiting = waiting << 8 | digest[at] & 0xff;
      bits += 8;
      while (bits >= BITS && key.length() < CHARACTERS) {
        bits -= BITS;
        key.append(ALPHABET.charAt(waiting >> bits & 31));
      }
      waiting &= (1 << bits) - 1;
    }
    return new DerivedId(key.toString());
  }

  String value() {
    return PREFIX + key;
  }

  /** The shard of the hot store, 0 to 63: the first two characters, modulo 64. */
  int shard() {
    return (32 * ALPHABET.indexOf(key.charAt(0)) + ALPHABET.indexOf(key.charAt(1))) % SHARDS;
  }

  /** As a request's fingerprint looks, without being one. */
  static String fingerprint(String text) {
    return HexFormat.of().formatHex(sha256(text));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
