package io.tollgate.load.queues;

import io.tollgate.load.rig.ProcessCpu;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The processes of one contestant. */
final class Processes {

  private Processes() {}

  /** A worker at work. */
  record Worker(Process process, TaskLog log) implements AutoCloseable {

    /** Starts one and waits until it is ready. */
    static Worker start(Contestant contestant, String redis, String name, Plan plan, int handling) {
      var file = Contestant.folder().resolve(contestant.wireName() + "-" + name + ".log");
      delete(file);
      var process =
          contestant.start(
              List.of(
                  "--redis=" + redis,
                  "--role=work",
                  "--log=" + file,
                  "--handling=" + handling,
                  "--concurrency=" + plan.concurrency(),
                  "--lease=" + plan.leaseMillis()));
      awaitReady(process, output(process));
      return new Worker(process, new TaskLog(file));
    }

    long cpuMillis() {
      return ProcessCpu.millis(process.pid());
    }

    /** Ends it as a crash would; answers when it has. */
    long kill() throws InterruptedException {
      process.destroyForcibly();
      long at = System.currentTimeMillis();
      process.waitFor();
      return at;
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /** A producer that is ready to schedule. */
  record Producer(Process process, BufferedReader lines) implements AutoCloseable {

    static Producer start(Contestant contestant, String redis, Plan plan) {
      var process =
          contestant.start(
              List.of(
                  "--redis=" + redis,
                  "--role=produce",
                  "--warm-up=" + plan.warmUp(),
                  "--outstanding=" + plan.concurrency()));
      var lines = output(process);
      awaitReady(process, lines);
      return new Producer(process, lines);
    }

    /** Schedules tasks; answers when Redis has them all. */
    Scheduled schedule(Tasks tasks) {
      try {
        var line =
            "%s %d %d %d%n"
                .formatted(
                    tasks.group(), tasks.count(), tasks.firstDueMillis(), tasks.microsBetween());
        process.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
        var answer = lines.readLine();
        if (answer == null) {
          throw new IllegalStateException("a producer died; see " + Contestant.folder());
        }
        JsonNode json = JsonMapper.shared().readTree(answer);
        return new Scheduled(
            tasks.count() - json.get("failed").asInt(), json.get("millis").asDouble());
      } catch (IOException failure) {
        throw new UncheckedIOException("a producer died; see " + Contestant.folder(), failure);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /**
   * What to schedule.
   *
   * @param firstDueMillis since the epoch
   */
  record Tasks(String group, int count, long firstDueMillis, long microsBetween) {}

  /** What was acknowledged, and how long all of it took. */
  record Scheduled(int acknowledged, double millis) {}

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void awaitReady(Process process, BufferedReader lines) {
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("ready")) {
          return;
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    process.destroyForcibly();
    throw new IllegalStateException("a player did not get ready; see " + Contestant.folder());
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
