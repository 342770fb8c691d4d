package io.tollgate.persistence.hot;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.WatchSchedule;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lets nobody touch the payments of a shard whose last writes Redis may have lost, until the shard
 * has been seeded anew from the table.
 *
 * <p>Redis may come back without its last writes after a restart, after a failover to a replica
 * that lagged, or empty. Each of these is another run (another server process) or leaves no fence
 * key, and the scripts tell it by themselves, in the same step that would read or write (see {@code
 * fence.lua}). Whoever is told compares the shard with the table, restores what is missing, and
 * opens it on this run. Several processes may do so at once. While the table cannot be asked the
 * shard stays shut, which callers see as {@code STORE_UNAVAILABLE}. See ADR 6.
 *
 * <p>A replica knows no scripts from Redis 7.0 on; older ones copy them to replicas, so only there
 * can the moments between a failover and its discovery be read and written.
 */
public final class Fence {

  private static final Logger LOG = LoggerFactory.getLogger(Fence.class);

  private static final Script INSPECT = Script.beside(Fence.class, "inspect");
  private static final Script REOPEN = Script.beside(Fence.class, "reopen");
  private static final Script RESTORE = Script.beside(Fence.class, "restore");

  /** Read from their files here and now: later it would be on a thread that must not block. */
  private static final List<FencedScript> SCRIPTS = List.of(FencedScript.values());

  private static final int SHARDS_AT_ONCE = 4;
  private static final int LOOKED_FOR_AT_ONCE = 64;

  private final RedisConnection redis;
  private final Reseed reseed;
  private final Counter restored;
  private final AtomicReferenceArray<@Nullable String> runs =
      new AtomicReferenceArray<>(PaymentId.SHARDS);
  private final ConcurrentHashMap<Shard, Mono<String>> opening = new ConcurrentHashMap<>();

  /**
   * A fence over a connection. Each process has its own; they meet in Redis.
   *
   * @param schedule says when a payment that is brought back is checked
   */
  public Fence(
      RedisConnection redis,
      PaymentArchive archive,
      WatchSchedule schedule,
      ReseedSettings settings,
      MeterRegistry meters) {
    this.redis = redis;
    this.reseed = new Reseed(archive, schedule, settings);
    this.restored = meters.counter("tollgate.hot.restored");
  }

  /** Runs a script that answers a list, on an open shard. */
  Mono<List<Object>> run(
      FencedScript script, Shard shard, List<String> keys, List<String> arguments) {
    return passed(script, ScriptOutputType.MULTI, shard, keys, arguments);
  }

  private <T> Mono<T> passed(
      FencedScript script,
      ScriptOutputType type,
      Shard shard,
      List<String> keyList,
      List<String> argumentList) {
    var keys = with(keyList, shard.fence());
    var arguments = with(argumentList, "");
    Supplier<CompletableFuture<T>> onceOpen =
        () ->
            opened(shard)
                .flatMap(
                    run -> redis.<T>byName(script.on(run, shard), type, keys, arguments, _ -> null))
                .toFuture();
    return Mono.defer(() -> {
      var run = runs.get(shard.number());
      return run == null
          ? redis.inTime(onceOpen)
          : redis.byName(
              script.on(run, shard),
              type,
              keys,
              arguments,
              error -> isShut(error) ? onceOpen.get() : null);
    });
  }

  private static String[] with(List<String> some, String last) {
    var all = some.toArray(new String[some.size() + 1]);
    all[some.size()] = last;
    return all;
  }

  private static boolean isShut(Throwable error) {
    var message = error.getMessage();
    return error instanceof RedisNoScriptException
        || (message != null && message.startsWith("FENCED"));
  }

  /**
   * Looks at every shard, and seeds and opens those that are shut: also where no request comes by,
   * somebody has to go on watching the payments. Answers those that are open now.
   */
  public Mono<Set<Shard>> check() {
    return Flux.fromIterable(Shard.ALL)
        .flatMap(
            shard ->
                inspected(shard)
                    .map(seen -> isAsKnown(shard, seen))
                    .map(open -> new Look(shard, open))
                    .onErrorResume(error -> missing(shard, error)),
            Shard.ALL.size())
        .flatMap(
            look ->
                look.isOpen
                    ? Mono.just(look.shard)
                    : opened(look.shard)
                        .thenReturn(look.shard)
                        .onErrorResume(error -> missing(look.shard, error)),
            SHARDS_AT_ONCE)
        .collect(Collectors.toSet());
  }

  private record Look(Shard shard, boolean isOpen) {}

  private boolean isAsKnown(Shard shard, Inspection seen) {
    return seen.isOpen() && seen.run().equals(runs.get(shard.number()));
  }

