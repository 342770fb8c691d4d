package io.tollgate.gateway.platform;

import io.tollgate.persistence.hot.FallbackPayments;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Looks at the shards of the hot store again and again, so that those that lost writes are seeded
 * within seconds, whether or not a request comes by, and so that it is known which are away.
 */
@Component
final class FenceWatch extends BackgroundWork {

  private static final Logger LOG = LoggerFactory.getLogger(FenceWatch.class);
  private static final Duration PACE = Duration.ofSeconds(2);

  private final FallbackPayments payments;
  private volatile Disposable watching = Disposables.disposed();

  FenceWatch(FallbackPayments payments, DatabaseReady databaseReady) {
    super(databaseReady.done(), Phase.CHANGES);
    this.payments = payments;
  }

  @Override
  protected void begin() {
    watching =
        Mono.defer(payments::look)
            .onErrorResume(FenceWatch::goOn)
            .then(Mono.delay(PACE))
            .repeat()
            .subscribe();
  }

  private static Mono<Void> goOn(Throwable error) {
    LOG.warn("nobody knows which shards of the hot store are away: {}", error.toString());
    return Mono.empty();
  }

  @Override
  protected Mono<Void> end() {
    return Mono.fromRunnable(watching::dispose);
  }
}
