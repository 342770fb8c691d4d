package io.tollgate.gateway.platform;

import io.tollgate.persistence.hot.FallbackPayments;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Looks at the shards of the hot store again and again, so that those that lost writes are seeded
 * within seconds, whether or not a request comes by, and so that it is known which are away.
 */
@Component
final class FenceWatch extends RepeatedWork {

  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final FallbackPayments payments;

  FenceWatch(FallbackPayments payments, DatabaseReady databaseReady) {
    super(
        databaseReady.done(),
        Phase.CHANGES,
        PAUSE,
        "nobody knows which shards of the hot store are away");
    this.payments = payments;
  }

  @Override
  protected Mono<Void> round() {
    return payments.look();
  }
}
