package io.tollgate.sandbox.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxRedisTest {

  @Test
  void keepsItsDataAndItsPortOverARestart() {
    try (SandboxRedis redis = SandboxRedis.start()) {
      String uri = redis.uri();
      ask(redis, commands -> commands.set("paid", "yes"));

      redis.restart();

      assertThat(redis.uri()).isEqualTo(uri);
      assertThat(ask(redis, commands -> commands.get("paid"))).isEqualTo("yes");
    }
  }

  @Test
  void comesBackAfterBeingKilledWithWhatItHadAcknowledged() {
    try (SandboxRedis redis = SandboxRedis.start()) {
      ask(redis, commands -> commands.set("paid", "yes"));
      long pid = redis.pid();

      redis.kill();
      assertThat(ProcessHandle.of(pid)).isEmpty();
      redis.restart();

      assertThat(ask(redis, commands -> commands.get("paid"))).isEqualTo("yes");
    }
  }

  @Test
  void writesAnAppendOnlyFileOnceASecondAndNoSnapshots() {
    try (SandboxRedis redis = SandboxRedis.start()) {
      assertThat(ask(redis, commands -> commands.configGet("append*")))
          .contains("appendonly=yes", "appendfsync=everysec");
      assertThat(ask(redis, commands -> commands.configGet("save"))).isEqualTo("{save=}");
    }
  }

  @Test
  void servesKeptDataToTheNextServer(@TempDir Path data) {
    try (SandboxRedis first = SandboxRedis.start(data)) {
      ask(first, commands -> commands.set("paid", "yes"));
    }

    try (SandboxRedis second = SandboxRedis.start(data)) {
      assertThat(ask(second, commands -> commands.get("paid"))).isEqualTo("yes");
    }
  }

  @Test
  void removesFreshDataWhenClosed() {
    SandboxRedis redis = SandboxRedis.start();
    String folder = ask(redis, commands -> commands.configGet("dir").get("dir"));
    assertThat(Path.of(folder)).exists();

    redis.close();

    assertThat(Path.of(folder)).doesNotExist();
  }

  @Test
  void endsAServerThatAnEarlierJvmLeftOnTheSameData(@TempDir Path data) throws Exception {
    SandboxRedis leftBehind = SandboxRedis.start(data);
    long pid = leftBehind.pid();

    try (SandboxRedis next = SandboxRedis.start(data)) {
      assertThat(ProcessHandle.of(pid)).isEmpty();
      assertThat(ask(next, commands -> commands.ping())).isEqualTo("PONG");
    }
    leftBehind.close();
    assertThat(Files.exists(data)).isTrue();
  }

  @Test
  void copiesAPrimaryToItsReplica() {
    try (SandboxRedis primary = SandboxRedis.start();
        SandboxRedis replica = SandboxRedis.startReplicaOf(primary)) {
      ask(primary, commands -> commands.set("paid", "yes"));

      String reached =
          ask(
              primary,
              commands -> {
                commands.set("paid", "twice");
                return commands.waitForReplication(1, 10_000);
              });

      assertThat(reached).isEqualTo("1");
      assertThat(ask(replica, commands -> commands.get("paid"))).isEqualTo("twice");
    }
  }

  @Test
  void goesByAClockThatIsSetWhileItRuns() {
    assumeThat(SettableClock.isPossible()).as("libfaketime is installed").isTrue();
    try (SettableClock clock = SettableClock.create();
        SandboxRedis redis = SandboxRedis.startWith(clock)) {
      assertThat(wrongBy(redis)).isBetween(-10L, 10L);

      clock.set(Duration.ofSeconds(-60));
      await().atMost(Duration.ofSeconds(20)).until(() -> Math.abs(wrongBy(redis) + 60) <= 10);
      clock.set(Duration.ofSeconds(60));
      await().atMost(Duration.ofSeconds(20)).until(() -> Math.abs(wrongBy(redis) - 60) <= 10);
    }
  }

  /** In seconds, early ones negative. */
  private static long wrongBy(SandboxRedis redis) {
    String seconds = ask(redis, commands -> commands.time().getFirst());
    return Long.parseLong(seconds) - Instant.now().getEpochSecond();
  }

  @Test
  void stepsAsideForTheServerTheEnvironmentNames() {
    Map<String, String> environment = Map.of("TOLLGATE_REDIS_URI", "redis://10.1.2.3:6380");

    SandboxRedis redis = SandboxRedis.external(environment::get);

    assertThat(redis.uri()).isEqualTo("redis://10.1.2.3:6380");
    assertThat(redis.external()).isTrue();
    assertThatThrownBy(redis::kill).isInstanceOf(IllegalStateException.class);
    redis.close();
    assertThat(SandboxRedis.external(name -> null)).isNull();
  }

  @Test
  void sharesOneServerInAJvm() {
    assertThat(SandboxRedis.shared()).isSameAs(SandboxRedis.shared());
    assertThat(ask(SandboxRedis.shared(), commands -> commands.ping())).isEqualTo("PONG");
  }

  private static String ask(
      SandboxRedis redis, Function<RedisCommands<String, String>, ?> question) {
    try (RedisClient client = RedisClient.create(redis.uri());
        var connection = client.connect()) {
      return String.valueOf(question.apply(connection.sync()));
    }
  }
}
