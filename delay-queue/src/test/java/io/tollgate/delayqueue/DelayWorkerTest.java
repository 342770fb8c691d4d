package io.tollgate.delayqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The worker's timing, in virtual time over the in-memory queue. */
class DelayWorkerTest {

  private static final int SHARDS = 4;
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration LEASE = Duration.ofSeconds(8);

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final InMemoryDelayQueue queue = queue(0);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<ClaimedTask> handled = new ArrayList<>();

  private InMemoryDelayQueue queue(int attemptLimit) {
    return new InMemoryDelayQueue(SHARDS, attemptLimit, () -> time.now(TimeUnit.MILLISECONDS));
  }

  private final DelayWorkerSettings settings =
      DelayWorkerSettings.standard()
          .leasing(LEASE)
          .backingOff(new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1), 0));

  private DelayWorker worker(DelayQueue over, TaskHandler handler, DelayWorkerSettings with) {
    List<Integer> all = IntStream.range(0, SHARDS).boxed().toList();
    return DelayWorker.on(over, all, handler, with, new WorkerMeters(meters, "memory"), time);
  }

  private DelayWorker started(TaskHandler handler) {
    return started(queue, handler, settings);
  }

  private DelayWorker started(DelayQueue over, TaskHandler handler, DelayWorkerSettings with) {
    DelayWorker worker = worker(over, noting(handler), with);
    worker.start();
    pass(Duration.ofMillis(50));
    return worker;
  }

  private TaskHandler noting(TaskHandler handler) {
    return task -> {
      handled.add(task);
      return handler.handle(task);
    };
  }

  private static Mono<Verdict> done(ClaimedTask task) {
    return Mono.just(new Verdict.Done());
  }

  private TaskHandler takes(Duration duration) {
    return task -> Mono.delay(duration, time).thenReturn(new Verdict.Done());
  }

  private void pass(Duration duration) {
    // In small steps: what a step makes due is then run at its own time.
    for (long millis = 0; millis < duration.toMillis(); millis++) {
      time.advanceTimeBy(Duration.ofMillis(1));
    }
  }

  private void schedule(int shard, String id, Duration delay) {
    queue.schedule(DelayedTask.of(shard, id, delay)).block();
  }

  private List<String> handledIds() {
    return handled.stream().map(ClaimedTask::id).toList();
  }

  private double errors(String operation) {
    return meters.get("tollgate.delayqueue.errors").tag("operation", operation).counter().count();
  }

  private double inflight() {
    return meters.get("tollgate.delayqueue.inflight").gauge().value();
  }

  @Test
  void handlesATaskWhenItIsDueAndNotBefore() {
    started(DelayWorkerTest::done);
    schedule(2, "a", Duration.ofSeconds(5));

    pass(Duration.ofMillis(4_999));
    assertThat(handled).isEmpty();
    pass(Lane.SHORTEST_PAUSE.plusMillis(1));

    assertThat(handledIds()).containsExactly("a");
    assertThat(queue.ids()).isEmpty();
  }

  @Test
  void findsATaskNobodyAnnouncedWithinOnePoll() {
    InMemoryDelayQueue silent = queue;
    started(DelayWorkerTest::done);
    // Further away than is announced, then moved without a word: as a foreign script does.
    schedule(1, "a", Duration.ofHours(1));
    pass(Duration.ofSeconds(1));
    silent.expire(1, "a");

    pass(POLL);

    assertThat(handledIds()).containsExactly("a");
  }

  @Test
  void looksAtOnceWhereATaskIsAnnounced() {
    started(DelayWorkerTest::done);
    pass(Duration.ofSeconds(1));

    schedule(3, "a", Duration.ZERO);
    pass(Lane.SHORTEST_PAUSE);

    assertThat(handledIds()).containsExactly("a");
  }

  @Test
  void putsATaskOffWhenItsHandlerFails() {
    started(task -> Mono.error(new IllegalStateException("by design")));
    schedule(0, "a", Duration.ZERO);

    pass(Duration.ofMillis(500));
    assertThat(handled).hasSize(1);
    pass(Duration.ofSeconds(1));
    assertThat(handled).hasSize(2);
    pass(Duration.ofSeconds(1));
    assertThat(handled).hasSize(2);
    pass(Duration.ofSeconds(1));

    assertThat(handled).extracting(ClaimedTask::attempt).containsExactly(1, 2, 3);
    assertThat(errors("handle")).isEqualTo(3);
  }

  @Test
  void putsATaskOffWhenItsHandlerThrowsOrSaysNothing() {
    started(task -> {
      if (task.attempt() == 1) {
        throw new IllegalStateException("by design");
      }
      return task.attempt() == 2 ? Mono.empty() : done(task);
    });
    schedule(0, "a", Duration.ZERO);

    pass(Duration.ofSeconds(10));

    assertThat(handled).hasSize(3);
    assertThat(queue.ids()).isEmpty();
    assertThat(inflight()).isZero();
  }

  @Test
  void putsATaskOffWhenItsHandlerNeverAnswers() {
    AtomicBoolean cancelled = new AtomicBoolean();
    started(
        queue,
        task ->
            task.attempt() > 1
                ? done(task)
                : Mono.<Verdict>never().doOnCancel(() -> cancelled.set(true)),
        settings.handlingWithin(Duration.ofSeconds(20)));
    schedule(0, "a", Duration.ZERO);

    pass(Duration.ofSeconds(19));
    assertThat(handled).hasSize(1);
    pass(Duration.ofSeconds(3));

    assertThat(cancelled).isTrue();
    assertThat(handled).hasSize(2);
    assertThat(queue.ids()).isEmpty();
  }

  @Test
  void doesAsTheVerdictSays() {
    started(task ->
        Mono.just(
            switch (task.id()) {
              case "dead" -> new Verdict.Dead("by design");
              case "again" -> new Verdict.Again(Duration.ofMinutes(10), false);
              default -> new Verdict.Done();
            }));
    schedule(0, "dead", Duration.ZERO);
    schedule(0, "again", Duration.ZERO);
    schedule(0, "done", Duration.ZERO);

    pass(Duration.ofSeconds(1));

    assertThat(queue.dead(10).map(DeadTask::id).collectList().block()).containsExactly("dead");
    assertThat(queue.ids()).containsExactly("again");
    pass(Duration.ofMinutes(10));
    assertThat(handled.getLast().id()).isEqualTo("again");
    assertThat(handled.getLast().attempt()).isEqualTo(1);
  }

  @Test
  void keepsTheLeaseOfALongRunningHandler() {
    started(takes(Duration.ofSeconds(40)));
    DelayWorker second = worker(queue, noting(DelayWorkerTest::done), settings);
    second.start();
    schedule(0, "a", Duration.ZERO);

    pass(Duration.ofSeconds(39));
    assertThat(queue.ids()).containsExactly("a");
    pass(Duration.ofSeconds(2));

    assertThat(handled).hasSize(1);
    assertThat(queue.ids()).isEmpty();
  }

  @Test
  void neverHoldsMoreTasksThanItsPermits() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 100; i++) {
      schedule(i % SHARDS, "t" + i, Duration.ZERO);
    }
    started(
        queue,
        task ->
            Mono.defer(() -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              return Mono.delay(Duration.ofMillis(30), time)
                  .doOnNext(tick -> running.decrementAndGet())
                  .thenReturn(new Verdict.Done());
            }),
        settings.holding(7, 3));

    pass(Duration.ofSeconds(2));

    assertThat(most).hasValue(7);
    assertThat(handledIds()).hasSize(100).doesNotHaveDuplicates();
    assertThat(queue.ids()).isEmpty();
  }

  @Test
  void claimsOnWhileRedisHasNotAnsweredItsReports() {
    for (int i = 0; i < 100; i++) {
      schedule(i % SHARDS, "t" + i, Duration.ZERO);
    }
    queue.withholdAnswers();

    started(queue, DelayWorkerTest::done, settings.holding(7, 3));
    pass(Duration.ofSeconds(1));

    // Seven in hand, and no more than seven done and not reported.
    assertThat(handledIds()).hasSizeBetween(8, 14).doesNotHaveDuplicates();
    assertThat(queue.ids()).hasSize(100);
    queue.answer();
    pass(Duration.ofSeconds(1));
    assertThat(handledIds()).hasSize(100).doesNotHaveDuplicates();
    assertThat(queue.ids()).isEmpty();
  }

  @Test
  void goesOnAfterRedisFailed() {
    started(DelayWorkerTest::done);
    schedule(0, "a", Duration.ofSeconds(1));
    queue.fail(new IllegalStateException("down"));
    pass(Duration.ofMinutes(5));
    double failures = errors("claim");

    queue.recover();
    pass(Duration.ofSeconds(3));

    assertThat(handledIds()).containsExactly("a");
    // Backed off to 1 to 2 s, instead of 4 looks a second.
    assertThat(failures).isBetween(150.0, 330.0);
    assertThat(errors("heartbeat")).isPositive();
  }

  @Test
  void reportsAFinishedTaskOnceRedisAnswersAgain() {
    started(takes(Duration.ofSeconds(1)));
    schedule(0, "a", Duration.ZERO);
    pass(Duration.ofMillis(500));
    queue.fail(new IllegalStateException("down"));
    pass(Duration.ofSeconds(2));

    queue.recover();
    pass(Duration.ofSeconds(20));

    assertThat(handled).hasSize(1);
    assertThat(queue.ids()).isEmpty();
    assertThat(errors("report")).isPositive();
  }

  @Test
  void reportsAFinishedTaskAsLongAsItsLeaseHolds() {
    started(takes(Duration.ofSeconds(1)));
    schedule(0, "a", Duration.ZERO);
    pass(Duration.ofMillis(500));
    queue.fail(new IllegalStateException("down"));
    pass(LEASE.minus(Duration.ofMillis(1_600)));

    queue.recover();
    pass(Duration.ofSeconds(20));

    assertThat(handled).hasSize(1);
    assertThat(queue.ids()).isEmpty();
  }

  @Test
  void looksSeldomWhileIdle() {
    started(DelayWorkerTest::done);
    schedule(0, "far", Duration.ofHours(1));
    pass(Duration.ofSeconds(2));
    int before = queue.claimsMade();

    pass(Duration.ofSeconds(100));

    // All shards together, every 200 to 250 ms.
    assertThat((queue.claimsMade() - before) / 100.0).isBetween(4.0, 5.1);
  }

  @Test
  void looksAtEachShardAloneWhereNoneSharesItsHome() {
    queue.scatter();
    started(DelayWorkerTest::done);
    pass(Duration.ofSeconds(2));
    int before = queue.claimsMade();

    pass(Duration.ofSeconds(100));

    // 4 shards, each every 200 to 250 ms.
    assertThat((queue.claimsMade() - before) / 100.0).isBetween(16.0, 20.5);
  }

  @Test
  void takesTensOfTasksWithAClaimWhenAThousandComeDueASecond() {
    for (int i = 0; i < 5_000; i++) {
      schedule(i % SHARDS, "t" + i, Duration.ofMillis(1_000 + i));
    }
    started(DelayWorkerTest::done);
    pass(Duration.ofMillis(900));
    int before = queue.claimsMade();

    pass(Duration.ofSeconds(6));

    assertThat(handled).hasSize(5_000);
    assertThat(handled)
        .allSatisfy(task -> assertThat(task.lateness()).isLessThan(Duration.ofMillis(25)));
    assertThat(5_000.0 / (queue.claimsMade() - before)).isGreaterThan(15);
  }

  @Test
  void letsNoShardWaitBehindACrowdedOne() {
    for (int i = 0; i < 1_000; i++) {
      schedule(0, "crowd" + i, Duration.ZERO);
    }
    schedule(3, "single", Duration.ofMillis(1));
    started(queue, takes(Duration.ofMillis(100)), settings.holding(10, 10));

    pass(Duration.ofMillis(300));

    assertThat(handledIds()).contains("single").hasSizeLessThan(100);
  }

  @Test
  void looksSeldomAtShardsThatOthersPrefer() {
    started(DelayWorkerTest::done);
    started(DelayWorkerTest::done);
    started(DelayWorkerTest::done);
    pass(Duration.ofSeconds(2));
    int before = queue.looksMade();

    pass(Duration.ofSeconds(100));

    // Each shard closely by one worker (4 to 5 a second), seldom by two (1 to 1.25 each).
    assertThat((queue.looksMade() - before) / 100.0).isBetween(24.0, 32.0);
  }

  @Test
  void takesOverTheShardsOfAWorkerThatLeft() {
    started(DelayWorkerTest::done);
    DelayWorker other = started(DelayWorkerTest::done);
    pass(Duration.ofSeconds(2));
    other.stop(Duration.ZERO).subscribe();
    pass(Duration.ofSeconds(2));
    int before = queue.looksMade();

    pass(Duration.ofSeconds(100));

    assertThat((queue.looksMade() - before) / 100.0).isBetween(16.0, 20.5);
  }

  @Test
  void letsRunningHandlersFinishWhenStopped() {
    DelayWorker worker = started(takes(Duration.ofSeconds(3)));
    schedule(0, "a", Duration.ZERO);
    pass(Duration.ofSeconds(1));
    AtomicBoolean stopped = new AtomicBoolean();
    worker.stop(Duration.ofSeconds(10)).subscribe(none -> {}, error -> {}, () -> stopped.set(true));
    schedule(0, "b", Duration.ZERO);

    pass(Duration.ofMillis(1500));
    assertThat(stopped).isFalse();
    pass(Duration.ofSeconds(1));

    assertThat(stopped).isTrue();
    assertThat(handledIds()).containsExactly("a");
    assertThat(queue.ids()).containsExactly("b");
  }

  @Test
  void handsBackWhatIsUnfinishedWhenTheGraceEnds() {
    AtomicBoolean cancelled = new AtomicBoolean();
    DelayWorker worker =
        started(task -> Mono.<Verdict>never().doOnCancel(() -> cancelled.set(true)));
    schedule(0, "a", Duration.ZERO);
    pass(Duration.ofSeconds(1));
    AtomicBoolean stopped = new AtomicBoolean();
    worker.stop(Duration.ofSeconds(2)).subscribe(none -> {}, error -> {}, () -> stopped.set(true));

    pass(Duration.ofMillis(1_900));
    assertThat(stopped).isFalse();
    pass(Duration.ofMillis(200));

    assertThat(stopped).isTrue();
    assertThat(cancelled).isTrue();
    assertThat(inflight()).isZero();
    ClaimedTask next = queue.claim(0, 10, LEASE).block().tasks().getFirst();
    assertThat(next.id()).isEqualTo("a");
    assertThat(next.attempt()).isEqualTo(1);
  }

  @Test
  void stopsEvenWhenRedisIsDown() {
    DelayWorker worker = started(task -> Mono.never());
    schedule(0, "a", Duration.ZERO);
    pass(Duration.ofSeconds(1));
    queue.fail(new IllegalStateException("down"));
    AtomicBoolean stopped = new AtomicBoolean();

    worker.stop(Duration.ofSeconds(1)).subscribe(none -> {}, error -> {}, () -> stopped.set(true));
    pass(Duration.ofSeconds(2));

    assertThat(stopped).isTrue();
  }

  @Test
  void stopsOnceHoweverOftenItIsAsked() {
    DelayWorker worker = started(DelayWorkerTest::done);
    AtomicInteger stopped = new AtomicInteger();

    for (int i = 0; i < 3; i++) {
      worker.stop(Duration.ofSeconds(1)).subscribe(n -> {}, e -> {}, stopped::incrementAndGet);
      pass(Duration.ofSeconds(1));
    }

    assertThat(stopped).hasValue(3);
  }

  @Test
  void startsOnlyOnce() {
    DelayWorker worker = started(DelayWorkerTest::done);

    assertThatThrownBy(worker::start).isInstanceOf(IllegalArgumentException.class);
  }
}
