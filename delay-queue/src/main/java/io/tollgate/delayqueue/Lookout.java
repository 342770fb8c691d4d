package io.tollgate.delayqueue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Sees to it that a worker looks at all its shards in time, and shares out the permits among those
 * who claim. Its methods run on the worker's loop only; claims of different lanes are under way
 * side by side.
 */
final class Lookout {

  private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

  // Permits come back one by one; waiting a moment lets a claim take several.
  private static final Duration GATHERING = Duration.ofMillis(2);

  private final DelayWorkerSettings settings;
  private final WorkerLoop loop;
  private final Flights flights;

  private final Map<Integer, Lane> laneOf = new LinkedHashMap<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final SequencedSet<Lane> waiting = new LinkedHashSet<>();
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
    this.settings = settings;
    this.loop = loop;
    this.flights = flights;
    Map<Integer, List<Integer>> homes = new LinkedHashMap<>();
    shards.forEach(
        shard -> homes.computeIfAbsent(queue.home(shard), _ -> new ArrayList<>()).add(shard));
    for (List<Integer> together : homes.values()) {
      Lane lane = new Lane(together, new Claimant(queue, settings, loop, meters, flights, this));
      lanes.add(lane);
      together.forEach(shard -> laneOf.put(shard, lane));
    }
  }

  void open() {
    lanes.forEach(Lane::open);
  }

  /** Takes note of who lives. A shard that has become ours is looked at at once. */
  void prefer(String self, Collection<String> living) {
    lanes.forEach(lane -> lane.prefer(self, living));
  }

  /** Something near was scheduled on this shard. Left to the worker whose shard it is. */
  void hint(int shard) {
    Lane lane = laneOf.get(shard);
    if (lane != null) {
      lane.hint(shard);
    }
  }

  /** Lets those claim that could not for want of permits. */
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
      waiting.removeFirst().look();
    }
  }

  boolean closing() {
    return closing;
  }

  /** This lane is to look as soon as there are permits. */
  void await(Lane lane) {
    waiting.add(lane);
  }

  void claimBegins() {
    claimsUnderWay++;
  }

  void claimEnds() {
    claimsUnderWay--;
    announceQuiet();
  }

  // One line when it begins and one when it ends: with many shards, a line each would be noise.
  void troubled(Throwable error) {
    if (!troubled) {
      troubled = true;
      LOG.warn("Tasks cannot be claimed; trying on", error);
    }
  }

  void recovered() {
    if (troubled) {
      troubled = false;
      LOG.info("Tasks can be claimed again");
    }
  }

  /** Claims nothing from now on; completes when every claim under way is answered. */
  Mono<Void> close() {
    closing = true;
    waiting.clear();
    lanes.forEach(Lane::close);
    announceQuiet();
    return answered.asMono();
  }

  private void announceQuiet() {
    if (closing && claimsUnderWay == 0) {
      answered.tryEmitEmpty();
    }
  }
}
