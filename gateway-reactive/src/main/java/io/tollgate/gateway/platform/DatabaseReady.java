package io.tollgate.gateway.platform;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Brings the database's schema up to date at the start, and goes on trying while the database is
 * away: payments are taken in Redis meanwhile. Whoever needs the schema waits for {@link #done}.
 */
final class DatabaseReady implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseReady.class);

  private final Mono<Void> done;
  private volatile Disposable work = Disposables.disposed();

  DatabaseReady(Mono<Void> migration) {
    this.done =
        migration
            .doOnError(error -> LOG.error("the database could not be migrated; trying on", error))
            .retryWhen(
                Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(500))
                    .maxBackoff(Duration.ofSeconds(5)))
            .cache();
  }

  /** Completes once the schema is there. */
  Mono<Void> done() {
    return done;
  }

  @Override
  public void start() {
    work = done.subscribe();
  }

  @Override
  public void stop() {
    work.dispose();
  }

  @Override
  public boolean isRunning() {
    return !work.isDisposed();
  }

  @Override
  public int getPhase() {
    return Integer.MIN_VALUE;
  }
}
