package io.tollgate.domain.channel;

import io.tollgate.domain.payment.PaymentId;
import java.util.Optional;

/**
 * The id that a channel knows one attempt by: {@code <payment id>-<attempt number>}. It is the same
 * whenever it is computed, so a channel that honours idempotency keys charges once.
 */
public record ChannelRequestId(PaymentId payment, int attempt) {

  public ChannelRequestId {
    if (attempt < 1 || attempt > 99) {
      throw new IllegalArgumentException("attempt: " + attempt + " (expected: 1 to 99)");
    }
  }

  /** The id that a channel gave back to us, if it is one of ours. */
  public static Optional<ChannelRequestId> parse(String text) {
    var dash = text.lastIndexOf('-');
    if (dash < 0 || !text.substring(dash + 1).matches("[1-9][0-9]?")) {
      return Optional.empty();
    }
    return PaymentId.parse(text.substring(0, dash))
        .map(payment -> new ChannelRequestId(payment, Integer.parseInt(text.substring(dash + 1))));
  }

  @Override
  public String toString() {
    return payment.value() + "-" + attempt;
  }
}
