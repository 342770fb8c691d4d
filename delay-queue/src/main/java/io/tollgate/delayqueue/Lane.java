package io.tollgate.delayqueue;

import io.tollgate.delayqueue.WorkerMeters.Operation;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The shards that one claim can serve, so all of a single server. Looks when the first of their
 * heads is due and takes along all others that are; at one claim after the other. Runs on the
 * worker's loop only.
 */
final class Lane {

  /** Tasks due within this time of each other share a claim; so late a task may be for that. */
  static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

  // A look that is due soon joins one that is made anyway.
  private static final int POLLS_JOIN_BY = 4;

  private static final Backoff AFTER_ERRORS =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), 0.5);

  private static final long NEVER = Long.MAX_VALUE;

  private final Map<Integer, Watch> watches = new LinkedHashMap<>();
  private final Claimant claimant;
  private final WorkerLoop loop;
  private final Flights flights;
  private final Lookout lookout;

  private Disposable timer = Disposables.disposed();
  private long timerAt = NEVER;
  private long lookedAt = -SHORTEST_PAUSE.toMillis();
  private boolean claiming;
  private boolean crowded;
  private int failures;
  private @Nullable Look unanswered;

  Lane(List<Integer> shards, Claimant claimant) {
    this.claimant = claimant;
    this.loop = claimant.loop();
    this.flights = claimant.flights();
    this.lookout = claimant.lookout();
    shards.forEach(shard -> watches.put(shard, new Watch(shard)));
  }

  /**
   * A claim under way. Where its reply was lost, asking again under its token finds what it took.
   */
  private record Look(List<Integer> shards, int wanted, Mono<Claims> claim) {}

  void open() {
    watches.values().forEach(watch -> watch.lookNow(loop.nowMillis()));
    look();
  }

  void prefer(String self, Collection<String> living) {
    for (Watch watch : watches.values()) {
      if (watch.prefer(Rendezvous.prefers(self, watch.shard(), living))) {
        watch.lookNow(loop.nowMillis());
      }
    }
    plan();
  }

  void hint(int shard) {
    Watch watch = watches.get(shard);
    if (watch != null && watch.hint(loop.nowMillis())) {
      plan();
    }
  }

  void look() {
    cancelTimer();
    if (lookout.closing() || claiming) {
      return;
    }
    List<Integer> shards = wanting();
    int count = Math.min(claimant.settings().batch(), flights.permits());
    if (shards.isEmpty() && unanswered == null) {
      plan();
    } else if (count == 0) {
      lookout.await(this);
    } else {
      claim(shards, count);
    }
  }

  // Who has waited longest comes first, so that a crowded shard does not keep others waiting.
  private List<Integer> wanting() {
    long now = loop.nowMillis();
    long early = claimant.settings().pace().preferred().toMillis() / POLLS_JOIN_BY;
    return watches.values().stream()
        .filter(watch -> watch.wants(now, early))
        .sorted(Comparator.comparingLong(Watch::lookAt))
        .map(Watch::shard)
        .toList();
  }

  private void claim(List<Integer> shards, int count) {
    Look look = unanswered;
    if (look == null || look.wanted > flights.permits()) {
      look = new Look(shards, count, claimed(shards, count));
    }
    begin(look);
  }

  private Mono<Claims> claimed(List<Integer> shards, int count) {
    return claimant.queue().claim(shards, count, claimant.settings().lease());
  }

  private void begin(Look look) {
    unanswered = look;
    flights.reserve(look.wanted);
    claiming = true;
    lookedAt = loop.nowMillis();
    look.shards.forEach(shard -> watch(shard).asked());
    lookout.claimBegins();
    look.claim.subscribe(
        claims -> loop.run(() -> arrived(look, claims)),
        error -> loop.run(() -> failed(look, error)));
  }

  private void arrived(Look look, Claims claims) {
    List<ClaimedTask> tasks = claims.tasks();
    claiming = false;
    unanswered = null;
    failures = 0;
    flights.release(look.wanted - tasks.size());
    if (lookout.closing()) {
      handBack(tasks);
      return;
    }
    tasks.forEach(task -> flights.launch(task, lookedAt));
    takeNote(look, claims);
    lookout.claimEnds();
    plan();
    lookout.feed();
  }

  private void takeNote(Look look, Claims claims) {
    long now = loop.nowMillis();
    long pollAt = now + jittered(claimant.settings().pace().preferred());
    long othersPollAt = now + jittered(claimant.settings().pace().others());
    claims
        .answered()
        .forEach((shard, claim) -> {
          Watch watch = watch(shard);
          watch.answered(now, claim.untilNext(), watch.preferred() ? pollAt : othersPollAt);
        });
    claims.failed().forEach((shard, error) -> broken(watch(shard), error));
    crowded =
        claims.answered().size() + claims.failed().size() < look.shards.size()
            || claims.answered().values().stream().anyMatch(Claim::moreIsDue);
    if (claims.failed().isEmpty()) {
      lookout.recovered();
    }
  }

  private void broken(Watch watch, Throwable error) {
    claimant.meters().error(Operation.CLAIM);
    lookout.troubled(error);
    watch.failed(loop.nowMillis(), AFTER_ERRORS);
  }

  private Watch watch(int shard) {
    return Objects.requireNonNull(watches.get(shard));
  }

  // Up to a fifth earlier, so that workers started together drift apart.
  private static long jittered(Duration longest) {
    double part = 1 - ThreadLocalRandom.current().nextDouble() / 5;
    return (long) (longest.toMillis() * part);
  }

  private void failed(Look look, Throwable error) {
    claiming = false;
    failures++;
    claimant.meters().error(Operation.CLAIM);
    lookout.troubled(error);
    flights.release(look.wanted);
    lookout.claimEnds();
    if (!lookout.closing()) {
      lookAt(loop.nowMillis() + AFTER_ERRORS.after(failures).toMillis());
      lookout.feed();
    }
  }

  /** Sets the timer to the next look, unless one is under way or awaited. */
  private void plan() {
    if (lookout.closing() || claiming || failures > 0) {
      return;
    }
    long next = watches.values().stream().mapToLong(Watch::lookAt).min().orElse(NEVER);
    if (crowded && next <= loop.nowMillis()) {
      look();
    } else {
      lookAt(Math.max(next, lookedAt + SHORTEST_PAUSE.toMillis()));
    }
  }

  private void lookAt(long at) {
    if (at >= timerAt) {
      return;
    }
    timer.dispose();
    timerAt = at;
    long pause = Math.max(0, at - loop.nowMillis());
    timer = loop.later(Duration.ofMillis(pause), this::look);
  }

  private void cancelTimer() {
    timer.dispose();
    timerAt = NEVER;
  }

  private void handBack(List<ClaimedTask> tasks) {
    flights.release(tasks.size());
    Flux.fromIterable(tasks)
        .flatMap(claimant.queue()::handBack)
        .subscribe(
            held -> {}, error -> loop.run(lookout::claimEnds), () -> loop.run(lookout::claimEnds));
  }

  void close() {
    cancelTimer();
  }
}
