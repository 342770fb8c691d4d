package io.tollgate.delayqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What every delay queue does, whatever it is made of. */
abstract class DelayQueueContract {

  static final Duration LONG = Duration.ofHours(1);
  static final Duration SHORT = Duration.ofMillis(150);

  /** An empty queue of at least four shards. */
  abstract DelayQueue queue(int attemptLimit);

  static <T> T get(Mono<T> mono) {
    return mono.block(Duration.ofSeconds(10));
  }

  static List<ClaimedTask> claim(DelayQueue queue, int shard) {
    return get(queue.claim(shard, 100, LONG)).tasks();
  }

  static ClaimedTask claimOne(DelayQueue queue, int shard) {
    AtomicReference<ClaimedTask> task = new AtomicReference<>();
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> {
          get(queue.claim(shard, 1, LONG)).tasks().forEach(task::set);
          return task.get() != null;
        });
    return task.get();
  }

  static List<String> idsOf(List<ClaimedTask> tasks) {
    return tasks.stream().map(ClaimedTask::id).toList();
  }

  static DelayedTask now(int shard, String id) {
    return DelayedTask.of(shard, id, Duration.ZERO);
  }

  @Test
  void returnsWhatIsDueWithItsBody() {
    DelayQueue queue = queue(0);

    assertThat(get(queue.schedule(new DelayedTask(1, "a", "body", Duration.ZERO)))).isTrue();
    assertThat(get(queue.schedule(now(1, "b")))).isTrue();

    List<ClaimedTask> claimed = claim(queue, 1);
    assertThat(claimed).extracting(ClaimedTask::id).containsExactlyInAnyOrder("a", "b");
    assertThat(claimed).extracting(ClaimedTask::body).containsExactlyInAnyOrder("body", "");
    assertThat(claimed)
        .allSatisfy(task -> {
          assertThat(task.attempt()).isEqualTo(1);
          assertThat(task.lateness()).isGreaterThanOrEqualTo(Duration.ZERO);
        });
  }

  @Test
  void returnsNothingBeforeItsTime() {
    DelayQueue queue = queue(0);
    long before = System.nanoTime();
    get(queue.schedule(DelayedTask.of(0, "a", SHORT)));

    Claim early = get(queue.claim(0, 10, LONG));
    claimOne(queue, 0);

    assertThat(early.tasks()).isEmpty();
    assertThat(early.untilNext()).isBetween(Duration.ofMillis(1), SHORT);
    // Both clocks are read in whole milliseconds.
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(SHORT.minusMillis(2));
  }

  @Test
  void returnsTheLongestDueFirst() {
    DelayQueue queue = queue(0);
    for (int i = 3; i > 0; i--) {
      get(queue.schedule(DelayedTask.of(0, "t" + i, Duration.ofMillis(150L * i))));
    }

    ClaimedTask first = claimOne(queue, 0);
    ClaimedTask second = claimOne(queue, 0);
    ClaimedTask third = claimOne(queue, 0);

    assertThat(List.of(first.id(), second.id(), third.id())).containsExactly("t1", "t2", "t3");
  }

  @Test
  void keepsShardsApart() {
    DelayQueue queue = queue(0);
    get(queue.schedule(now(0, "a")));
    get(queue.schedule(now(3, "a")));

    assertThat(idsOf(claim(queue, 1))).isEmpty();
    assertThat(get(queue.done(claimOne(queue, 3)))).isTrue();
    assertThat(idsOf(claim(queue, 0))).containsExactly("a");
  }

  @Test
  void claimsAtMostTheCountAndTellsOfMore() {
    DelayQueue queue = queue(0);
    for (int i = 0; i < 5; i++) {
      get(queue.schedule(now(0, "t" + i)));
    }

    Claim some = get(queue.claim(0, 3, LONG));
    Claim rest = get(queue.claim(0, 3, LONG));
    Claim none = get(queue.claim(1, 3, LONG));

    assertThat(some.tasks()).hasSize(3);
    assertThat(some.moreIsDue()).isTrue();
    assertThat(rest.tasks()).hasSize(2);
    assertThat(rest.untilNext()).isGreaterThan(Duration.ofMinutes(59));
    assertThat(none.untilNext()).isNull();
  }

  @Test
  void givesATaskToOneClaimantOnly() {
    DelayQueue queue = queue(0);
    get(queue.schedule(now(0, "a")));

    assertThat(claim(queue, 0)).hasSize(1);
    assertThat(claim(queue, 0)).isEmpty();
  }

  @Test
  void repeatsAClaimThatIsSubscribedAgain() {
    DelayQueue queue = queue(1);
    get(queue.schedule(now(0, "a")));
    get(queue.schedule(now(0, "b")));
    Mono<Claim> claim = queue.claim(0, 1, LONG);

    Claim first = get(claim);
    Claim second = get(claim);

    assertThat(second.tasks()).isEqualTo(first.tasks());
    assertThat(get(queue.claim(0, 10, LONG)).tasks()).hasSize(1);
  }

  @Test
  void leavesOutOfARepeatedClaimWhatIsNoLongerHeld() {
    DelayQueue queue = queue(0);
    get(queue.schedule(now(0, "a")));
    get(queue.schedule(now(0, "b")));
    Mono<Claim> claim = queue.claim(0, 2, LONG);
    get(queue.done(get(claim).tasks().getFirst()));

    assertThat(get(claim).tasks()).hasSize(1);
  }

  @Test
  void movesATaskThatIsScheduledAgain() {
    DelayQueue queue = queue(0);
    get(queue.schedule(new DelayedTask(0, "a", "old", LONG)));

    boolean added = get(queue.schedule(new DelayedTask(0, "a", "new", Duration.ZERO)));

    assertThat(added).isFalse();
    assertThat(claim(queue, 0)).extracting(ClaimedTask::body).containsExactly("new");
  }

  @Test
  void forgetsTheBodyOfATaskScheduledAgainWithoutOne() {
    DelayQueue queue = queue(0);
    get(queue.schedule(new DelayedTask(0, "a", "old", LONG)));
    get(queue.schedule(now(0, "a")));

    assertThat(claim(queue, 0)).extracting(ClaimedTask::body).containsExactly("");
  }

  @Test
  void makesARunningClaimStaleWhenTheTaskIsScheduledAgain() {
    DelayQueue queue = queue(0);
    get(queue.schedule(now(0, "a")));
    ClaimedTask old = claimOne(queue, 0);
    get(queue.schedule(now(0, "a")));

    assertStale(queue, old);
    assertThat(claim(queue, 0)).extracting(ClaimedTask::attempt).containsExactly(1);
  }

  @Test
  void claimsACrashedWorkersTaskAgainAfterTheLease() {
    DelayQueue queue = queue(0);
    get(queue.schedule(now(0, "a")));
    ClaimedTask lost = get(queue.claim(0, 1, SHORT)).tasks().getFirst();

    Claim tooEarly = get(queue.claim(0, 1, SHORT));
    ClaimedTask taken = claimOne(queue, 0);

    assertThat(tooEarly.tasks()).isEmpty();
    assertThat(taken.attempt()).isEqualTo(2);
    assertThat(taken.token()).isNotEqualTo(lost.token());
    assertStale(queue, lost);
    assertThat(get(queue.done(taken))).isTrue();
    assertThat(get(queue.claim(0, 1, SHORT)).untilNext()).isNull();
  }

  static void assertStale(DelayQueue queue, ClaimedTask task) {
    assertThat(get(queue.done(task))).isFalse();
    assertThat(get(queue.again(task, Duration.ZERO, true))).isFalse();
    assertThat(get(queue.handBack(task))).isFalse();
    assertThat(get(queue.extend(task, LONG))).isFalse();
    assertThat(get(queue.bury(task, "stale"))).isFalse();
    assertThat(get(queue.dead(100).collectList())).isEmpty();
  }

  @Test
  void acceptsAReportAfterTheLeaseWhenNobodyElseClaimed() {
    DelayQueue queue = queue(0);
    get(queue.schedule(now(0, "a")));
    ClaimedTask task = get(queue.claim(0, 1, Duration.ofMillis(1))).tasks().getFirst();

    assertThat(get(queue.done(task))).isTrue();
    assertThat(get(queue.done(task))).isFalse();
  }

  @Test
  void holdsATaskLongerWhenExtended() {
    DelayQueue queue = queue(0);
    get(queue.schedule(now(0, "a")));
    ClaimedTask task = get(queue.claim(0, 1, SHORT)).tasks().getFirst();

    assertThat(get(queue.extend(task, LONG))).isTrue();
    assertThat(get(queue.claim(0, 1, SHORT)).untilNext()).isGreaterThan(Duration.ofMinutes(59));
  }

  @Test
  void bringsATaskBackAfterItsDelay() {
    DelayQueue queue = queue(0);
    get(queue.schedule(new DelayedTask(0, "a", "body", Duration.ZERO)));

    assertThat(get(queue.again(claimOne(queue, 0), SHORT, true))).isTrue();

    assertThat(get(queue.claim(0, 1, LONG)).untilNext()).isBetween(Duration.ofMillis(1), SHORT);
    ClaimedTask second = claimOne(queue, 0);
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.body()).isEqualTo("body");
  }

  @Test
  void spendsNoAttemptWhenToldSo() {
    DelayQueue queue = queue(2);
    get(queue.schedule(now(0, "a")));

    for (int i = 0; i < 5; i++) {
      ClaimedTask task = claimOne(queue, 0);
      assertThat(task.attempt()).isEqualTo(1);
      get(queue.again(task, Duration.ZERO, false));
    }
  }

  @Test
  void makesATaskClaimableAtOnceWhenHandedBack() {
    DelayQueue queue = queue(1);
    get(queue.schedule(now(0, "a")));

    ClaimedTask task = claimOne(queue, 0);
    assertThat(get(queue.handBack(task))).isTrue();

    List<ClaimedTask> next = claim(queue, 0);
    assertThat(next).extracting(ClaimedTask::attempt).containsExactly(1);
    assertThat(get(queue.done(task))).isFalse();
  }

  @Test
  void letsATaskDieWithItsLastAttempt() {
    DelayQueue queue = queue(2);
    get(queue.schedule(new DelayedTask(0, "a", "body", Duration.ZERO)));

    get(queue.again(claimOne(queue, 0), Duration.ZERO, true));
    assertThat(get(queue.dead(10).collectList())).isEmpty();
    assertThat(get(queue.again(claimOne(queue, 0), Duration.ZERO, true))).isTrue();

    assertThat(get(queue.claim(0, 1, LONG)).untilNext()).isNull();
    DeadTask dead = get(queue.dead(10).single());
    assertThat(dead.id()).isEqualTo("a");
    assertThat(dead.body()).isEqualTo("body");
    assertThat(dead.diedAt())
        .isBetween(Instant.now().minusSeconds(10), Instant.now().plusSeconds(1));
  }

  @Test
  void letsATaskDieThatSilencedItsWorkerTooOften() {
    DelayQueue queue = queue(2);
    get(queue.schedule(now(0, "a")));
    for (int i = 0; i < 2; i++) {
      await().until(() -> !get(queue.claim(0, 1, Duration.ofMillis(1))).tasks().isEmpty());
    }

    await().until(() -> get(queue.claim(0, 1, LONG)).untilNext() == null);

    assertThat(get(queue.dead(0, 10).collectList())).extracting(DeadTask::id).containsExactly("a");
  }

  @Test
  void revivesADeadTaskWithItsBodyAndAllItsAttempts() {
    DelayQueue queue = queue(1);
    get(queue.schedule(new DelayedTask(0, "a", "body", Duration.ZERO)));
    get(queue.bury(claimOne(queue, 0), "hopeless"));

    assertThat(get(queue.revive(0, "a"))).isTrue();
    assertThat(get(queue.revive(0, "a"))).isFalse();

    ClaimedTask task = claimOne(queue, 0);
    assertThat(task.body()).isEqualTo("body");
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(get(queue.dead(10).collectList())).isEmpty();
  }

  @Test
  void revivesThoseWhoDiedWithinARange() {
    DelayQueue queue = queue(1);
    for (int shard = 0; shard < 3; shard++) {
      get(queue.schedule(now(shard, "a")));
      get(queue.schedule(now(shard, "b")));
      claim(queue, shard).forEach(task -> get(queue.bury(task, "hopeless")));
    }
    Instant now = Instant.now();

    assertThat(get(queue.revive(now.minusSeconds(3600), now.minusSeconds(60), 10))).isZero();
    assertThat(get(queue.revive(now.minusSeconds(60), now.plusSeconds(60), 1))).isEqualTo(3);
    assertThat(get(queue.revive(now.minusSeconds(60), now.plusSeconds(60), 10))).isEqualTo(3);
    assertThat(get(queue.dead(10).collectList())).isEmpty();
    assertThat(claim(queue, 2)).hasSize(2);
  }

  @Test
  void bringsADeadTaskBackToLifeWhenItIsScheduledAgain() {
    DelayQueue queue = queue(1);
    get(queue.schedule(now(0, "a")));
    get(queue.bury(claimOne(queue, 0), "hopeless"));

    assertThat(get(queue.schedule(now(0, "a")))).isTrue();

    assertThat(get(queue.dead(10).collectList())).isEmpty();
    assertThat(claim(queue, 0)).hasSize(1);
  }

  @Test
  void dropsATaskWhereverItIs() {
    DelayQueue queue = queue(1);
    get(queue.schedule(now(0, "waiting")));
    assertThat(get(queue.cancel(0, "waiting"))).isTrue();
    assertThat(get(queue.cancel(0, "waiting"))).isFalse();

    get(queue.schedule(now(0, "claimed")));
    ClaimedTask claimed = claimOne(queue, 0);
    assertThat(get(queue.cancel(0, "claimed"))).isTrue();
    assertStale(queue, claimed);

    get(queue.schedule(now(0, "dead")));
    get(queue.bury(claimOne(queue, 0), "hopeless"));
    assertThat(get(queue.cancel(0, "dead"))).isTrue();

    assertThat(get(queue.claim(0, 1, LONG)).untilNext()).isNull();
    assertThat(get(queue.dead(10).collectList())).isEmpty();
  }

  @Test
  void knowsWhichWorkersLive() {
    DelayQueue queue = queue(0);

    assertThat(get(queue.heartbeat("g", "one", LONG))).containsExactly("one");
    assertThat(get(queue.heartbeat("g", "two", LONG))).containsExactlyInAnyOrder("one", "two");
    assertThat(get(queue.leave("g", "one"))).isTrue();
    assertThat(get(queue.heartbeat("g", "three", LONG))).containsExactlyInAnyOrder("three", "two");
    await().until(() -> get(queue.heartbeat("g", "three", SHORT)).equals(List.of("three")));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> DelayedTask.of(0, "", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id");
    assertThatThrownBy(() -> DelayedTask.of(0, "a", Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("delay: PT-0.001S (expected: not negative)");
  }
}
