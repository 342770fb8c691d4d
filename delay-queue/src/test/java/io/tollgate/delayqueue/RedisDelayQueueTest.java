package io.tollgate.delayqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.sandbox.servers.SandboxRedis;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class RedisDelayQueueTest extends DelayQueueContract {

  private static RedisClient client;
  private static StatefulRedisConnection<String, String> connection;

  private static final List<Integer> SHARDS = List.of(0, 1, 2, 3, 4, 5, 6, 7);

  private final String name = "due-" + UUID.randomUUID();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @BeforeAll
  static void connect() {
    client = RedisClient.create(SandboxRedis.shared().uri());
    connection = client.connect();
  }

  @AfterAll
  static void disconnect() {
    client.shutdown();
  }

  @Override
  DelayQueue queue(int attemptLimit) {
    DelayQueueSettings settings = DelayQueueSettings.standard().named(name).limitedTo(attemptLimit);
    return DelayQueue.over(connection.async(), settings, meters);
  }

  private static RedisCommands<String, String> raw() {
    return connection.sync();
  }

  private String key(String suffix) {
    return "{p:00}:" + name + suffix;
  }

  private static double redisMillis() {
    return 1000.0 * Long.parseLong(raw().time().getFirst());
  }

  @Test
  void handlesATaskAForeignScriptCreated() {
    DelayQueue queue = queue(0);
    raw().zadd(key(""), redisMillis(), "foreign");

    ClaimedTask task = claimOne(queue, 0);

    assertThat(task.id()).isEqualTo("foreign");
    assertThat(task.body()).isEmpty();
    assertThat(get(queue.done(task))).isTrue();
    assertThat(raw().exists(key(""), key(":lease"), key(":body"))).isZero();
  }

  @Test
  void findsItsClaimStaleWhenAForeignScriptMovedTheTask() {
    DelayQueue queue = queue(0);
    get(queue.schedule(new DelayedTask(0, "a", "body", Duration.ZERO)));
    ClaimedTask old = claimOne(queue, 0);

    double moved = redisMillis() + 3_600_000;
    raw().zadd(key(""), moved, "a");
    raw().hdel(key(":lease"), "a");

    assertStale(queue, old);
    assertThat(raw().zscore(key(""), "a")).isEqualTo(moved);

    raw().zadd(key(""), redisMillis(), "a");
    ClaimedTask next = claimOne(queue, 0);
    assertStale(queue, old);
    assertThat(next.attempt()).isEqualTo(1);
    assertThat(next.body()).isEqualTo("body");
    assertThat(get(queue.done(next))).isTrue();
  }

  @Test
  void findsItsClaimStaleWhenAForeignScriptDroppedTheTask() {
    DelayQueue queue = queue(0);
    get(queue.schedule(new DelayedTask(0, "a", "body", Duration.ZERO)));
    ClaimedTask old = claimOne(queue, 0);

    raw().zrem(key(""), "a");
    raw().hdel(key(":lease"), "a");
    raw().hdel(key(":body"), "a");

    assertStale(queue, old);
    assertThat(raw().exists(key(""), key(":lease"), key(":body"), key(":dead"))).isZero();
  }

  @Test
  void doesNotBringBackATaskAForeignScriptDroppedCarelessly() {
    DelayQueue queue = queue(0);
    get(queue.schedule(now(0, "a")));
    ClaimedTask old = claimOne(queue, 0);

    raw().zrem(key(""), "a");

    assertStale(queue, old);
    assertThat(raw().exists(key(""))).isZero();
  }

  @Test
  void bringsADeadTaskBackToLifeWhenAForeignScriptCreatesIt() {
    DelayQueue queue = queue(0);
    get(queue.schedule(now(0, "a")));
    get(queue.bury(claimOne(queue, 0), "hopeless"));

    raw().zadd(key(""), redisMillis(), "a");

    assertThat(claimOne(queue, 0).attempt()).isEqualTo(1);
    assertThat(raw().exists(key(":dead"))).isZero();
  }

  @Test
  void leavesNothingBehind() {
    DelayQueue queue = queue(0);
    get(queue.schedule(new DelayedTask(0, "a", "body", Duration.ZERO)));
    ClaimedTask task = get(queue.claim(0, 1, SHORT)).tasks().getFirst();
    get(queue.done(task));

    await().until(() -> raw().keys("*" + name + "*").isEmpty());
  }

  @Test
  void survivesTheLossOfRedisScripts() {
    DelayQueue queue = queue(0);
    get(queue.schedule(now(0, "a")));
    raw().scriptFlush();

    ClaimedTask task = claimOne(queue, 0);
    raw().scriptFlush();

    assertThat(get(queue.done(task))).isTrue();
  }

  @Test
  void changesNothingWhenAReportIsSentTwice() {
    DelayQueue queue = queue(3);
    get(queue.schedule(now(0, "a")));
    ClaimedTask task = claimOne(queue, 0);

    assertThat(get(queue.again(task, LONG, true))).isTrue();
    Double due = raw().zscore(key(""), "a");
    String lease = raw().hget(key(":lease"), "a");
    assertStale(queue, task);

    assertThat(raw().zscore(key(""), "a")).isEqualTo(due);
    assertThat(raw().hget(key(":lease"), "a")).isEqualTo(lease).isEqualTo("1:");
  }

  @Test
  void forgetsAClaimsReplyWithItsLease() {
    DelayQueue queue = queue(0);
    get(queue.schedule(now(0, "a")));
    var claim = queue.claim(0, 1, SHORT);
    ClaimedTask first = get(claim).tasks().getFirst();
    ClaimedTask other = claimOne(queue(0), 0);

    assertThat(get(claim).tasks()).isEmpty();
    assertThat(get(queue.done(first))).isFalse();
    assertThat(get(queue.done(other))).isTrue();
  }

  @Test
  void neverReusesATokenAcrossClaimants() {
    get(queue(0).schedule(now(0, "a")));
    ClaimedTask one = claimOne(queue(0), 0);
    get(queue(0).handBack(one));
    ClaimedTask two = claimOne(queue(0), 0);

    assertThat(one.token()).isNotEqualTo(two.token());
  }

  @Test
  void countsWhatHappens() {
    DelayQueue queue = queue(1);
    get(queue.schedule(now(0, "a")));
    get(queue.again(claimOne(queue, 0), Duration.ZERO, false));
    get(queue.again(claimOne(queue, 0), Duration.ZERO, true));
    get(queue.schedule(now(0, "b")));
    ClaimedTask task = claimOne(queue, 0);
    get(queue.done(task));
    get(queue.done(task));

    assertThat(count("claimed")).isEqualTo(3);
    assertThat(count("again")).isEqualTo(1);
    assertThat(count("dead")).isEqualTo(1);
    assertThat(count("done")).isEqualTo(1);
    assertThat(count("stale")).isEqualTo(1);
    assertThat(meters.get("tollgate.delayqueue.lateness").timer().count()).isEqualTo(3);
  }

  private double count(String what) {
    return meters.get("tollgate.delayqueue." + what).tag("queue", name).counter().count();
  }

  private List<ClaimedTask> claimed(DelayQueue queue, int count) {
    Flux.range(0, count)
        .flatMap(i -> queue.schedule(now(i % 8, "t" + i)), count)
        .blockLast(Duration.ofSeconds(10));
    List<ClaimedTask> tasks = get(queue.claim(SHARDS, count, LONG)).tasks();
    assertThat(tasks).hasSize(count);
    return tasks;
  }

  private static long scriptsRun() {
    return raw()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_evalsha:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+),.*", "$1")))
        .sum();
  }

  @Test
  void schedulesClaimsAndReportsManyTasksOfManyShardsInFewScripts() {
    DelayQueue queue = queue(0);
    claimed(queue, 100).forEach(task -> get(queue.done(task)));
    long before = scriptsRun();

    List<ClaimedTask> tasks = claimed(queue, 100);
    Flux.fromIterable(tasks).flatMap(queue::done, 100).blockLast(Duration.ofSeconds(10));

    // One for the first of each kind and a few for the rest, by how quick this machine is; and one
    // claim.
    assertThat(scriptsRun() - before).isBetween(3L, 50L);
    assertThat(raw().exists(key(""), key(":lease"))).isZero();
  }

  @Test
  void tellsEachReportOfOneScriptItsOwnAnswer() {
    DelayQueue queue = queue(2);
    List<ClaimedTask> tasks = claimed(queue, 40);
    List<ClaimedTask> stale = tasks.subList(20, 40);
    stale.forEach(task -> get(queue.schedule(DelayedTask.of(task.shard(), task.id(), LONG))));

    List<Boolean> answers =
        Flux.fromIterable(tasks)
            .flatMapSequential(
                task ->
                    switch (tasks.indexOf(task) % 4) {
                      case 0 -> queue.done(task);
                      case 1 -> queue.again(task, LONG, true);
                      case 2 -> queue.extend(task, LONG);
                      default -> queue.bury(task, "by design");
                    },
                40)
            .collectList()
            .block(Duration.ofSeconds(10));

    assertThat(answers.subList(0, 20)).containsOnly(true);
    assertThat(answers.subList(20, 40)).containsOnly(false);
    assertThat(get(queue.dead(100).collectList())).hasSize(5);
    assertThat(count("stale")).isEqualTo(20);
  }

  @Test
  void acceptsOnlyOneOfTwoReportsInOneScript() {
    DelayQueue queue = queue(0);
    List<ClaimedTask> tasks = claimed(queue, 20);

    List<Boolean> done =
        Flux.fromIterable(tasks.subList(0, 10))
            .flatMapSequential(task -> Flux.merge(queue.done(task), queue.done(task)), 40)
            .collectList()
            .block(Duration.ofSeconds(10));
    List<Boolean> again =
        Flux.fromIterable(tasks.subList(10, 20))
            .flatMapSequential(
                task -> Flux.merge(queue.again(task, LONG, true), queue.handBack(task)), 40)
            .collectList()
            .block(Duration.ofSeconds(10));

    assertThat(done).filteredOn(accepted -> accepted).hasSize(10);
    assertThat(again).filteredOn(accepted -> accepted).hasSize(10);
  }

  @Test
  void dropsTheBodiesOfThoseDoneAndNoOthers() {
    DelayQueue queue = queue(0);
    for (int i = 0; i < 10; i++) {
      get(queue.schedule(new DelayedTask(0, "t" + i, i % 2 == 0 ? "body" : "", Duration.ZERO)));
    }
    List<ClaimedTask> tasks = claim(queue, 0);

    Flux.fromIterable(tasks.subList(0, 5)).flatMap(queue::done).blockLast(Duration.ofSeconds(10));

    List<String> left =
        tasks.subList(5, 10).stream()
            .filter(task -> !task.body().isEmpty())
            .map(ClaimedTask::id)
            .toList();
    assertThat(raw().hkeys(key(":body"))).containsExactlyInAnyOrderElementsOf(left);
  }

  @Test
  void keepsAShardInTroubleFromTroublingOthers() {
    DelayQueue queue = queue(0);
    get(queue.schedule(now(1, "a")));
    raw().set(key(""), "not what it should be");

    Claims claims = get(queue.claim(List.of(0, 1, 2), 10, LONG));

    assertThat(claims.failed()).containsOnlyKeys(0);
    assertThat(claims.failed().get(0)).hasMessageContaining("WRONGTYPE");
    assertThat(claims.answered()).containsOnlyKeys(1, 2);
    ClaimedTask task = claims.tasks().getFirst();
    ClaimedTask lost = new ClaimedTask(0, "b", "", task.token(), 1, Duration.ZERO);
    raw().hset(key(":lease"), "b", "1:" + task.token());
    List<String> reports =
        Flux.range(0, 20)
            .flatMapSequential(
                i ->
                    (i % 2 == 0 ? queue.extend(task, LONG) : queue.done(lost))
                        .map(String::valueOf)
                        .onErrorResume(error -> Mono.just(error.getMessage().substring(0, 9))),
                20)
            .collectList()
            .block(Duration.ofSeconds(10));
    assertThat(reports).filteredOn("true"::equals).hasSize(10);
    assertThat(reports).filteredOn("WRONGTYPE"::equals).hasSize(10);
    raw().del(key(""), key(":lease"));
  }

  @Test
  void claimsNoMoreThanTheCountFromAllShardsTogether() {
    DelayQueue queue = queue(0);
    for (int shard = 0; shard < 4; shard++) {
      for (int i = 0; i < 3; i++) {
        get(queue.schedule(now(shard, "t" + i)));
      }
    }
    Mono<Claims> claim = queue.claim(List.of(3, 1, 0), 5, LONG);

    Claims first = get(claim);

    assertThat(first.answered()).containsOnlyKeys(3, 1);
    assertThat(first.answered().get(3).tasks()).hasSize(3);
    assertThat(first.answered().get(1).tasks()).hasSize(2);
    assertThat(first.answered().get(1).moreIsDue()).isTrue();
    assertThat(get(claim).tasks()).isEqualTo(first.tasks());
    assertThat(get(queue.claim(List.of(0, 1, 2, 3), 100, LONG)).tasks()).hasSize(7);
  }
}
