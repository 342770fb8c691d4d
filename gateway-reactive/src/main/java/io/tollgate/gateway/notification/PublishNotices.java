package io.tollgate.gateway.notification;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.domain.payment.Payment;
import io.tollgate.gateway.platform.OpensFor;
import io.tollgate.gateway.platform.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Publishes what changed to the broker. What the broker does not confirm within a second goes to
 * the delay queue instead; a change counts as told only when one of the two has it.
 */
@Component
@OpensFor(Role.WORKER)
final class PublishNotices {

  private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(1);

  private final NoticeBroker broker;
  private final NoticeTasks tasks;
  private final MeterRegistry meters;
  private final CircuitBreaker breaker =
      CircuitBreaker.of(
          "notice-broker",
          CircuitBreakerConfig.custom()
              .slidingWindowSize(10)
              .minimumNumberOfCalls(3)
              .waitDurationInOpenState(Duration.ofSeconds(5))
              .permittedNumberOfCallsInHalfOpenState(1)
              .build());

  PublishNotices(NoticeBroker broker, NoticeTasks tasks, MeterRegistry meters) {
    this.broker = broker;
    this.tasks = tasks;
    this.meters = meters;
  }

  /** Completes once every notice of these changes is with the broker or in the delay queue. */
  Mono<Void> publish(List<Payment> changed) {
    var notices = changed.stream().map(Notice::of).flatMap(Optional::stream).toList();
    return notices.isEmpty()
        ? Mono.empty()
        : confirmed(notices).flatMap(taken -> parkOthers(notices, taken));
  }

  private Mono<Set<String>> confirmed(List<Notice> notices) {
    if (!breaker.tryAcquirePermission()) {
      return Mono.just(Set.of());
    }
    long begun = System.nanoTime();
    return broker
        .publish(notices)
        .timeout(CONFIRM_WITHIN, Mono.just(Set.of()))
        .doOnNext(taken -> record(taken.size() == notices.size(), System.nanoTime() - begun))
        .doOnCancel(breaker::releasePermission);
  }

  private void record(boolean allTaken, long nanos) {
    if (allTaken) {
      breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    } else {
      breaker.onError(nanos, TimeUnit.NANOSECONDS, new IllegalStateException("not confirmed"));
    }
  }

  private Mono<Void> parkOthers(List<Notice> notices, Set<String> taken) {
    count("broker", taken.size());
    return Flux.fromIterable(notices)
        .filter(notice -> !taken.contains(notice.id()))
        .doOnNext(_ -> count("delay_queue", 1))
        .flatMap(tasks::deliverSoon, 64)
        .then();
  }

  private void count(String way, int notices) {
    meters.counter("tollgate.notices", "way", way).increment(notices);
  }
}
