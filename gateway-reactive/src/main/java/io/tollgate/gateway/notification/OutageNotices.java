package io.tollgate.gateway.notification;

import io.tollgate.gateway.platform.OpensFor;
import io.tollgate.gateway.platform.RepeatedWork;
import io.tollgate.gateway.platform.Role;
import io.tollgate.gateway.settings.LiveSettings;
import io.tollgate.persistence.hot.FallbackPayments;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Tells of the ends that are written while Redis is away, as far as the broker takes them: what it
 * does not take, or an endpoint does not, is told once Redis is back, as all of them are then.
 */
@Component
@OpensFor(Role.WORKER)
final class OutageNotices extends RepeatedWork {

  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final FallbackPayments payments;
  private final PublishNotices publishNotices;

  OutageNotices(FallbackPayments payments, PublishNotices publishNotices, LiveSettings settings) {
    super(settings.loaded(), Phase.CHANGES, PAUSE, "not all were told while Redis is away");
    this.payments = payments;
    this.publishNotices = publishNotices;
  }

  @Override
  protected Mono<Void> round() {
    return payments.newEnds().collectList().flatMap(publishNotices::publish);
  }
}
