package io.tollgate.delayqueue;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.delayqueue.WorkerMeters.Operation;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Claims due tasks and hands them to one handler, from {@link #start} to {@link #stop}.
 *
 * <p>Workers share out the shards among themselves by preference only: each looks at its own shards
 * closely and at all others now and then, so that a worker that dies costs its tasks one lease. A
 * Redis that fails makes the worker try again, ever less often, up to a bound; it never gives up.
 */
public final class DelayWorker {

  private static final Logger LOG = LoggerFactory.getLogger(DelayWorker.class);

  private static final int BEATS_TO_LIVE = 3;
  private static final int RENEWALS_PER_LEASE = 4;
  private static final Duration FIRST_LISTEN_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_LISTEN_RETRY = Duration.ofSeconds(30);

  private final String name = UUID.randomUUID().toString();
  private final String group;
  private final DelayQueue queue;
  private final DelayWorkerSettings settings;
  private final WorkerThreads threads;
  private final WorkerMeters meters;
  private final Flights flights;
  private final Lookout lookout;
  private final Disposable.Swap beating = Disposables.swap();
  private final Disposable.Composite chores = Disposables.composite();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicReference<@Nullable Mono<Void>> ending = new AtomicReference<>();

  private DelayWorker(
      DelayQueue queue,
      Collection<Integer> shards,
      TaskHandler handler,
      DelayWorkerSettings settings,
      WorkerMeters meters,
      Scheduler scheduler) {
    TreeSet<Integer> sorted = new TreeSet<>(shards);
    Expect.that(!sorted.isEmpty(), "shards", sorted, "at least one");
    Expect.that(
        sorted.first() >= 0 && sorted.last() < queue.shards(), "shards", sorted, "of the queue");
    this.group = sorted.size() + "-" + Integer.toHexString(sorted.hashCode());
    this.queue = queue;
    this.settings = settings;
    this.meters = meters;
    this.threads = WorkerThreads.on(scheduler);
    this.flights = new Flights(queue, handler, settings, threads, meters, this::feed);
    this.lookout = new Lookout(queue, sorted, settings, threads.loop(), meters, flights);
  }

  /** A worker for all shards of a queue. */
  public static DelayWorker on(
      DelayQueue queue, TaskHandler handler, DelayWorkerSettings settings, MeterRegistry meters) {
    List<Integer> all = IntStream.range(0, queue.shards()).boxed().toList();
    return on(queue, all, handler, settings, meters);
  }

  /** A worker for some shards. Only workers for the very same shards share them out. */
  public static DelayWorker on(
      DelayQueue queue,
      Collection<Integer> shards,
      TaskHandler handler,
      DelayWorkerSettings settings,
      MeterRegistry meters) {
    WorkerMeters counted = new WorkerMeters(meters, queue.name());
    return on(queue, shards, handler, settings, counted, Schedulers.parallel());
  }

  static DelayWorker on(
      DelayQueue queue,
      Collection<Integer> shards,
      TaskHandler handler,
      DelayWorkerSettings settings,
      WorkerMeters meters,
      Scheduler scheduler) {
    return new DelayWorker(queue, shards, handler, settings, meters, scheduler);
  }

  /** Begins to work. Returns at once; once in a worker's life. */
  public void start() {
    Expect.that(started.compareAndSet(false, true), "start", "again", "once");
    WorkerLoop loop = threads.loop();
    loop.run(lookout::open);
    loop.run(this::showLife);
    beating.update(loop.every(settings.pace().heartbeat(), this::showLife));
    chores.add(loop.every(settings.lease().dividedBy(RENEWALS_PER_LEASE), flights::renew));
    chores.add(hints().subscribe(shard -> loop.run(() -> lookout.hint(shard))));
  }

  private Flux<Integer> hints() {
    return Flux.defer(queue::hints)
        .doOnError(error -> meters.error(Operation.HINTS))
        .retryWhen(
            Retry.backoff(Long.MAX_VALUE, FIRST_LISTEN_RETRY)
                .maxBackoff(LAST_LISTEN_RETRY)
                .scheduler(threads.scheduler()));
  }

  private void showLife() {
    Duration timeToLive = settings.pace().heartbeat().multipliedBy(BEATS_TO_LIVE);
    queue
        .heartbeat(group, name, timeToLive)
        .subscribe(
            living -> threads.loop().run(() -> lookout.prefer(name, living)),
            error -> meters.error(Operation.HEARTBEAT));
  }

  private void feed() {
    lookout.feed();
  }

  /**
   * Claims nothing more, lets the running handlers finish until the grace ends, cancels those that
   * have not, and hands their tasks back so that others may take them at once. Repeated calls
   * answer with the first one's end.
   *
   * @return completes when all of this is done; does not fail
   */
  public Mono<Void> stop(Duration grace) {
    ending.compareAndSet(null, end(grace).cache());
    return Mono.defer(() -> current(ending));
  }

  private static Mono<Void> current(AtomicReference<@Nullable Mono<Void>> ending) {
    Mono<Void> end = ending.get();
    return end == null ? Mono.empty() : end;
  }

  private Mono<Void> end(Duration grace) {
    return onLoop(this::withdraw)
        .flatMap(answered -> answered)
        .then(onLoop(flights::close).flatMap(landed -> landed.timeout(grace, threads.scheduler())))
        .onErrorComplete()
        .then(onLoop(flights::abandon))
        .flatMapMany(Flux::fromIterable)
        .flatMap(task -> queue.handBack(task).onErrorComplete())
        .then(queue.leave(group, name).onErrorComplete())
        .doFinally(signal -> close())
        .then();
  }

  private Mono<Void> withdraw() {
    beating.dispose();
    return lookout.close();
  }

  private <T> Mono<T> onLoop(Supplier<T> step) {
    return Mono.create(sink -> threads.loop().run(() -> sink.success(step.get())));
  }

  private void close() {
    chores.dispose();
    threads.loop().end();
    LOG.info("Delay worker {} has stopped", name);
  }
}
