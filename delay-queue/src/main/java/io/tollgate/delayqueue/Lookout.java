package io.tollgate.delayqueue;

import io.tollgate.delayqueue.WorkerMeters.Operation;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Decides when a worker looks at which shard, and claims what it finds. Its methods run on the
 * worker's loop only; claims of different shards are under way side by side.
 */
final class Lookout {

  private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

  /** Tasks due within this time of each other share a claim. */
  static final Duration SHORTEST_PAUSE = Duration.ofMillis(10);

  // Permits come back one by one; waiting a moment lets a claim take several.
  private static final Duration GATHERING = Duration.ofMillis(2);

  private static final Backoff AFTER_ERRORS =
      new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), 0.5);

  private final DelayQueue queue;
  private final DelayWorkerSettings settings;
  private final WorkerLoop loop;
  private final WorkerMeters meters;
  private final Flights flights;

  private final Map<Integer, Watch> watches = new LinkedHashMap<>();
  private final SequencedSet<Watch> waiting = new LinkedHashSet<>();
  private final Sinks.Empty<Void> answered = Sinks.empty();
  private int claimsUnderWay;
  private boolean gathering;
  private boolean troubled;
  private boolean closing;

  Lookout(
      DelayQueue queue,
      Collection<Integer> shards,
      DelayWorkerSettings settings,
      WorkerLoop loop,
      WorkerMeters meters,
      Flights flights) {
    this.queue = queue;
    this.settings = settings;
    this.loop = loop;
    this.meters = meters;
    this.flights = flights;
    shards.forEach(shard -> watches.put(shard, new Watch(shard)));
  }

  /** What is known of one shard. */
  private static final class Watch {
    private final int shard;
    private Disposable timer = Disposables.disposed();
    private boolean preferred = true;
    private boolean claiming;
    private boolean hinted;
    private long lookedAtMillis;
    private int failures;
    private int wanted;
    // A claim whose reply was lost; asking again under its token finds what it took.
    private @Nullable Mono<Claim> unanswered;

    private Watch(int shard) {
      this.shard = shard;
    }
  }

  void open() {
    watches.values().forEach(this::look);
  }

  /** Takes note of who lives. A shard that has become ours is looked at at once. */
  void prefer(String self, Collection<String> living) {
    for (Watch watch : watches.values()) {
      boolean preferred = Rendezvous.prefers(self, watch.shard, living);
      boolean won = preferred && !watch.preferred;
      watch.preferred = preferred;
      if (won) {
        look(watch);
      }
    }
  }

  /** Something near was scheduled on this shard. Left to the worker whose shard it is. */
  void hint(int shard) {
    Watch watch = watches.get(shard);
    if (watch == null || !watch.preferred || watch.hinted || watch.failures > 0) {
      return;
    }
    watch.hinted = true;
    if (!watch.claiming) {
      long since = loop.nowMillis() - watch.lookedAtMillis;
      lookAfter(watch, Duration.ofMillis(Math.max(0, SHORTEST_PAUSE.toMillis() - since)));
    }
  }

  /** Looks at the shards that could not be claimed from for want of permits. */
  void feed() {
    if (waiting.isEmpty() || gathering) {
      return;
    }
    if (flights.permits() * 4 >= settings.concurrency()) {
      claimWaiting();
    } else {
      gathering = true;
      loop.later(GATHERING, this::gathered);
    }
  }

  private void gathered() {
    gathering = false;
    claimWaiting();
  }

  private void claimWaiting() {
    while (!waiting.isEmpty() && flights.permits() > 0) {
      look(waiting.removeFirst());
    }
  }

  private void look(Watch watch) {
    watch.timer.dispose();
    if (closing || watch.claiming) {
      return;
    }
    int count = Math.min(settings.batch(), flights.permits());
    if (count == 0) {
      waiting.add(watch);
    } else {
      claim(watch, count);
    }
  }

  private void claim(Watch watch, int count) {
    if (watch.unanswered == null || watch.wanted > flights.permits()) {
      watch.wanted = count;
      watch.unanswered = queue.claim(watch.shard, count, settings.lease());
    }
    flights.reserve(watch.wanted);
    watch.claiming = true;
    watch.hinted = false;
    watch.lookedAtMillis = loop.nowMillis();
    claimsUnderWay++;
    watch.unanswered.subscribe(
        claim -> loop.run(() -> arrived(watch, claim)),
        error -> loop.run(() -> failed(watch, error)));
  }

  private void arrived(Watch watch, Claim claim) {
    watch.claiming = false;
    watch.unanswered = null;
    watch.failures = 0;
    recovered();
    flights.release(watch.wanted - claim.tasks().size());
    if (closing) {
      handBack(claim);
      return;
    }
    claim.tasks().forEach(task -> flights.launch(task, watch.lookedAtMillis));
    claimsUnderWay--;
    if (claim.moreIsDue()) {
      waiting.add(watch);
    } else {
      lookAfter(watch, pause(watch, claim.untilNext()));
    }
    feed();
  }

  private Duration pause(Watch watch, @Nullable Duration untilNext) {
    if (watch.hinted) {
      return SHORTEST_PAUSE;
    }
    if (!watch.preferred) {
      return jittered(settings.pace().others());
    }
    Duration longest = jittered(settings.pace().preferred());
    if (untilNext == null || untilNext.compareTo(longest) > 0) {
      return longest;
    }
    return untilNext.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : untilNext;
  }

  // Up to a fifth earlier, so that workers started together drift apart.
  private static Duration jittered(Duration longest) {
    double part = 1 - ThreadLocalRandom.current().nextDouble() / 5;
    return Duration.ofNanos((long) (longest.toNanos() * part));
  }

  private void lookAfter(Watch watch, Duration pause) {
    watch.timer.dispose();
    watch.timer = loop.later(pause, () -> look(watch));
  }

  private void failed(Watch watch, Throwable error) {
    watch.claiming = false;
    watch.failures++;
    meters.error(Operation.CLAIM);
    troubled(error);
    flights.release(watch.wanted);
    claimAnswered();
    if (!closing) {
      lookAfter(watch, AFTER_ERRORS.after(watch.failures));
      feed();
    }
  }

  // One line when it begins and one when it ends: with many shards, a line each would be noise.
  private void troubled(Throwable error) {
    if (!troubled) {
      troubled = true;
      LOG.warn("Tasks cannot be claimed; trying on", error);
    }
  }

  private void recovered() {
    if (troubled) {
      troubled = false;
      LOG.info("Tasks can be claimed again");
    }
  }

  private void handBack(Claim claim) {
    flights.release(claim.tasks().size());
    Flux.fromIterable(claim.tasks())
        .flatMap(queue::handBack)
        .subscribe(
            held -> {},
            error -> loop.run(this::claimAnswered),
            () -> loop.run(this::claimAnswered));
  }

  private void claimAnswered() {
    claimsUnderWay--;
    announceQuiet();
  }

  /** Claims nothing from now on; completes when every claim under way is answered. */
  Mono<Void> close() {
    closing = true;
    waiting.clear();
    watches.values().forEach(watch -> watch.timer.dispose());
    announceQuiet();
    return answered.asMono();
  }

  private void announceQuiet() {
    if (closing && claimsUnderWay == 0) {
      answered.tryEmitEmpty();
    }
  }
}
