package io.tollgate.load.drill;

import io.tollgate.load.drill.Needs.Trait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** What goes wrong with the hot store. */
final class RedisDrills {

  private RedisDrills() {}

  static List<Drill> all() {
    return List.of(
        new Played(
            "F6",
            "Redis killed and restarted",
            Needs.NOTHING.with(Trait.QUICK_WATCH),
            RedisDrills::killed),
        new Played(
            "F9", "Redis emptied", Needs.NOTHING.with(Trait.SECOND_COPY), RedisDrills::emptied),
        new Played(
            "F10",
            "Redis clock a minute ahead, and behind",
            Needs.NOTHING.with(Trait.REDIS_CLOCK),
            RedisDrills::wrongClock),
        new Played("F11", "slow disk under Redis", Needs.NOTHING, RedisDrills::slowDisk),
        new Played("F12", "Redis full", Needs.NOTHING.with(Trait.QUICK_WATCH), RedisDrills::full),
        new Played("F13", "scripts flushed", Needs.NOTHING, RedisDrills::scriptsFlushed),
        new Played("F17", "poison in the stream", Needs.NOTHING, RedisDrills::poison));
  }

  private static void killed(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    for (int kill = 0; kill < 2; kill++) {
      scene.runBetween(1_000, 3_000);
      scene.mark("Redis killed");
      scene.world().bed().redis().kill();
      scene.runBetween(500, 3_000);
      scene.world().bed().redis().restart();
      scene.mark("Redis ready again");
    }
    scene.runBetween(3_000, 4_000);
  }

  private static void emptied(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    scene.runBetween(2_000, 4_000);
    scene.mark("FLUSHALL");
    scene.redis().flushall();
    scene.runBetween(3_000, 5_000);
  }

  /** As when a server's clock is set, or another server with another clock takes over. */
  private static void wrongClock(Scene scene) throws InterruptedException {
    var clock = scene.world().redisClock();
    scene.undoLater(() -> clock.set(Duration.ZERO));
    scene.shopWell(Shopping.usual());
    for (int seconds : List.of(60, 0, -60, 0)) {
      scene.mark(seconds == 0 ? "clock right" : "clock wrong by %+d s".formatted(seconds));
      clock.set(Duration.ofSeconds(seconds));
      scene.runBetween(5_000, 7_000);
    }
  }

  /** Writes and syncs on the same disk as fast as it goes, while Redis syncs every write. */
  private static void slowDisk(Scene scene) throws InterruptedException {
    var stopped = new AtomicBoolean();
    scene.shopWell(Shopping.usual());
    scene.redis().configSet("appendfsync", "always");
    scene.undoLater(() -> scene.redis().configSet("appendfsync", "everysec"));
    scene.mark("disk busy");
    var writers =
        List.of(
            Thread.ofPlatform().start(() -> keepBusy(scene, 0, stopped)),
            Thread.ofPlatform().start(() -> keepBusy(scene, 1, stopped)));
    scene.run(scene.options().outage());
    stopped.set(true);
    for (var writer : writers) {
      writer.join();
    }
    scene.mark("disk quiet");
    scene.runBetween(1_000, 2_000);
  }

  private static void keepBusy(Scene scene, int number, AtomicBoolean stopped) {
    Path file = scene.world().bed().folder().resolve("busy-" + number);
    var block = ByteBuffer.allocateDirect(8 << 20);
    try (var out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int round = 0; !stopped.get(); round++) {
        out.write(block.rewind(), (long) (round % 8) * block.capacity());
        out.force(true);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      delete(file);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void full(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    scene.mark("no more memory");
    scene.redis().configSet("maxmemory", "1mb");
    scene.undoLater(() -> scene.redis().configSet("maxmemory", "0"));
    scene.run(scene.options().outage().dividedBy(2));
    scene.redis().configSet("maxmemory", "0");
    scene.mark("memory again");
    scene.runBetween(3_000, 4_000);
  }

  private static void scriptsFlushed(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    scene.mark("SCRIPT FLUSH, again and again");
    for (int flush = 0; flush < 40; flush++) {
      scene.redis().scriptFlush();
      scene.runBetween(50, 350);
    }
  }

  /** Entries that nobody can read, in the logs of many shards, among good ones. */
  private static void poison(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    scene.mark("poison");
    for (int entry = 0; entry < 20; entry++) {
      var log = "{p:%02d}:log".formatted(scene.random().nextInt(64));
      var parkedAt = log + ":parked";
      long before = scene.redis().exists(parkedAt) > 0 ? scene.redis().xlen(parkedAt) : 0;
      scene.redis().xadd(log, poisoned(scene.random().nextInt(4)));
      if (entry == 0) {
        scene.await(
            "the poison to be parked",
            Duration.ofSeconds(60),
            () -> scene.redis().exists(parkedAt) > 0 && scene.redis().xlen(parkedAt) > before);
      }
      scene.runBetween(50, 300);
    }
    scene.runBetween(2_000, 3_000);
  }

  private static Map<String, String> poisoned(int kind) {
    return switch (kind) {
      case 0 -> Map.of("id", "pay_poison", "v", "1", "s", "this is no payment");
      case 1 -> Map.of("id", "pay_poison", "v", "one", "s", "{}");
      case 2 -> Map.of("nothing", "known");
      default ->
          Map.of("id", "pay_poison", "v", "1", "s", "{\"format\":9999,\"id\":\"pay_poison\"}");
    };
  }
}
