package io.tollgate.persistence.hot;

import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Payments;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class InMemoryPaymentsTest extends PaymentsContract {

  private final InMemoryPayments payments = new InMemoryPayments();

  @Override
  protected Payments payments() {
    return payments;
  }

  @Override
  protected Optional<Duration> untilCheck(PaymentId id) {
    return payments.nextCheck(id).map(at -> Duration.between(Instant.now(), at));
  }
}
