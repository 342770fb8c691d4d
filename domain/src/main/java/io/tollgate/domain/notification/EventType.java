package io.tollgate.domain.notification;

import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.payment.Payment;
import java.util.Optional;

/** What merchants are told of, and by which name. */
public final class EventType {

  private EventType() {}

  /** The event that this version of the payment is, where it is one to tell of. */
  public static Optional<String> of(Payment payment) {
    if (onlyRecordsAConflict(payment)) {
      return Optional.empty();
    }
    return switch (payment.status()) {
      case CREATED, PENDING -> Optional.empty();
      case REQUIRES_ACTION, UNKNOWN, AUTHORIZED, SUCCEEDED, FAILED, CANCELLED, EXPIRED ->
          Optional.of(named(payment.status()));
    };
  }

  /** The status was told before; the contradiction is ours to look into. */
  private static boolean onlyRecordsAConflict(Payment payment) {
    return !payment.conflicts().isEmpty()
        && payment.conflicts().getLast().at().equals(payment.updatedAt());
  }

  /** {@code payment.succeeded} and so on. */
  public static String named(PaymentStatus status) {
    return "payment." + status.code();
  }
}
