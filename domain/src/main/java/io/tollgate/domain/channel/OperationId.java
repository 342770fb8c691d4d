package io.tollgate.domain.channel;

import java.util.regex.Pattern;

/**
 * The id that a channel knows one operation on a payment by. It is the same whenever the operation
 * is repeated, so a channel that honours idempotency keys does it once.
 */
public record OperationId(String value) {

  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");

  public OperationId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("operation: '" + value + "' (expected: " + SHAPE + ")");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
