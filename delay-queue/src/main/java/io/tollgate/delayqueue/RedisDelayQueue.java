package io.tollgate.delayqueue;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The delay queue in Redis: one script per change, one slot per script. */
final class RedisDelayQueue implements DelayQueue {

  private static final Logger LOG = LoggerFactory.getLogger(RedisDelayQueue.class);

  private static final int CLAIMANT_BYTES = 12;
  private static final String SEVERAL_SLOTS = "CROSSSLOT";

  private final LuaScript cancel = LuaScript.named("cancel");
  private final LuaScript claim = LuaScript.named("claim");
  private final LuaScript dead = LuaScript.named("dead");
  private final LuaScript revive = LuaScript.named("revive");
  private final LuaScript heartbeat = LuaScript.named("heartbeat");

  private final RedisClusterAsyncCommands<String, String> redis;
  private final Flux<Integer> hints;
  private final DelayQueueSettings settings;
  private final QueueMeters meters;
  private final List<ShardKeys> keys;
  private final String hintHorizon;
  private final List<SharedTrips<NewTask>> scheduling;
  private final List<SharedTrips<Report>> reporting;

  // Whether one script may serve several shards. A server of a cluster may hide behind a plain
  // connection; that is learned from its first refusal.
  private volatile boolean together;

  // Tokens are never reused: not by another process, and not after Redis lost its last writes,
  // which is why Redis does not count them.
  private final String claimant = claimant();
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
    this.hintHorizon = Long.toString(settings.hintHorizon().toMillis());
    this.together = redis instanceof RedisAsyncCommands;
    this.scheduling = trips(new OnShard.Form<>(LuaScript.named("schedule"), NewTask::write));
    this.reporting = trips(new OnShard.Form<>(LuaScript.named("report"), Report::write));
  }

  private static String claimant() {
    byte[] random = new byte[CLAIMANT_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private <Q extends OnShard> List<SharedTrips<Q>> trips(OnShard.Form<Q> form) {
    return IntStream.range(0, settings.shards())
        .mapToObj(home -> new SharedTrips<Q>(settings.replyTimeout(), parts -> sent(form, parts)))
        .toList();
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
  public int home(int shard) {
    return together ? 0 : shard;
  }

  @Override
  public Mono<Boolean> schedule(DelayedTask task) {
    int shard = known(task.shard());
    return scheduling
        .get(home(shard))
        .ask(new NewTask(shard, List.of(task.id(), millis(task.delay()), task.body())))
        .map(answer -> happened((Long) answer));
  }

  @Override
  public Mono<Boolean> cancel(int shard, String id) {
    return number(cancel, keysOf(shard).task(), List.of(id)).map(RedisDelayQueue::happened);
  }

  @Override
  public Mono<Claims> claim(List<Integer> shards, int count, Duration lease) {
    Expect.that(count > 0 && count <= DelayWorkerSettings.LARGEST_BATCH, "count", count, "1-1000");
    Expect.that(lease.isPositive(), "lease", lease, "more than zero");
    Expect.that(!shards.isEmpty(), "shards", shards, "at least one");
    shards.forEach(this::known);
    var wanted = new Wanted(List.copyOf(shards), millis(lease), nextToken());
    return claimed(wanted, count)
        .doOnNext(this::announceDeaths)
        .map(ClaimReply::claims)
        .doOnNext(meters::claimed);
  }

  private String nextToken() {
    return claimant + "-" + Long.toString(claims.incrementAndGet(), Character.MAX_RADIX);
  }

  /** A claim under one token, so that each repetition finds what the first one took. */
  private record Wanted(List<Integer> shards, String leaseMillis, String token) {
    private Wanted only(int shard) {
      return new Wanted(List.of(shard), leaseMillis, token);
    }
  }

  private Mono<ClaimReply> claimed(Wanted wanted, int count) {
    if (wanted.shards().size() == 1) {
      return claimedAtOnce(wanted, count);
    }
    return Mono.defer(() ->
        together
            ? claimedAtOnce(wanted, count)
                .onErrorResume(this::severalSlots, _ -> apart(wanted, count))
            : apart(wanted, count));
  }

  private Mono<ClaimReply> claimedAtOnce(Wanted wanted, int count) {
    List<String> names = new ArrayList<>();
    names.add(keysOf(wanted.shards().getFirst()).memory());
    wanted.shards().forEach(shard -> names.addAll(keysOf(shard).task()));
    return list(
            claim,
            names,
            List.of(
                Integer.toString(count),
                wanted.leaseMillis(),
                wanted.token(),
                Integer.toString(settings.attemptLimit())))
        .map(reply -> ClaimReply.read(wanted.shards(), wanted.token(), reply));
  }

  // One shard after the other, as long as something is left of the count.
  private Mono<ClaimReply> apart(Wanted wanted, int count) {
    return Flux.fromIterable(wanted.shards())
        .reduce(
            Mono.just(ClaimReply.NOTHING),
            (before, shard) ->
                before.flatMap(sofar -> {
                  int left = count - sofar.claims().tasks().size();
                  return left == 0
                      ? Mono.just(sofar)
                      : claimedAtOnce(wanted.only(shard), left).map(sofar::and);
                }))
        .flatMap(whole -> whole);
  }

  private boolean severalSlots(Throwable error) {
    boolean refused =
        error instanceof RedisCommandExecutionException
            && String.valueOf(error.getMessage()).startsWith(SEVERAL_SLOTS);
    if (refused && together) {
      together = false;
      LOG.info("{} lies on a cluster; its shards are served one by one", settings.name());
    }
    return refused;
  }

  private void announceDeaths(ClaimReply reply) {
    reply.died().forEach(task -> died(task.shard(), task.id(), spent(task.attempts())));
  }

  private Mono<Boolean> reported(Report report) {
    return reporting
        .get(home(known(report.shard())))
        .ask(report)
        .map(answer -> happened((Long) answer))
        .doOnNext(held -> when(!held, meters::stale));
  }

  @Override
  public Mono<Boolean> extend(ClaimedTask task, Duration lease) {
    return reported(Report.extended(task, millis(lease)));
  }

  @Override
  public Mono<Boolean> done(ClaimedTask task) {
    return reported(Report.done(task)).doOnNext(held -> when(held, meters::done));
  }

  @Override
  public Mono<Boolean> again(ClaimedTask task, Duration delay, boolean spendsAttempt) {
    int limit = settings.attemptLimit();
    return spendsAttempt && limit > 0 && task.attempt() >= limit
        ? bury(task, spent(task.attempt()))
        : reported(Report.again(task, millis(delay), spendsAttempt))
            .doOnNext(held -> when(held, meters::again));
  }

  @Override
  public Mono<Boolean> handBack(ClaimedTask task) {
    return again(task, Duration.ZERO, false);
  }

  @Override
  public Mono<Boolean> bury(ClaimedTask task, String why) {
    return reported(Report.buried(task))
        .doOnNext(held -> when(held, () -> died(task.shard(), task.id(), why)));
  }

  // By shard on the way out, in the order asked on the way back.
  private <Q extends OnShard> Mono<List<Object>> sent(OnShard.Form<Q> form, List<Q> parts) {
    Collection<List<Integer>> places = byShard(parts);
    Mono<List<Object>> answers =
        places.size() == 1
            ? sentAtOnce(form, parts, places)
            : Mono.defer(() -> sentWhereAllowed(form, parts, places));
    return answers.map(words -> inOrder(words, places));
  }

  private static Collection<List<Integer>> byShard(List<? extends OnShard> parts) {
    Map<Integer, List<Integer>> places = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      places.computeIfAbsent(parts.get(i).shard(), _ -> new ArrayList<>()).add(i);
    }
    return places.values();
  }

  private <Q extends OnShard> Mono<List<Object>> sentWhereAllowed(
      OnShard.Form<Q> form, List<Q> parts, Collection<List<Integer>> places) {
    return together
        ? sentAtOnce(form, parts, places)
            .onErrorResume(this::severalSlots, _ -> sentApart(form, parts, places))
        : sentApart(form, parts, places);
  }

  private <Q extends OnShard> Mono<List<Object>> sentAtOnce(
      OnShard.Form<Q> form, List<Q> parts, Collection<List<Integer>> places) {
    List<String> names = new ArrayList<>();
    List<String> words = new ArrayList<>(List.of(settings.hintChannel(), hintHorizon));
    for (List<Integer> ofShard : places) {
      int shard = parts.get(ofShard.getFirst()).shard();
      names.addAll(keysOf(shard).task());
      words.add(Integer.toString(shard));
      form.wording().write(ofShard.stream().map(parts::get).toList(), words);
    }
    return list(form.script(), names, words);
  }

  // A shard that fails fails its own parts only.
  private <Q extends OnShard> Mono<List<Object>> sentApart(
      OnShard.Form<Q> form, List<Q> parts, Collection<List<Integer>> places) {
    return Flux.fromIterable(places)
        .flatMapSequential(ofShard ->
            sentAtOnce(form, parts, List.of(ofShard))
                .onErrorResume(error -> Mono.just(Collections.nCopies(ofShard.size(), error))))
        .flatMapIterable(answers -> answers)
        .collectList();
  }

  private static List<Object> inOrder(List<Object> words, Collection<List<Integer>> places) {
    Object[] sorted = new Object[words.size()];
    Iterator<Object> each = words.iterator();
    places.forEach(ofShard -> ofShard.forEach(place -> sorted[place] = answer(each.next())));
    return Arrays.asList(sorted);
  }

  // A shard's trouble comes as text in the place of each of its answers.
  private static Object answer(Object word) {
    return word instanceof String trouble ? new RedisCommandExecutionException(trouble) : word;
  }

  @Override
  public Flux<DeadTask> dead(int shard, int limit) {
    return list(dead, keysOf(shard).task(), List.of(Integer.toString(bounded(limit))))
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
    List<String> arguments = new ArrayList<>();
    Collections.addAll(arguments, from, to, Integer.toString(limit), settings.hintChannel());
    Collections.addAll(arguments, Integer.toString(shard), hintHorizon);
    Collections.addAll(arguments, id);
    return number(revive, keysOf(shard).task(), arguments);
  }

  @Override
  public Flux<Integer> hints() {
    return hints;
  }

  @Override
  public Mono<List<String>> heartbeat(String group, String worker, Duration timeToLive) {
    return list(heartbeat, List.of(workersOf(group)), List.of(worker, millis(timeToLive)))
        .map(workers -> workers.stream().map(String::valueOf).toList());
  }

  @Override
  public Mono<Boolean> leave(String group, String worker) {
    return Mono.fromCompletionStage(() -> redis.zrem(workersOf(group), worker))
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

  private int known(int shard) {
    Expect.that(shard >= 0 && shard < keys.size(), "shard", shard, "0 to " + (keys.size() - 1));
    return shard;
  }

  private ShardKeys keysOf(int shard) {
    return keys.get(known(shard));
  }

  private String workersOf(String group) {
    return settings.shardTag().apply(0) + ":" + settings.name() + ":workers:" + group;
  }

  // Rounded up: a task may be late, never early.
  private static String millis(Duration duration) {
    return Long.toString(duration.plusNanos(999_999).toMillis());
  }

  private Mono<Long> number(LuaScript script, List<String> names, List<String> arguments) {
    return run(script, ScriptOutputType.INTEGER, names, arguments);
  }

  private Mono<List<Object>> list(LuaScript script, List<String> names, List<String> arguments) {
    return run(script, ScriptOutputType.MULTI, names, arguments);
  }

  private <T> Mono<T> run(
      LuaScript script, ScriptOutputType type, List<String> names, List<String> arguments) {
    String[] on = names.toArray(String[]::new);
    String[] with = arguments.toArray(String[]::new);
    return Mono.fromCompletionStage(() -> redis.<T>evalsha(script.sha(), type, on, with))
        .onErrorResume(
            RedisNoScriptException.class,
            unseen -> Mono.fromCompletionStage(() -> redis.<T>eval(script.text(), type, on, with)))
        .timeout(settings.replyTimeout());
  }
}
