package io.tollgate.delayqueue;

import io.tollgate.delayqueue.WorkerMeters.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * The tasks a worker holds: hands each to the handler, keeps its lease alive, reports the verdict,
 * and counts the permits. Its methods run on the worker's loop only.
 */
final class Flights {

  private static final Logger LOG = LoggerFactory.getLogger(Flights.class);

  // The growing ones, before they come at their longest distance.
  private static final int FIRST_REPORT_RETRIES = 4;
  private static final Duration FIRST_REPORT_RETRY = Duration.ofMillis(100);
  private static final Duration LAST_REPORT_RETRY = Duration.ofSeconds(1);

  private final DelayQueue queue;
  private final TaskHandler handler;
  private final DelayWorkerSettings settings;
  private final WorkerLoop loop;
  private final Scheduler scheduler;
  private final WorkerMeters meters;
  private final Runnable onLanding;

  private final Set<Flight> aloft = new LinkedHashSet<>();
  private final Sinks.Empty<Void> empty = Sinks.empty();
  private int busy;
  private int reporting;
  private boolean closing;

  Flights(
      DelayQueue queue,
      TaskHandler handler,
      DelayWorkerSettings settings,
      WorkerThreads threads,
      WorkerMeters meters,
      Runnable onLanding) {
    this.queue = queue;
    this.handler = handler;
    this.settings = settings;
    this.loop = threads.loop();
    this.scheduler = threads.scheduler();
    this.meters = meters;
    this.onLanding = onLanding;
  }

  /** One task under way. */
  private static final class Flight {
    private final ClaimedTask task;
    private final Disposable.Swap handling = Disposables.swap();
    private long leasedAtMillis;
    private boolean handled;

    private Flight(ClaimedTask task, long leasedAtMillis) {
      this.task = task;
      this.leasedAtMillis = leasedAtMillis;
    }
  }

  /**
   * How many more tasks may be claimed. A permit is given back by the handler's verdict, not by
   * Redis' answer to it; but as many as there are permits may wait for that answer, and no more.
   */
  int permits() {
    int most = settings.concurrency();
    return Math.min(most - busy, 2 * most - busy - reporting);
  }

  void reserve(int count) {
    busy += count;
  }

  void release(int count) {
    busy -= count;
  }

  /** Starts on a task whose permit is reserved. */
  void launch(ClaimedTask task, long leasedAtMillis) {
    Flight flight = new Flight(task, leasedAtMillis);
    aloft.add(flight);
    meters.inflight(aloft.size());
    flight.handling.update(
        handled(task)
            .doOnNext(verdict -> loop.run(() -> judged(flight)))
            .flatMap(verdict -> report(task, verdict))
            .subscribe(
                held -> {}, error -> failed(flight, error), () -> loop.run(() -> landed(flight))));
  }

  private Mono<Verdict> handled(ClaimedTask task) {
    return Mono.defer(() -> handler.handle(task))
        .subscribeOn(scheduler)
        .timeout(settings.handleAtMost(), scheduler)
        .switchIfEmpty(Mono.fromSupplier(() -> afterBackoff(task)))
        .onErrorResume(error -> Mono.fromSupplier(() -> afterFailure(task, error)));
  }

  private Verdict afterFailure(ClaimedTask task, Throwable error) {
    meters.error(Operation.HANDLE);
    LOG.warn("Handling task {} of shard {} failed", task.id(), task.shard(), error);
    return afterBackoff(task);
  }

  private Verdict afterBackoff(ClaimedTask task) {
    return new Verdict.Again(settings.backoff().after(task.attempt()), true);
  }

  private Mono<Boolean> report(ClaimedTask task, Verdict verdict) {
    return Mono.defer(() -> reported(task, verdict))
        .doOnError(error -> meters.error(Operation.REPORT))
        .retryWhen(
            Retry.backoff(reportRetries(), FIRST_REPORT_RETRY)
                .maxBackoff(LAST_REPORT_RETRY)
                .scheduler(scheduler));
  }

  // For a whole lease, also where jitter halves every distance: a Redis that restarts within it
  // should not make finished work be done twice.
  private long reportRetries() {
    return FIRST_REPORT_RETRIES + 2 * settings.lease().dividedBy(LAST_REPORT_RETRY);
  }

  private Mono<Boolean> reported(ClaimedTask task, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Done() -> queue.done(task);
      case Verdict.Again(var delay, var spendsAttempt) -> queue.again(task, delay, spendsAttempt);
      case Verdict.Dead(var why) -> queue.bury(task, why);
    };
  }

  private void failed(Flight flight, Throwable error) {
    LOG.warn(
        "Task {} of shard {} could not be reported and will come again after its lease",
        flight.task.id(),
        flight.task.shard(),
        error);
    loop.run(() -> landed(flight));
  }

  private void judged(Flight flight) {
    if (aloft.contains(flight)) {
      flight.handled = true;
      busy--;
      reporting++;
      onLanding.run();
    }
  }

  private void landed(Flight flight) {
    if (aloft.remove(flight)) {
      meters.inflight(aloft.size());
      leave(flight);
      onLanding.run();
      announceEmptiness();
    }
  }

  private void leave(Flight flight) {
    if (flight.handled) {
      reporting--;
    } else {
      busy--;
    }
  }

  /** Extends every lease of which more than a quarter is gone. */
  void renew() {
    long now = loop.nowMillis();
    long dueBefore = now - settings.lease().toMillis() / 4;
    for (Flight flight : aloft) {
      if (flight.leasedAtMillis <= dueBefore) {
        flight.leasedAtMillis = now;
        extend(flight);
      }
    }
  }

  private void extend(Flight flight) {
    queue
        .extend(flight.task, settings.lease())
        .subscribe(held -> warnIfLost(flight, held), error -> meters.error(Operation.EXTEND));
  }

  private static void warnIfLost(Flight flight, boolean held) {
    if (!held) {
      LOG.debug("Task {} of shard {} is no longer ours", flight.task.id(), flight.task.shard());
    }
  }

  /** Completes when nothing is under way any more and nothing will be. */
  Mono<Void> close() {
    closing = true;
    announceEmptiness();
    return empty.asMono();
  }

  private void announceEmptiness() {
    if (closing && aloft.isEmpty()) {
      empty.tryEmitEmpty();
    }
  }

  /** Cancels what is still under way and answers with the tasks to hand back. */
  List<ClaimedTask> abandon() {
    List<ClaimedTask> tasks = new ArrayList<>();
    for (Flight flight : aloft) {
      flight.handling.dispose();
      tasks.add(flight.task);
      leave(flight);
    }
    aloft.clear();
    meters.inflight(0);
    announceEmptiness();
    return tasks;
  }
}
