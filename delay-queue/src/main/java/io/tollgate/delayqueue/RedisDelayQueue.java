package io.tollgate.delayqueue;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The delay queue in Redis: one script per change, one slot per script. */
final class RedisDelayQueue implements DelayQueue {

  private static final Logger LOG = LoggerFactory.getLogger(RedisDelayQueue.class);

  private static final long STALE = 0;
  private static final long DIED = 2;

  private final LuaScript schedule = LuaScript.named("schedule");
  private final LuaScript cancel = LuaScript.named("cancel");
  private final LuaScript claim = LuaScript.named("claim");
  private final LuaScript extend = LuaScript.named("extend");
  private final LuaScript done = LuaScript.named("done");
  private final LuaScript again = LuaScript.named("again");
  private final LuaScript bury = LuaScript.named("bury");
  private final LuaScript dead = LuaScript.named("dead");
  private final LuaScript revive = LuaScript.named("revive");
  private final LuaScript heartbeat = LuaScript.named("heartbeat");

  private final RedisClusterAsyncCommands<String, String> redis;
  private final Flux<Integer> hints;
  private final DelayQueueSettings settings;
  private final QueueMeters meters;
  private final List<ShardKeys> keys;
  private final String attemptLimit;
  private final String hintHorizon;

  // Tokens are never reused: not by another process, and not after Redis lost its last writes,
  // which is why Redis does not count them.
  private final String claimant = UUID.randomUUID().toString();
  private final AtomicLong claims = new AtomicLong();

  RedisDelayQueue(
      RedisClusterAsyncCommands<String, String> redis,
      Flux<Integer> hints,
      DelayQueueSettings settings,
      MeterRegistry meters) {
    this.redis = redis;
    this.hints = hints;
    this.settings = settings;
    this.meters = new QueueMeters(meters, settings.name());
    this.keys =
        IntStream.range(0, settings.shards())
            .mapToObj(shard -> ShardKeys.of(settings, shard, claimant))
            .toList();
    this.attemptLimit = Integer.toString(settings.attemptLimit());
    this.hintHorizon = Long.toString(settings.hintHorizon().toMillis());
  }

  @Override
  public String name() {
    return settings.name();
  }

  @Override
  public int shards() {
    return settings.shards();
  }

  @Override
  public Mono<Boolean> schedule(DelayedTask task) {
    return number(
            schedule,
            keysOf(task.shard()).task(),
            task.id(),
            millis(task.delay()),
            task.body(),
            settings.hintChannel(),
            Integer.toString(task.shard()),
            hintHorizon)
        .map(RedisDelayQueue::happened);
  }

  @Override
  public Mono<Boolean> cancel(int shard, String id) {
    return number(cancel, keysOf(shard).task(), id).map(RedisDelayQueue::happened);
  }

  @Override
  public Mono<Claim> claim(int shard, int count, Duration lease) {
    Expect.that(count > 0 && count <= DelayWorkerSettings.LARGEST_BATCH, "count", count, "1-1000");
    Expect.that(lease.isPositive(), "lease", lease, "more than zero");
    String token = claimant + "-" + claims.incrementAndGet();
    return list(
            claim,
            keysOf(shard).claim(),
            Integer.toString(count),
            millis(lease),
            token,
            attemptLimit)
        .map(reply -> new ClaimReply(shard, token, reply))
        .doOnNext(this::announceDeaths)
        .map(ClaimReply::claim)
        .doOnNext(meters::claimed);
  }

  private void announceDeaths(ClaimReply reply) {
    reply.died().forEach((id, attempts) -> died(reply.shard(), id, spent(attempts)));
  }

  @Override
  public Mono<Boolean> extend(ClaimedTask task, Duration lease) {
    return number(extend, keysOf(task.shard()).task(), task.id(), task.token(), millis(lease))
        .map(this::held);
  }

  @Override
  public Mono<Boolean> done(ClaimedTask task) {
    return number(done, keysOf(task.shard()).task(), task.id(), task.token())
        .map(this::held)
        .doOnNext(held -> when(held, meters::done));
  }

  @Override
  public Mono<Boolean> again(ClaimedTask task, Duration delay, boolean spendsAttempt) {
    return number(
            again,
            keysOf(task.shard()).task(),
            task.id(),
            task.token(),
            millis(delay),
            spendsAttempt ? "1" : "0",
            attemptLimit,
            settings.hintChannel(),
            Integer.toString(task.shard()),
            hintHorizon)
        .doOnNext(answer -> count(task, answer))
        .map(this::held);
  }

