package io.tollgate.domain.merchant;

import java.util.regex.Pattern;

/**
 * The name of a merchant: 1 to 32 of {@code a-z 0-9 _ -}, beginning with a letter or digit. It
 * takes part in keys of the hot store, hence the narrow alphabet.
 */
public record MerchantId(String value) {

  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

  public MerchantId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("merchant: '" + value + "' (expected: " + SHAPE + ")");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
