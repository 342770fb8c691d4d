package io.tollgate.delayqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.delayqueue.DelayWorkerSettings.Pace;
import io.tollgate.sandbox.servers.SandboxRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Workers over a Redis of their own that may be killed. */
@Timeout(120)
class DelayWorkerOnRedisTest {

  private static final Duration ENOUGH = Duration.ofSeconds(60);

  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final DelayQueueSettings settings = DelayQueueSettings.standard();
  private final DelayWorkerSettings working =
      DelayWorkerSettings.standard().leasing(Duration.ofSeconds(2));

  private final Map<String, AtomicInteger> handled = new ConcurrentHashMap<>();
  private final List<DelayWorker> workers = new ArrayList<>();
  private final List<RedisClient> clients = new ArrayList<>();
  private SandboxRedis redis;

  @BeforeEach
  void startRedis() {
    redis = SandboxRedis.start();
  }

  @AfterEach
  void stopAll() {
    Flux.fromIterable(workers).flatMap(each -> each.stop(Duration.ZERO)).blockLast(ENOUGH);
    clients.forEach(RedisClient::shutdown);
    redis.close();
  }

  // A client of its own, as each process has.
  private DelayQueue queue() {
    RedisClient client = RedisClient.create(redis.uri());
    clients.add(client);
    StatefulRedisConnection<String, String> connection = client.connect();
    return DelayQueue.over(
        connection.async(),
        () -> client.connectPubSubAsync(StringCodec.UTF8, RedisURI.create(redis.uri())),
        settings,
        meters);
  }

  private DelayWorker started(DelayQueue queue, TaskHandler handler) {
    DelayWorker worker = DelayWorker.on(queue, handler, working, meters);
    workers.add(worker);
    worker.start();
    return worker;
  }

  private Mono<Verdict> note(ClaimedTask task) {
    handled.computeIfAbsent(task.id(), id -> new AtomicInteger()).incrementAndGet();
    return Mono.just(new Verdict.Done());
  }

  private void schedule(DelayQueue queue, int count, Duration within) {
    Flux.range(0, count)
        .map(i -> DelayedTask.of(i % queue.shards(), "t" + i, upTo(within)))
        .flatMap(queue::schedule, 256)
        .blockLast(ENOUGH);
  }

  private static Duration upTo(Duration most) {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most.toMillis() + 1));
  }

  private double count(String what) {
    return meters.get("tollgate.delayqueue." + what).counter().count();
  }

  private double errors() {
    return meters.find("tollgate.delayqueue.errors").counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  @Test
  void handlesTenThousandTasksOnceEachWithThreeWorkers() {
    DelayQueue queue = queue();
    for (int i = 0; i < 3; i++) {
      started(queue(), this::note);
    }

    schedule(queue, 10_000, Duration.ofSeconds(3));
    await().atMost(ENOUGH).until(() -> count("done") == 10_000);

    assertThat(handled).hasSize(10_000);
    assertThat(handled.values()).allMatch(times -> times.get() == 1);
    assertThat(errors()).isZero();
    System.out.printf(
        "lateness: mean %.1f ms, max %.0f ms%n",
        meters.get("tollgate.delayqueue.lateness").timer().mean(TimeUnit.MILLISECONDS),
        meters.get("tollgate.delayqueue.lateness").timer().max(TimeUnit.MILLISECONDS));
  }

  @Test
  void handlesAFreshTaskLongBeforeTheNextPoll() {
    DelayQueue queue = queue();
    DelayWorkerSettings slow =
        working.looking(new Pace(Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(1)));
    DelayWorker worker = DelayWorker.on(queue, this::note, slow, meters);
    workers.add(worker);
    worker.start();

    await()
        .until(() -> {
          // Repeated, because a hint given before the worker listens is lost.
          schedule(queue, 1, Duration.ZERO);
          return !handled.isEmpty();
        });
  }

  @Test
  void takesOverTheTasksOfAWorkerThatDied() {
    DelayQueue queue = queue();
    DelayQueue dying = queue();
    schedule(queue, 64, Duration.ZERO);
    IntStream.range(0, 64)
        .forEach(shard -> dying.claim(shard, 10, Duration.ofSeconds(2)).block(ENOUGH));
    long before = System.nanoTime();

    started(queue, this::note);
    await().atMost(ENOUGH).until(() -> handled.size() == 64);

    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(4));
  }

  @Test
  void losesNoTaskWhenRedisIsKilledInMidWork() {
    DelayQueue queue = queue();
    for (int i = 0; i < 2; i++) {
      started(
          queue(), task -> Mono.delay(Duration.ofMillis(20)).then(Mono.defer(() -> note(task))));
    }
    schedule(queue, 4_000, Duration.ofSeconds(3));
    await().atMost(ENOUGH).until(() -> handled.size() > 1_000);

    redis.kill();
    await().until(() -> errors() > 0);
    redis.restart();

    await().atMost(ENOUGH).until(() -> handled.size() == 4_000);
    try (StatefulRedisConnection<String, String> raw = clients.getFirst().connect()) {
      await()
          .atMost(ENOUGH)
          .until(() -> raw.sync().keys("*:due*").stream().allMatch(this::fleeting));
    }
    System.out.println(
        "handled twice: " + handled.values().stream().filter(times -> times.get() > 1).count());
  }

  // The list of workers stays while they live, a claim's memory while its lease lasts.
  private boolean fleeting(String key) {
    return key.contains(":workers:") || key.contains(":claim:");
  }

  @Test
  void handsItsTasksToOthersWhenStopped() {
    DelayQueue queue = queue();
    DelayWorker leaving = started(queue(), task -> Mono.never());
    schedule(queue, 100, Duration.ZERO);
    await().until(() -> count("claimed") >= 100);
    started(queue, this::note);

    leaving.stop(Duration.ofMillis(100)).block(ENOUGH);

    await().atMost(Duration.ofSeconds(1)).until(() -> handled.size() == 100);
    assertThat(handled.values()).allMatch(times -> times.get() == 1);
  }

  @Test
  void keepsWorkersOfDifferentProcessesFromTheSameTask() {
    String id = UUID.randomUUID().toString();
    DelayQueue queue = queue();
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      started(
          queue(),
          task ->
              Mono.defer(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                // Longer than the lease, which is extended meanwhile.
                return Mono.delay(Duration.ofSeconds(5))
                    .doOnNext(tick -> running.decrementAndGet())
                    .then(note(task));
              }));
    }

    queue.schedule(DelayedTask.of(7, id, Duration.ZERO)).block(ENOUGH);

    await().atMost(ENOUGH).until(() -> count("done") == 1);
    assertThat(most).hasValue(1);
    assertThat(handled.get(id)).hasValue(1);
  }
}
