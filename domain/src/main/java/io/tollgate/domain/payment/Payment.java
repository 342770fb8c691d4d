package io.tollgate.domain.payment;

import static java.util.Objects.requireNonNull;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.product.NextStep;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A payment as it stands at one version. Immutable; {@link PaymentChange} makes the next version.
 *
 * @param version 1 when it is opened, one more with every change
 * @param attempts at least one, in order; the last is the live one
 * @param nextStep what the payer has to do now
 * @param failure why it failed, where it did
 * @param payBy when the payer's window ends: then it is closed at the channel
 */
public record Payment(
    PaymentId id,
    long version,
    PaymentStatus status,
    Order order,
    List<Attempt> attempts,
    NextStep nextStep,
    @Nullable DeclineReason failure,
    List<ConflictRecord> conflicts,
    Instant createdAt,
    Instant updatedAt,
    Instant payBy) {

  /** A payment has a handful of versions. */
  private static final long MORE_THAN_ANY_HAS = 1_000;

  public Payment {
    attempts = List.copyOf(attempts);
    conflicts = List.copyOf(conflicts);
    if (attempts.isEmpty()) {
      throw new IllegalArgumentException("a payment has at least one attempt");
    }
  }

  /** A new payment with its first attempt recorded: the intent, before any byte is sent. */
  public static Payment opened(Order order, AccountId account, Instant now, Instant payBy) {
    var id = order.paymentId();
    return new Payment(
        id,
        1,
        PaymentStatus.CREATED,
        order,
        List.of(attempt(id, 1, account, now)),
        new NextStep.Wait(),
        null,
        List.of(),
        now,
        now,
        payBy);
  }

  /** The attempt that is under way, or was last. */
  public Attempt liveAttempt() {
    return requireNonNull(attempts.getLast());
  }

  /** The same at a version above every one that was saved where this process could not see it. */
  public Payment overtaking() {
    return new Payment(
        id,
        version + MORE_THAN_ANY_HAS,
        status,
        order,
        attempts,
        nextStep,
        failure,
        conflicts,
        createdAt,
        updatedAt,
        payBy);
  }

  static Attempt attempt(PaymentId id, int number, AccountId account, Instant now) {
    return new Attempt(number, account, new ChannelRequestId(id, number), null, now);
  }
}
