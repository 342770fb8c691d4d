package io.tollgate.load.queues;

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One process of the contest. It says {@code ready} when it is.
 *
 * <p>A producer then reads one line, {@code <group> <count> <first due, epoch ms> <µs between
 * them>}, schedules these tasks and says how it went, as JSON. A worker works until it is killed
 * and writes {@code S <task> <epoch ms>} to its log when it begins a task, and {@code D} when it
 * has done one that takes time.
 */
@Command(name = "queue-player", hidden = true, description = "A process of the queues' contest.")
public final class PlayerProgram implements Callable<Integer> {

  @Option(names = "--queue", required = true)
  private String queue = "";

  @Option(names = "--redis", required = true)
  private String redis = "";

  @Option(names = "--role", required = true)
  private String role = "";

  @Option(names = "--warm-up", defaultValue = "0")
  private int warmUp;

  @Option(names = "--outstanding", defaultValue = "256")
  private int outstanding;

  @Option(names = "--log")
  private @Nullable Path log;

  @Option(names = "--handling", description = "ms that a task takes", defaultValue = "0")
  private long handling;

  @Option(names = "--concurrency", defaultValue = "256")
  private int concurrency;

  @Option(names = "--lease", description = "in ms", defaultValue = "8000")
  private long lease;

  @Override
  public Integer call() throws IOException, InterruptedException {
    return role.equals("produce") ? produce() : work();
  }

  private Player player(String name) {
    return switch (queue) {
      case "ours" -> new OurQueue(redis, name);
      case "redisson" -> new RedissonQueue(redis, name);
      default -> throw new IllegalArgumentException("--queue: " + queue);
    };
  }

  private int produce() throws IOException {
    schedule(player("warm"), "warm", warmUp, _ -> System.currentTimeMillis() + 3_600_000);
    var player = player("tasks");
    System.out.println("ready");
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var line = input.readLine();
    if (line == null) {
      return 1;
    }
    var words = line.split(" ");
    long first = Long.parseLong(words[2]);
    long micros = Long.parseLong(words[3]);
    System.out.println(
        schedule(
            player,
            words[0],
            Integer.parseInt(words[1]),
            number -> first + number * micros / 1_000));
    return 0;
  }

  private String schedule(Player player, String group, int count, IntToLongFunction dueAt) {
    var failed = new LongAdder();
    long start = System.nanoTime();
    Flux.range(0, count)
        .map(number -> new TaskName(group, number, dueAt.applyAsLong(number)))
        .flatMap(
            task ->
                player
                    .schedule(task, fromNow(task))
                    .onErrorResume(error -> Mono.fromRunnable(failed::increment)),
            outstanding)
        .blockLast();
    return "{\"failed\":%d,\"millis\":%.1f}"
        .formatted(failed.sum(), (System.nanoTime() - start) / 1e6);
  }

  private static Duration fromNow(TaskName task) {
    return Duration.ofMillis(Math.max(1, task.dueMillis() - System.currentTimeMillis()));
  }

  private int work() throws IOException, InterruptedException {
    if (log == null) {
      throw new IllegalArgumentException("--log is missing");
    }
    // Written through at once, so that a killed worker leaves what it did.
    try (var file = new FileOutputStream(log.toFile(), true)) {
      player("tasks").work(task -> handle(file, task), concurrency, Duration.ofMillis(lease));
      System.out.println("ready");
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private Mono<Void> handle(OutputStream file, String task) {
    write(file, "S", task);
    return handling == 0
        ? Mono.empty()
        : Mono.delay(Duration.ofMillis(handling)).doOnNext(_ -> write(file, "D", task)).then();
  }

  private static void write(OutputStream file, String what, String task) {
    var line = what + ' ' + task + ' ' + System.currentTimeMillis() + '\n';
    try {
      file.write(line.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
