package io.tollgate.gateway.polling;

import io.tollgate.domain.payment.Payment;
import io.tollgate.gateway.platform.OpensFor;
import io.tollgate.gateway.platform.RepeatedWork;
import io.tollgate.gateway.platform.Role;
import io.tollgate.gateway.settings.LiveSettings;
import io.tollgate.persistence.hot.FallbackPayments;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Goes on asking channels what became of payments while Redis, and the delay queue with it, is
 * away: the table tells whose check is due.
 */
@Component
@OpensFor(Role.WORKER)
final class OutageWatch extends RepeatedWork {

  private static final Logger LOG = LoggerFactory.getLogger(OutageWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final int CHECKS_AT_ONCE = 64;

  private final FallbackPayments payments;
  private final StatusWatch statusWatch;

  OutageWatch(FallbackPayments payments, StatusWatch statusWatch, LiveSettings settings) {
    super(settings.loaded(), Phase.TASKS, PAUSE, "what is due cannot be read");
    this.payments = payments;
    this.statusWatch = statusWatch;
  }

  @Override
  protected Mono<Void> round() {
    return payments.claimDue().flatMap(this::checked, CHECKS_AT_ONCE).then();
  }

  /** What is not an end cannot be saved now; the next check is in the table already. */
  private Mono<Void> checked(Payment payment) {
    return statusWatch
        .checked(payment)
        .doOnError(error -> LOG.debug("{} goes on: {}", payment.id(), error.toString()))
        .onErrorComplete()
        .then();
  }
}