  private static <T> Mono<T> missing(Shard shard, Throwable error) {
    LOG.warn("shard {} of the hot store is not open: {}", shard.tag(), error.toString());
    return Mono.empty();
  }

  /** Brings back payments that the table has, where Redis has them older or not at all. */
  public Mono<Void> restore(List<StoredPayment> payments) {
    var byShard =
        payments.stream().collect(Collectors.groupingBy(one -> Shard.of(one.payment().id())));
    return Flux.fromIterable(byShard.entrySet())
        .concatMap(one ->
            reseed
                .restore(
                    one.getKey(),
                    Flux.fromIterable(one.getValue()),
                    (shard, keys, arguments) ->
                        passed(
                            FencedScript.RESTORE, ScriptOutputType.INTEGER, shard, keys, arguments))
                .doOnNext(count -> tell(one.getKey(), count)))
        .then();
  }

  /**
   * Brings back those of these payments that Redis does not have. They were written to the table a
   * moment ago, which may be after Redis was compared with it: by a server that was cut off, or on
   * a line that hung.
   */
  Mono<Void> keep(List<StoredPayment> payments) {
    return Flux.fromIterable(payments)
        .flatMap(
            stored -> held(stored.payment()).filter(held -> held == 0).map(_ -> stored),
            LOOKED_FOR_AT_ONCE)
        .collectList()
        .flatMap(this::restore);
  }

  private Mono<Long> held(Payment payment) {
    var shard = Shard.of(payment.id());
    var id = payment.id().value();
    return passed(
        FencedScript.HELD,
        ScriptOutputType.INTEGER,
        shard,
        List.of(shard.payment(id), shard.seen(id)),
        List.of(Long.toString(payment.version())));
  }

  /** The run on which the shard is open, once it is: one opening at a time for each shard. */
  private Mono<String> opened(Shard shard) {
    return Mono.defer(() -> opening.computeIfAbsent(shard, this::openingOnce));
  }

  private Mono<String> openingOnce(Shard shard) {
    return inspected(shard)
        .flatMap(seen -> seen.isOpen() ? joined(shard, seen) : seeded(shard, seen))
        .delayUntil(run -> load(run, shard))
        .doOnNext(run -> runs.set(shard.number(), run))
        .doOnTerminate(() -> opening.remove(shard))
        .cache();
  }

  private Mono<Inspection> inspected(Shard shard) {
    return redis.run(INSPECT, List.of(shard.fence(), shard.log()), List.of()).map(Inspection::of);
  }

  /** Makes the scripts known by their names. */
  private Mono<Void> load(String run, Shard shard) {
    return Flux.fromIterable(SCRIPTS)
        .flatMap(
            script -> redis.run(script.on(run, shard), List.of(shard.fence()), List.of("load")))
        .then();
  }

  /**
   * Somebody opened it. Where this process comes from another run it may have written to the table
   * since (behind a server that was cut off), so it looks for that too.
   */
  private Mono<String> joined(Shard shard, Inspection seen) {
    var before = runs.get(shard.number());
    return before == null || before.equals(seen.run())
        ? Mono.just(seen.run())
        : restored(shard, reseed.lostSince(shard, Instant.ofEpochMilli(seen.readBackFrom())))
            .thenReturn(seen.run());
  }

  private Mono<String> seeded(Shard shard, Inspection seen) {
    return reseed
        .lostAfter(shard, seen.lastEntry())
        .flatMap(lost ->
            restored(shard, lost)
                .then(
                    redis.runForNumber(
                        REOPEN,
                        List.of(shard.fence()),
                        List.of(
                            seen.run(),
                            Long.toString(lost.since().toEpochMilli()),
                            Long.toString(lost.doubtedMillis())))))
        .flatMap(open -> open == 1 ? Mono.just(seen.run()) : Mono.error(anotherRun(shard)));
  }

  private Mono<Long> restored(Shard shard, Reseed.Lost lost) {
    return reseed
        .restore(
            shard,
            lost.payments(),
            (_, keys, arguments) -> redis.runForNumber(RESTORE, keys, arguments))
        .doOnNext(count -> tell(shard, count));
  }

  private void tell(Shard shard, long count) {
    if (count > 0) {
      restored.increment(count);
      LOG.error(
          "alarm: the hot store had lost writes: brought {} payments of shard {} back",
          count,
          shard.tag());
    }
  }

  private static GatewayFault anotherRun(Shard shard) {
    return new GatewayFault(
        FaultCode.STORE_UNAVAILABLE, "the hot store changed while " + shard.tag() + " was seeded");
  }
}
