package io.tollgate.domain;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.payment.Payment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Payments with valid defaults. */
public final class PaymentFixtures {
  public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  public static final Duration WINDOW = Duration.ofMinutes(30);
  public static final AccountId FIRST_ACCOUNT = new AccountId("stripe", "eu-1");
  public static final AccountId SECOND_ACCOUNT = new AccountId("adyen", "eu-1");

  private PaymentFixtures() {}

  /** A payment opened at noon, half an hour to pay it. */
  public static Payment opened() {
    return Payment.opened(Orders.order().build(), FIRST_ACCOUNT, NOON, NOON.plus(WINDOW));
  }

  /** The payment in that status, one attempt, nothing learned from the channel. */
  public static Payment in(PaymentStatus status) {
    var opened = opened();
    return new Payment(
        opened.id(),
        opened.version(),
        status,
        opened.order(),
        opened.attempts(),
        opened.nextStep(),
        null,
        List.of(),
        NOON,
        NOON,
        opened.payBy());
  }
}
