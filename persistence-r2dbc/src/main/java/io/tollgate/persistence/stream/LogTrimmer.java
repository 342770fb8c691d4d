package io.tollgate.persistence.stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.persistence.hot.RedisConnection;
import io.tollgate.persistence.hot.Script;
import io.tollgate.persistence.hot.Shard;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Cuts off what every reader group has acknowledged, shard by shard, for ever. Several processes
 * may do it at once. On its way it learns how long the logs are: the gauge {@code
 * tollgate.stream.backlog}.
 */
public final class LogTrimmer {

  private static final Logger LOG = LoggerFactory.getLogger(LogTrimmer.class);

  private static final Script TRIM = Script.beside(LogTrimmer.class, "trim");

  private final RedisConnection redis;
  private final List<String> groups;
  private final Duration pace;
  private final AtomicLongArray lengths = new AtomicLongArray(Shard.ALL.size());
  private final Loop loop = new Loop("trimmer", this::round);
  private int turn;

  LogTrimmer(RedisConnection redis, TrimSettings settings, MeterRegistry meters) {
    this.redis = redis;
    this.groups = List.copyOf(settings.groups());
    this.pace = settings.every().dividedBy(Shard.ALL.size());
    Gauge.builder("tollgate.stream.backlog", this, LogTrimmer::backlog).register(meters);
  }

  /** Begins to trim. Once per object. */
  public void start() {
    loop.start();
  }

  /** Ends after the shard in hand. */
  public Mono<Void> stop(Duration grace) {
    return loop.stop(grace);
  }

  private Mono<Duration> round() {
    int shard = turn;
    turn = (turn + 1) % Shard.ALL.size();
    return trim(Shard.ALL.get(shard))
        .doOnNext(length -> lengths.set(shard, length))
        .thenReturn(pace)
        .onErrorResume(error -> {
          LOG.warn("could not trim shard {}: {}", shard, error.toString());
          return Mono.just(Duration.ofSeconds(1));
        });
  }

  /** Trims one shard and answers the length that is left. */
  Mono<Long> trim(Shard shard) {
    return redis.runForNumber(TRIM, List.of(shard.log()), groups);
  }

  private double backlog() {
    return IntStream.range(0, lengths.length()).mapToLong(lengths::get).sum();
  }
}
