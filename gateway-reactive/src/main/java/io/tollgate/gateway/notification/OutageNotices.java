package io.tollgate.gateway.notification;

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
 * Tells of the ends that are written while Redis is away, as far as the broker takes them: what it
 * does not take, or an endpoint does not, is told once Redis is back, as all of them are then.
 */
@Component
@OpensFor(Role.WORKER)
final class OutageNotices extends BackgroundWork {

  private static final Logger LOG = LoggerFactory.getLogger(OutageNotices.class);
  private static final Duration PACE = Duration.ofSeconds(2);

  private final FallbackPayments payments;
  private final PublishNotices publishNotices;
  private volatile Disposable telling = Disposables.disposed();

  OutageNotices(FallbackPayments payments, PublishNotices publishNotices, LiveSettings settings) {
    super(settings.loaded(), Phase.CHANGES);
    this.payments = payments;
    this.publishNotices = publishNotices;
  }

  @Override
  protected void begin() {
    telling = Mono.defer(this::tell).then(Mono.delay(PACE)).repeat().subscribe();
  }

  private Mono<Void> tell() {
    return payments
        .newEnds()
        .collectList()
        .flatMap(publishNotices::publish)
        .onErrorResume(error -> {
          LOG.warn("not all were told while Redis is away: {}", error.toString());
          return Mono.empty();
        });
  }

  @Override
  protected Mono<Void> end() {
    return Mono.fromRunnable(telling::dispose);
  }
}
