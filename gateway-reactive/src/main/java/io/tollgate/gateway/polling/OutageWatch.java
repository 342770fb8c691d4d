package io.tollgate.gateway.polling;

import io.tollgate.domain.payment.Payment;
import io.tollgate.gateway.platform.BackgroundWork;
import io.tollgate.gateway.platform.OpensFor;
import io.tollgate.gateway.platform.Role;
import io.tollgate.gateway.settings.LiveSettings;
import io.tollgate.persistence.hot.FallbackPayments;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Goes on asking channels what became of payments while Redis, and the delay queue with it, is
 * away: the table tells whose check is due.
 */
@Component
@OpensFor(Role.WORKER)
final class OutageWatch extends BackgroundWork {

  private static final Logger LOG = LoggerFactory.getLogger(OutageWatch.class);
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final int CHECKS_AT_ONCE = 64;

  private final FallbackPayments payments;
  private final StatusWatch statusWatch;
  private volatile Disposable watching = Disposables.disposed();

  OutageWatch(FallbackPayments payments, StatusWatch statusWatch, LiveSettings settings) {
    super(settings.loaded(), Phase.TASKS);
    this.payments = payments;
    this.statusWatch = statusWatch;
  }

  @Override
  protected void begin() {
    watching = Mono.defer(this::checkWhatIsDue).then(Mono.delay(PACE)).repeat().subscribe();
  }

  private Mono<Void> checkWhatIsDue() {
    return payments
        .claimDue()
        .flatMap(this::checked, CHECKS_AT_ONCE)
        .then()
        .onErrorResume(error -> {
          LOG.warn("what is due cannot be read: {}", error.toString());
          return Mono.empty();
        });
  }

  /** What is not an end cannot be saved now; the next check is in the table already. */
  private Mono<Void> checked(Payment payment) {
    return statusWatch
        .checked(payment)
        .doOnError(error -> LOG.debug("{} goes on: {}", payment.id(), error.toString()))
        .onErrorComplete()
        .then();
  }

  @Override
  protected Mono<Void> end() {
    return Mono.fromRunnable(watching::dispose);
  }
}
