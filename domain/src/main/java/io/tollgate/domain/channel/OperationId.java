package io.tollgate.domain.channel;

import java.util.Optional;
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

  /** The id that a channel gave back to us, if it has the shape of ours. */
  public static Optional<OperationId> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new OperationId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
