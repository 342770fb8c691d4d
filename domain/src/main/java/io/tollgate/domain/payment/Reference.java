package io.tollgate.domain.payment;

import java.util.regex.Pattern;

/**
 * The merchant's own order number, unique per merchant: 1 to 64 printable ASCII characters without
 * the space.
 */
public record Reference(String value) {

  private static final Pattern SHAPE = Pattern.compile("[!-~]{1,64}");

  public Reference {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "reference: '" + value + "' (expected: 1 to 64 printable ASCII characters, no spaces)");
    }
  }

  public static boolean isValid(String value) {
    return SHAPE.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
