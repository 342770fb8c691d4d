package io.tollgate.persistence.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.persistence.hot.RedisConnection;
import io.tollgate.persistence.hot.Shard;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The change stream of payments: 64 logs, which reader groups read independently of each other.
 * Each group is given every change at least once.
 */
public final class ChangeStream {

  private final RedisConnection redis;
  private final MeterRegistry meters;
  private final Parking parking;

  public ChangeStream(RedisConnection redis, MeterRegistry meters) {
    this.redis = redis;
    this.meters = meters;
    this.parking = new Parking(redis, meters);
  }

  /** A reader for a group, not started yet. */
  public ChangeReader reader(ReaderSettings settings, BatchHandler handler) {
    var log = new GroupLog(redis, settings.group(), settings.consumer());
    return workingReader(
        settings,
        batch ->
            handler
                .handle(batch)
                .flatMap(finished -> log.acknowledge(finished).thenReturn(finished.size())));
  }

  ChangeReader workingReader(ReaderSettings settings, BatchWork work) {
    return new ChangeReader(redis, parking, settings, work);
  }

  /** What keeps the logs short, not started yet. One per process at most: it owns a gauge. */
  public LogTrimmer trimmer(TrimSettings settings) {
    return new LogTrimmer(redis, settings, meters);
  }

  /** How many entries all logs hold: those not acknowledged by every group, or not trimmed yet. */
  public Mono<Long> backlog() {
    return Flux.fromIterable(Shard.ALL)
        .flatMap(shard -> redis.ask(commands -> commands.xlen(shard.log())), Shard.ALL.size())
        .reduce(0L, Long::sum);
  }

  /** All entries that some group could not work on. */
  public Flux<ParkedEntry> parked() {
    return parking.list();
  }

  /**
   * Puts a parked entry at the end of its log again, for every group, and takes it out of the
   * parking; false where it is no longer parked, or held nothing.
   */
  public Mono<Boolean> replay(ParkedEntry entry) {
    return parking.replay(entry);
  }

  RedisConnection redis() {
    return redis;
  }

  MeterRegistry meters() {
    return meters;
  }

  Mono<Void> park(Change change, String group, String reason) {
    return parking.park(change.shard(), change.entry(), group, reason);
  }
}
