package io.tollgate.persistence.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.persistence.hot.Fence;
import io.tollgate.persistence.hot.PaymentArchive;
import io.tollgate.persistence.hot.RedisConnection;
import io.tollgate.persistence.hot.Script;
import io.tollgate.persistence.hot.Shard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes every change behind into the database, then tells Redis so: acknowledges it, raises the
 * payment's {@code dbv} and lets a final payment expire that the database has whole.
 *
 * <p>A batch is written as the newest version of each payment. While the database is away the batch
 * is repeated for ever. A row that the database refuses is found by halving the batch, and parked
 * with an alarm, while the rest passes.
 */
public final class DatabaseDrain {

  /** The name of its reader group. */
  public static final String GROUP = "db";

  private static final Script DRAINED = Script.beside(DatabaseDrain.class, "drained");

  /** So many rows refused and not one taken: it is not the rows. */
  private static final int SUSPICIOUSLY_MANY = 10;

  private final ChangeStream stream;
  private final RedisConnection redis;
  private final PaymentArchive archive;
  private final Fence fence;
  private final Duration retention;
  private final Duration referenceRetention;
  private final ChangeReader reader;
  private final AtomicLong oldestMillis = new AtomicLong();
  private final Timer lag;
  private final Counter rows;
  private final Counter batches;
  private final Counter failures;

  public DatabaseDrain(
      ChangeStream stream, PaymentArchive archive, Fence fence, DrainSettings settings) {
    this.stream = stream;
    this.redis = stream.redis();
    this.archive = archive;
    this.fence = fence;
    this.retention = settings.retention();
    this.referenceRetention = settings.referenceRetention();
    this.reader = stream.workingReader(settings.reader(), this::settle);
    MeterRegistry meters = stream.meters();
    this.lag = meters.timer("tollgate.drain.lag");
    this.rows = meters.counter("tollgate.drain.rows");
    this.batches = meters.counter("tollgate.drain.batches");
    this.failures = meters.counter("tollgate.drain.failures");
    TimeGauge.builder("tollgate.drain.oldest", this::oldestAge, TimeUnit.MILLISECONDS)
        .register(meters);
  }

  /** Begins to drain. Once per object. */
  public void start() {
    reader.start();
  }

  /** Ends after the batch in hand, or without it when that takes longer than the grace. */
  public Mono<Void> stop(Duration grace) {
    return reader.stop(grace);
  }

  private Mono<Integer> settle(List<Change> batch) {
    var newest = newestOf(batch);
    oldestMillis.set(batch.stream().mapToLong(change -> change.entry().millis()).min().orElse(0));
    return refusedAmong(List.copyOf(newest.values()))
        .flatMap(refused -> notSuspicious(refused, newest.size()))
        .doOnNext(refused -> written(newest, refused))
        .flatMap(refused -> tellRedis(batch, newest, refused))
        .doOnError(_ -> failures.increment())
        .doOnSuccess(_ -> oldestMillis.set(0))
        .thenReturn(batch.size());
  }

  private static Map<PaymentId, Change> newestOf(List<Change> batch) {
    return batch.stream()
        .collect(
            Collectors.toMap(
                change -> change.payment().id(),
                change -> change,
                (one, other) -> other.payment().version() > one.payment().version() ? other : one,
                LinkedHashMap::new));
  }

  /** Writes the rows and answers those that the database will never take, with its reasons. */
  private Mono<Map<PaymentId, String>> refusedAmong(List<Change> changes) {
    return Mono.defer(() -> archive.write(changes.stream().map(Change::stored).toList()))
        .then(Mono.just(Map.<PaymentId, String>of()))
        .onErrorResume(
            error -> !isPassing(error),
            error ->
                changes.size() == 1
                    ? Mono.just(Map.of(changes.getFirst().payment().id(), reason(error)))
                    : refusedAmongHalves(changes));
  }

