package io.tollgate.domain.payment;

import io.tollgate.domain.lifecycle.PaymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When a payment's status is asked for at its channel.
 *
 * <p>A young payment is checked at fixed ages, so that its outcome is known within 100 s of its
 * creation even when every callback is lost. After that, one that waits for its payer goes on at a
 * steady pace until its window ends, and a silent one goes on slower, for ever.
 *
 * @param ages the ages of the early checks, ascending
 * @param payerPace between checks while a payer has to act
 * @param slowPace between checks of an authorized or a silent payment
 */
public record WatchSchedule(List<Duration> ages, Duration payerPace, Duration slowPace) {

  /** 3, 6, 10, 15, 22, 30, 40, 55, 70, 85, 95 s; then every 45 s; silent ones every 10 min. */
  public static final WatchSchedule DEFAULT =
      new WatchSchedule(
          List.of(3, 6, 10, 15, 22, 30, 40, 55, 70, 85, 95).stream()
              .map(Duration::ofSeconds)
              .toList(),
          Duration.ofSeconds(45),
          Duration.ofMinutes(10));

  public WatchSchedule {
    ages = List.copyOf(ages);
    if (ages.isEmpty() || !ages.equals(ages.stream().sorted().distinct().toList())) {
      throw new IllegalArgumentException("watch ages: " + ages + " (expected: ascending)");
    }
  }

  /** From creation to the first check. */
  public Duration first() {
    return ages.getFirst();
  }

  /** How old a payment is at its last early check: later, silence and absence count as answers. */
  public Duration lastAge() {
    return ages.getLast();
  }

  /** How long from {@code now} until the next check; empty where none is due any more. */
  public Optional<Duration> next(Payment payment, Instant now) {
    return switch (payment.status()) {
      case SUCCEEDED, FAILED, CANCELLED, EXPIRED -> Optional.empty();
      case AUTHORIZED, UNKNOWN -> Optional.of(slowPace);
      case CREATED, PENDING, REQUIRES_ACTION -> Optional.of(nextOpen(payment, now));
    };
  }

  private Duration nextOpen(Payment payment, Instant now) {
    var age = Duration.between(payment.liveAttempt().startedAt(), now);
    return ages.stream()
        .filter(due -> due.compareTo(age) > 0)
        .findFirst()
        .map(due -> due.minus(age))
        .orElseGet(() -> paceAfterTheEarlyChecks(payment, now));
  }

  private Duration paceAfterTheEarlyChecks(Payment payment, Instant now) {
    var windowLeft = Duration.between(now, payment.payBy());
    boolean endsSoon = windowLeft.isPositive() && windowLeft.compareTo(payerPace) < 0;
    boolean payerActs = payment.status() == PaymentStatus.REQUIRES_ACTION;
    return payerActs && endsSoon ? windowLeft : payerPace;
  }
}