  private void count(ClaimedTask task, long answer) {
    if (answer == DIED) {
      died(task.shard(), task.id(), spent(task.attempt()));
    } else if (answer != STALE) {
      meters.again();
    }
  }

  @Override
  public Mono<Boolean> handBack(ClaimedTask task) {
    return again(task, Duration.ZERO, false);
  }

  @Override
  public Mono<Boolean> bury(ClaimedTask task, String why) {
    return number(bury, keysOf(task.shard()).task(), task.id(), task.token())
        .map(this::held)
        .doOnNext(held -> when(held, () -> died(task.shard(), task.id(), why)));
  }

  @Override
  public Flux<DeadTask> dead(int shard, int limit) {
    return list(dead, keysOf(shard).task(), Integer.toString(bounded(limit)))
        .flatMapIterable(reply -> reply)
        .map(entry -> ClaimReply.deadTask(shard, entry));
  }

  @Override
  public Mono<Boolean> revive(int shard, String id) {
    return revive(shard, "", "", 1, id).map(RedisDelayQueue::happened);
  }

  @Override
  public Mono<Long> revive(int shard, Instant from, Instant to, int limit) {
    return revive(
        shard,
        Long.toString(from.toEpochMilli()),
        Long.toString(to.toEpochMilli()),
        bounded(limit));
  }

  private Mono<Long> revive(int shard, String from, String to, int limit, String... id) {
    String[] arguments = {
      from,
      to,
      Integer.toString(limit),
      settings.hintChannel(),
      Integer.toString(shard),
      hintHorizon,
    };
    return number(revive, keysOf(shard).task(), concat(arguments, id));
  }

  @Override
  public Flux<Integer> hints() {
    return hints;
  }

  @Override
  public Mono<List<String>> heartbeat(String group, String worker, Duration timeToLive) {
    return list(heartbeat, workersOf(group), worker, millis(timeToLive))
        .map(workers -> workers.stream().map(String::valueOf).toList());
  }

  @Override
  public Mono<Boolean> leave(String group, String worker) {
    return Mono.fromCompletionStage(() -> redis.zrem(workersOf(group)[0], worker))
        .timeout(settings.replyTimeout())
        .map(RedisDelayQueue::happened);
  }

  private void died(int shard, String id, String why) {
    meters.dead();
    LOG.error("Task {} of {} shard {} is dead: {}", id, settings.name(), shard, why);
  }

  private static String spent(int attempts) {
    return "all " + attempts + " attempts are spent";
  }

  private boolean held(long answer) {
    when(answer == STALE, meters::stale);
    return answer != STALE;
  }

  private static boolean happened(long answer) {
    return answer > 0;
  }

  private static void when(boolean condition, Runnable then) {
    if (condition) {
      then.run();
    }
  }

  private static int bounded(int limit) {
    Expect.that(limit > 0 && limit <= DelayWorkerSettings.LARGEST_BATCH, "limit", limit, "1-1000");
    return limit;
  }

  private ShardKeys keysOf(int shard) {
    Expect.that(shard >= 0 && shard < keys.size(), "shard", shard, "0 to " + (keys.size() - 1));
    return keys.get(shard);
  }

  private String[] workersOf(String group) {
    return new String[] {
      settings.shardTag().apply(0) + ":" + settings.name() + ":workers:" + group
    };
  }

  private static String[] concat(String[] some, String[] more) {
    return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
  }

  // Rounded up: a task may be late, never early.
  private static String millis(Duration duration) {
    return Long.toString(duration.plusNanos(999_999).toMillis());
  }

  private Mono<Long> number(LuaScript script, String[] keys, String... arguments) {
    return run(script, ScriptOutputType.INTEGER, keys, arguments);
  }

  private Mono<List<Object>> list(LuaScript script, String[] keys, String... arguments) {
    return run(script, ScriptOutputType.MULTI, keys, arguments);
  }

  private <T> Mono<T> run(
      LuaScript script, ScriptOutputType type, String[] keys, String[] arguments) {
    return Mono.fromCompletionStage(() -> redis.<T>evalsha(script.sha(), type, keys, arguments))
        .onErrorResume(
            RedisNoScriptException.class,
            unseen ->
                Mono.fromCompletionStage(() -> redis.<T>eval(script.text(), type, keys, arguments)))
        .timeout(settings.replyTimeout());
  }
}