  private Mono<Map<PaymentId, String>> refusedAmongHalves(List<Change> changes) {
    int middle = changes.size() / 2;
    return Flux.just(changes.subList(0, middle), changes.subList(middle, changes.size()))
        .concatMap(this::refusedAmong)
        .reduce((one, other) ->
            Stream.of(one, other)
                .flatMap(some -> some.entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private static boolean isPassing(Throwable error) {
    return error instanceof GatewayFault fault && fault.code() == FaultCode.STORE_UNAVAILABLE;
  }

  /** The class only: a database's message may quote the row, and rows are personal. */
  private static String reason(Throwable error) {
    return "refused by the database: " + error.getClass().getSimpleName();
  }

  private static Mono<Map<PaymentId, String>> notSuspicious(
      Map<PaymentId, String> refused, int all) {
    return refused.size() == all && all >= SUSPICIOUSLY_MANY
        ? Mono.error(
            new GatewayFault(
                FaultCode.STORE_UNAVAILABLE,
                "the database refuses every row, the last with: "
                    + refused.values().iterator().next()))
        : Mono.just(refused);
  }

  private Mono<Void> tellRedis(
      List<Change> batch, Map<PaymentId, Change> newest, Map<PaymentId, String> refused) {
    var taken =
        batch.stream().filter(change -> !refused.containsKey(change.payment().id())).toList();
    var given =
        batch.stream().filter(change -> refused.containsKey(change.payment().id())).toList();
    return Flux.fromIterable(given)
        .concatMap(change ->
            stream.park(change, GROUP, refused.getOrDefault(change.payment().id(), "refused")))
        .thenMany(Flux.fromIterable(GroupLog.byShard(taken).entrySet()))
        .flatMap(one -> drained(one.getKey(), one.getValue(), newest), Shard.ALL.size())
        .then();
  }

  private Mono<Void> drained(Shard shard, List<Change> taken, Map<PaymentId, Change> newest) {
    var changes =
        taken.stream()
            .map(change -> change.payment().id())
            .distinct()
            .map(id -> newestChange(newest, id))
            .toList();
    var payments = changes.stream().map(Change::payment).toList();
    var keys = new ArrayList<String>();
    keys.add(shard.log());
    for (var payment : payments) {
      keys.add(shard.payment(payment.id().value()));
      keys.add(shard.seen(payment.id().value()));
    }
    var arguments = new ArrayList<String>();
    arguments.add(GROUP);
    arguments.add(Long.toString(retention.toMillis()));
    arguments.add(Long.toString(referenceRetention.toMillis()));
    for (var payment : payments) {
      arguments.add(Long.toString(payment.version()));
      arguments.add(payment.status().isFinal() ? "1" : "0");
    }
    arguments.addAll(List.of(GroupLog.idsOf(taken)));
    return redis.run(DRAINED, keys, arguments).flatMap(behind -> restored(changes, behind));
  }

  /** Redis lost what we read, before the table had it: nobody else can give it back. */
  private Mono<Void> restored(List<Change> changes, List<Object> behind) {
    return behind.isEmpty()
        ? Mono.empty()
        : fence.restore(
            behind.stream()
                .map(number -> changes.get(((Long) number).intValue() - 1).stored())
                .toList());
  }

  private static Change newestChange(Map<PaymentId, Change> newest, PaymentId id) {
    var change = newest.get(id);
    if (change == null) {
      throw new IllegalStateException(id + " was not among the written");
    }
    return change;
  }

  private void written(Map<PaymentId, Change> newest, Map<PaymentId, String> refused) {
    long now = System.currentTimeMillis();
    batches.increment();
    rows.increment(newest.size() - refused.size());
    newest
        .values()
        .forEach(change ->
            lag.record(Math.max(0, now - change.entry().millis()), TimeUnit.MILLISECONDS));
  }

  /** How old the oldest change is that is read and not yet written. */
  private double oldestAge() {
    long oldest = oldestMillis.get();
    return oldest == 0 ? 0 : Math.max(0, System.currentTimeMillis() - oldest);
  }
}
