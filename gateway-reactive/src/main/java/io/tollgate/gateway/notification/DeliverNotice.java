package io.tollgate.gateway.notification;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.delayqueue.ClaimedTask;
import io.tollgate.delayqueue.Verdict;
import io.tollgate.domain.notification.DeliverySchedule;
import io.tollgate.domain.notification.WebhookEndpoint;
import io.tollgate.domain.settings.SettingsStore;
import io.tollgate.gateway.notification.DeliveryOutcome.Delivered;
import io.tollgate.gateway.notification.DeliveryOutcome.Failed;
import io.tollgate.gateway.notification.DeliveryOutcome.Gone;
import io.tollgate.gateway.settings.LiveSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Delivers notices to the endpoints that want them: at once, and after a failure by the schedule of
 * the Standard Webhooks specification, from the delay queue. An endpoint that hangs holds up no
 * other: it has so many deliveries at once, and what is more waits in the delay queue.
 */
@Component
final class DeliverNotice {

  private static final Logger LOG = LoggerFactory.getLogger(DeliverNotice.class);
  private static final DeliverySchedule SCHEDULE = DeliverySchedule.STANDARD;

  private final LiveSettings settings;
  private final SettingsStore settingsStore;
  private final WebhookClient client;
  private final NoticeTasks tasks;
  private final MeterRegistry meters;
  private final BulkheadRegistry bulkheads;

  /** Looking a counter up in the registry costs more than counting. */
  private final Map<Delivery, Counter> deliveries = new ConcurrentHashMap<>();

  private record Delivery(String endpoint, Class<? extends DeliveryOutcome> outcome) {}

  DeliverNotice(
      LiveSettings settings,
      SettingsStore settingsStore,
      WebhookClient client,
      NoticeTasks tasks,
      WebhookProperties properties,
      MeterRegistry meters) {
    this.settings = settings;
    this.settingsStore = settingsStore;
    this.client = client;
    this.tasks = tasks;
    this.meters = meters;
    this.bulkheads =
        BulkheadRegistry.of(
            BulkheadConfig.custom()
                .maxConcurrentCalls(properties.perEndpoint())
                .maxWaitDuration(Duration.ZERO)
                .build());
  }

  /** The first try at every endpoint; completes once each has it, or has it waiting. */
  Mono<Void> deliver(Notice notice) {
    return Flux.fromIterable(settings.current().endpoints(notice.merchant()))
        .filter(endpoint -> endpoint.wants(notice.type()))
        .flatMap(endpoint -> firstTry(notice, endpoint))
        .then();
  }

  /** A further try at one endpoint. */
  Mono<Verdict> again(ClaimedTask task) {
    var notice = NoticeTasks.noticeOf(task);
    return settings.current().endpoints(notice.merchant()).stream()
        .filter(endpoint -> endpoint.id().equals(NoticeTasks.endpointOf(task)))
        .findAny()
        .map(endpoint -> furtherTry(notice, endpoint, task))
        .orElseGet(() -> Mono.just(new Verdict.Done()));
  }

  private Mono<Void> firstTry(Notice notice, WebhookEndpoint endpoint) {
    var bulkhead = bulkheads.bulkhead(endpoint.id());
    return bulkhead.tryAcquirePermission()
        ? send(notice, endpoint, bulkhead).flatMap(outcome -> afterFirst(notice, endpoint, outcome))
        : tasks.deliverLater(notice, endpoint.id(), spread(Duration.ofSeconds(2)));
  }

  private Mono<Void> afterFirst(Notice notice, WebhookEndpoint endpoint, DeliveryOutcome outcome) {
    return switch (outcome) {
      case Delivered _ -> Mono.empty();
      case Failed(var why, var retryAfter) -> {
        LOG.info("{} for {} failed: {}", notice.id(), endpoint.id(), why);
        yield tasks.deliverLater(
            notice, endpoint.id(), delay(SCHEDULE.delays().getFirst(), retryAfter));
      }
      case Gone _ -> disable(endpoint);
    };
  }

  private Mono<Verdict> furtherTry(Notice notice, WebhookEndpoint endpoint, ClaimedTask task) {
    var bulkhead = bulkheads.bulkhead(endpoint.id());
    return bulkhead.tryAcquirePermission()
        ? send(notice, endpoint, bulkhead).flatMap(outcome -> afterFurther(endpoint, task, outcome))
        : Mono.just(new Verdict.Again(spread(Duration.ofSeconds(2)), false));
  }

  /** The first try was outside the queue, so the queue's first attempt is the second try. */
  private Mono<Verdict> afterFurther(
      WebhookEndpoint endpoint, ClaimedTask task, DeliveryOutcome outcome) {
    return switch (outcome) {
      case Delivered _ -> Mono.just(new Verdict.Done());
      case Failed(var why, var retryAfter) ->
          Mono.just(
              SCHEDULE
                  .after(task.attempt() + 1)
                  .<Verdict>map(next -> new Verdict.Again(delay(next, retryAfter), true))
                  .orElseGet(() -> new Verdict.Dead(why)));
      case Gone _ ->
          disable(endpoint).thenReturn(new Verdict.Dead("the endpoint answered 410, gone"));
    };
  }

  private Mono<DeliveryOutcome> send(Notice notice, WebhookEndpoint endpoint, Bulkhead bulkhead) {
    return client
        .send(notice, endpoint)
        .doOnNext(outcome -> count(endpoint, outcome))
        .doFinally(_ -> bulkhead.onComplete());
  }

  private Mono<Void> disable(WebhookEndpoint endpoint) {
    LOG.warn("webhook endpoint {} answered 410 and is switched off", endpoint.id());
    return settingsStore.disableEndpoint(endpoint.id()).then();
  }

  private void count(WebhookEndpoint endpoint, DeliveryOutcome outcome) {
    deliveries
        .computeIfAbsent(new Delivery(endpoint.id(), outcome.getClass()), this::counter)
        .increment();
  }

  private Counter counter(Delivery delivery) {
    return meters.counter(
        "tollgate.webhooks",
        "endpoint",
        delivery.endpoint,
        "outcome",
        delivery.outcome.getSimpleName().toLowerCase(java.util.Locale.ROOT));
  }

  private static Duration delay(Duration scheduled, Duration asked) {
    return spread(scheduled.compareTo(asked) > 0 ? scheduled : asked);
  }

  /** Up to a tenth more, so that what failed together does not come back together. */
  private static Duration spread(Duration delay) {
    return delay.plusMillis(ThreadLocalRandom.current().nextLong(delay.toMillis() / 10 + 1));
  }
}
