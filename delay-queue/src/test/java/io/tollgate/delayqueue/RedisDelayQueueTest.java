package io.tollgate.delayqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.sandbox.servers.SandboxRedis;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisDelayQueueTest extends DelayQueueContract {

  private static RedisClient client;
  private static StatefulRedisConnection<String, String> connection;

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
}
