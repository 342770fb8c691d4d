package io.tollgate.delayqueue;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.sandbox.servers.SandboxRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/**
 * Leads Redis and the in-memory model through the same random history and compares every answer.
 */
class RandomHistoryTest {

  private static final int ATTEMPT_LIMIT = 3;
  private static final int STEPS = 3_000;
  private static final int IDS = 12;
  private static final Duration LONG = Duration.ofHours(1);

  private static RedisClient client;
  private static StatefulRedisConnection<String, String> connection;

  private final String name = "due-" + UUID.randomUUID();
  private final DelayQueue real =
      DelayQueue.over(
          connection.async(),
          DelayQueueSettings.standard().named(name).limitedTo(ATTEMPT_LIMIT),
          new SimpleMeterRegistry());
  private final InMemoryDelayQueue model =
      new InMemoryDelayQueue(64, ATTEMPT_LIMIT, System::currentTimeMillis);

  /** Claims of one task, as each side issued it; kept after they went stale, to be used again. */
  private record Claimed(ClaimedTask real, ClaimedTask model) {}

  private final List<Claimed> claims = new ArrayList<>();

  @BeforeAll
  static void connect() {
    client = RedisClient.create(SandboxRedis.shared().uri());
    connection = client.connect();
  }

  @AfterAll
  static void disconnect() {
    client.shutdown();
  }

  @Test
  void doesWhatTheModelDoes() {
    long seed = Long.getLong("tollgate.seed", ThreadLocalRandom.current().nextLong());
    System.out.println("RandomHistoryTest seed " + seed + " (-Dtollgate.seed)");
    Random random = new Random(seed);

    Map<String, Integer> steps = new TreeMap<>();
    for (int step = 0; step < STEPS; step++) {
      String what = step(random);
      steps.merge(what, 1, Integer::sum);
      assertThat(state(real)).as("seed %s, step %s: %s", seed, step, what).isEqualTo(state(model));
    }
    assertThat(steps).hasSize(10);
  }

  private String step(Random random) {
    int choice = random.nextInt(10);
    String id = "t" + random.nextInt(IDS);
    Duration delay = random.nextInt(3) == 0 ? LONG : Duration.ZERO;
    return switch (choice) {
      case 0 -> {
        String body = random.nextBoolean() ? "" : "body " + random.nextInt(100);
        same(queue -> queue.schedule(new DelayedTask(0, id, body, delay)));
        yield "schedule";
      }
      case 1, 2 -> {
        claim();
        yield "claim";
      }
      case 3 -> {
        report(random, DelayQueue::done);
        yield "done";
      }
      case 4 -> {
        boolean spends = random.nextBoolean();
        report(random, (queue, task) -> queue.again(task, delay, spends));
        yield "again";
      }
      case 5 -> {
        report(random, DelayQueue::handBack);
        yield "hand back";
      }
      case 6 -> {
        report(random, (queue, task) -> queue.extend(task, LONG));
        yield "extend";
      }
      case 7 -> {
        connection.sync().zadd(key(""), io.lettuce.core.ZAddArgs.Builder.xx(), 0, id);
        model.expire(0, id);
        yield "crash";
      }
      case 8 -> random.nextBoolean() ? cancel(id) : bury(random);
      default -> {
        same(queue -> queue.revive(0, id));
        yield "revive";
      }
    };
  }

  private String cancel(String id) {
    same(queue -> queue.cancel(0, id));
    return "cancel";
  }

  private String bury(Random random) {
    report(random, (queue, task) -> queue.bury(task, "by chance"));
    return "bury";
  }

  private interface Call {
    Mono<Boolean> on(DelayQueue queue);
  }

  private interface Report {
    Mono<Boolean> of(DelayQueue queue, ClaimedTask task);
  }

  private void same(Call call) {
    assertThat(call.on(real).block()).isEqualTo(call.on(model).block());
  }

  private void report(Random random, Report report) {
    if (claims.isEmpty()) {
      return;
    }
    Claimed claimed = claims.get(random.nextInt(claims.size()));
    assertThat(report.of(real, claimed.real()).block())
        .isEqualTo(report.of(model, claimed.model()).block());
  }

  private void claim() {
    Map<String, ClaimedTask> byModel = new HashMap<>();
    model.claim(0, 100, LONG).block().tasks().forEach(task -> byModel.put(task.id(), task));
    List<ClaimedTask> byRedis = real.claim(0, 100, LONG).block().tasks();
    assertThat(byRedis).hasSameSizeAs(byModel.keySet());
    for (ClaimedTask task : byRedis) {
      ClaimedTask other = byModel.get(task.id());
      assertThat(other).isNotNull();
      assertThat(task.body()).isEqualTo(other.body());
      assertThat(task.attempt()).isEqualTo(other.attempt());
      claims.add(new Claimed(task, other));
    }
    if (claims.size() > 2 * IDS) {
      claims.subList(0, claims.size() - 2 * IDS).clear();
    }
  }

  private record State(List<String> waiting, List<String> dead) {}

  private State state(DelayQueue queue) {
    List<String> waiting =
        queue == model
            ? List.copyOf(model.ids())
            : connection.sync().zrange(key(""), 0, -1).stream().sorted().toList();
    List<String> dead =
        queue.dead(0, 100).map(task -> task.id() + "=" + task.body()).sort().collectList().block();
    return new State(waiting, dead);
  }

  private String key(String suffix) {
    return "{p:00}:" + name + suffix;
  }
}
