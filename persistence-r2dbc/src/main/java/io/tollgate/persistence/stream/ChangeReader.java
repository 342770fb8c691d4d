package io.tollgate.persistence.stream;

import io.tollgate.persistence.hot.RedisConnection;
import io.tollgate.persistence.hot.Shard;
import io.tollgate.persistence.snapshot.UnreadableSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads the change stream for one reader group, at least once and for ever: no error ends it.
 *
 * <p>A round reads one of three things: what this consumer has in hand already (after a start, and
 * again while something is unfinished or failed), what silent consumers have in hand, or what is
 * new. After a failure nothing new is read until all that is in hand went through, so that a
 * handler that is down does not gather the whole stream in one process.
 */
public final class ChangeReader {

  private static final Logger LOG = LoggerFactory.getLogger(ChangeReader.class);

  private static final int UNFINISHED_BATCHES_LIMIT = 10;
  private static final long NEVER = Long.MAX_VALUE;

  private final GroupLog log;
  private final Parking parking;
  private final BatchWork work;
  private final ReaderSettings settings;
  private final Loop loop;

  // One round runs at a time, and Reactor orders their memory: plain fields do.
  private boolean groupsExist;
  private Map<Shard, String> inHandBehind = Map.of();
  private long inHandAt;
  private long takeOverAt;
  private long forgetAt;
  private int unfinished;
  private int unfinishedInARow;
  private int failuresInARow;
  private Duration pause;

  ChangeReader(RedisConnection redis, Parking parking, ReaderSettings settings, BatchWork work) {
    this.log = new GroupLog(redis, settings.group(), settings.consumer());
    this.parking = parking;
    this.settings = settings;
    this.work = work;
    this.pause = settings.busyPause();
    this.loop = new Loop("reader " + settings.group(), this::round);
  }

  /** Begins to read. Once per object. */
  public void start() {
    inHandAt = now();
    takeOverAt = now();
    forgetAt = now() + settings.forgetAfter().toNanos();
    loop.start();
  }

  /**
   * Ends after the batch in hand, or without it when that takes longer than the grace: then it is
   * taken up again by whoever reads next.
   */
  public Mono<Void> stop(Duration grace) {
    return loop.stop(grace);
  }

  private Mono<Duration> round() {
    return groups()
        .then(Mono.defer(this::read))
        .flatMap(this::workThrough)
        .onErrorResume(error -> Mono.just(failed(error)));
  }

  private Mono<Void> groups() {
    return groupsExist ? Mono.empty() : log.create().doOnSuccess(_ -> groupsExist = true);
  }

  private Mono<Sweep> read() {
    long now = now();
    if (!inHandBehind.isEmpty() || inHandAt - now <= 0) {
      return readInHand();
    }
    if (forgetAt - now <= 0) {
      forgetAt = now + settings.forgetAfter().toNanos();
      return log.forgetConsumers(settings.forgetAfter()).thenReturn(Sweep.NOTHING);
    }
    if (takeOverAt - now <= 0) {
      takeOverAt = now + settings.takeOverAfter().dividedBy(2).toNanos();
      return log.takeOver(settings.takeOverAfter(), settings.countPerShard())
          .doOnNext(sweep -> takeOverAt = sweep.more() ? now() : takeOverAt);
    }
    return unfinished > settings.batchSize() * UNFINISHED_BATCHES_LIMIT
        ? Mono.just(Sweep.NOTHING)
        : log.readNew(settings.countPerShard());
  }

  private Mono<Sweep> readInHand() {
    if (inHandBehind.isEmpty()) {
      inHandBehind = new HashMap<>();
      Shard.ALL.forEach(shard -> inHandBehind.put(shard, "0-0"));
      unfinished = 0;
      inHandAt = now() + NEVER / 2;
    }
    return log.readPending(Map.copyOf(inHandBehind), settings.countPerShard())
        .doOnNext(this::turnThePage);
  }

  private void turnThePage(Sweep sweep) {
    var answered = new HashSet<Shard>();
    for (var entry : sweep.entries()) {
      answered.add(entry.shard());
      inHandBehind.put(entry.shard(), entry.id().toString());
    }
    inHandBehind.keySet().retainAll(answered);
  }

  private Mono<Duration> workThrough(Sweep sweep) {
    var changes = new ArrayList<Change>();
    var poison = new ArrayList<Mono<Void>>();
    for (var entry : sweep.entries()) {
      try {
        changes.add(entry.change());
      } catch (UnreadableSnapshot unreadable) {
        poison.add(park(entry, unreadable));
      }
    }
    return Flux.concat(poison)
        .thenMany(Flux.fromIterable(changes))
        .buffer(settings.batchSize())
        .concatMap(this::settle)
        .then(Mono.defer(() -> sweep.error() == null ? Mono.empty() : Mono.error(sweep.error())))
        .then(Mono.fromSupplier(() -> wentWell(sweep)));
  }

  private Mono<Void> park(Entry entry, UnreadableSnapshot why) {
    var reason = entry.fields().isEmpty() ? "deleted from the stream" : why.getMessage();
    return parking.park(entry.shard(), entry.id(), settings.group(), String.valueOf(reason));
  }

  private Mono<Integer> settle(List<Change> batch) {
    return Mono.defer(() -> work.settle(batch))
        .timeout(settings.handlerTimeout())
        .defaultIfEmpty(0)
        .doOnNext(settled -> unfinished += batch.size() - settled);
  }

  private Duration wentWell(Sweep sweep) {
    if (failuresInARow > 0) {
      LOG.info("group {} reads again", settings.group());
    }
    failuresInARow = 0;
    if (unfinished == 0) {
      unfinishedInARow = 0;
    } else if (inHandBehind.isEmpty() && inHandAt - now() > NEVER / 4) {
      unfinishedInARow++;
      inHandAt = now() + settings.backoff(unfinishedInARow).toNanos();
    }
    return pauseAfter(sweep);
  }

  private Duration pauseAfter(Sweep sweep) {
    if (!sweep.entries().isEmpty() || !inHandBehind.isEmpty()) {
      pause = settings.busyPause();
    } else {
      var grown = pause.multipliedBy(2);
      pause = grown.compareTo(settings.idlePause()) < 0 ? grown : settings.idlePause();
    }
    return sweep.more() ? Duration.ZERO : pause;
  }

  /** What was read may be in our hand without our knowing: so all of it is looked through next. */
  private Duration failed(Throwable error) {
    failuresInARow++;
    inHandBehind = Map.of();
    inHandAt = now();
    if (GroupLog.says(error, "NOGROUP")) {
      groupsExist = false;
    }
    LOG.warn(
        "group {} failed, {} in a row: {}", settings.group(), failuresInARow, error.toString());
    return settings.backoff(failuresInARow);
  }

  private static long now() {
    return System.nanoTime();
  }
}
