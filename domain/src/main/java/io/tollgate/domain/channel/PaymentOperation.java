package io.tollgate.domain.channel;

import io.tollgate.domain.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * One operation on a payment that its channel took.
 *
 * @param id the same on every repetition
 * @param attempt the attempt that the channel took, with the channel's own id of it
 * @param amount to capture or to give back; of a void, all that is authorized
 * @param isLast of a capture, whether the rest of what is authorized is let go
 * @param capture the channel's own id of the capture that is refunded, where captures have ids
 */
public record PaymentOperation(
    OperationId id, AttemptQuery attempt, Money amount, boolean isLast, @Nullable String capture) {

  public PaymentOperation {
    if (!amount.isPositive() || !amount.currency().equals(attempt.order().amount().currency())) {
      throw new IllegalArgumentException(
          "amount: %s (expected: more than zero, in the currency of %s)"
              .formatted(amount, attempt.order().amount()));
    }
  }

  /** Whether it is about all of the order's amount. */
  public boolean isWhole() {
    return amount.equals(attempt.order().amount());
  }
}
