package io.tollgate.domain.payment;

import io.tollgate.domain.merchant.MerchantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a payment: {@code pay_} and 26 characters of base 32 (Crockford's alphabet, lower
 * case), which are the first 130 bits of SHA-256 over merchant and reference.
 *
 * <p>Being derived, it finds the payment by id and by reference alike without an index, makes the
 * uniqueness of a reference the uniqueness of a key, and gives a payment that is admitted again
 * after every copy of it was lost the same channel request id as before (see ADR 0001).
 */
public record PaymentId(String value) {

  /** How many shards the hot store has; part of the data's layout, never changed. */
  public static final int SHARDS = 64;

  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final Pattern SHAPE = Pattern.compile("pay_[" + ALPHABET + "]{26}");

  public PaymentId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("payment id: '" + value + "' (expected: " + SHAPE + ")");
    }
  }

  /** The id of the merchant's payment with this reference. */
  public static PaymentId of(MerchantId merchant, Reference reference) {
    var digest = sha256(merchant.value() + '\n' + reference.value());
    var text = new StringBuilder(30).append("pay_");
    for (int character = 0; character < 26; character++) {
      text.append(ALPHABET.charAt(fiveBits(digest, character * 5)));
    }
    return new PaymentId(text.toString());
  }

  /** The id that a text spells, if it spells one. */
  public static Optional<PaymentId> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new PaymentId(text)) : Optional.empty();
  }

  /** The shard of the hot store that holds it, 0 to 63. */
  public int shard() {
    return (ALPHABET.indexOf(value.charAt(4)) << 5 | ALPHABET.indexOf(value.charAt(5))) % SHARDS;
  }

  @Override
  public String toString() {
    return value;
  }

  private static int fiveBits(byte[] bytes, int offset) {
    int pair = (bytes[offset / 8] & 0xff) << 8 | (bytes[offset / 8 + 1] & 0xff);
    return pair >> (11 - offset % 8) & 31;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
