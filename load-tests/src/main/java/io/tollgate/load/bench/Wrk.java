package io.tollgate.load.bench;

import io.tollgate.load.rig.CheckoutRequests;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** The load: wrk, in a process of its own, sending requests that were signed beforehand. */
final class Wrk {

  private static final String MISSING =
      "wrk is needed and was not found; Debian has it: apt-get install wrk";

  private final Path folder;
  private final Path script;
  private int runs;

  Wrk(Path folder) {
    this.folder = folder;
    this.script = folder.resolve("requests.lua");
    try (var text = Wrk.class.getResourceAsStream("requests.lua")) {
      Files.write(script, Objects.requireNonNull(text).readAllBytes());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * What came of a run.
   *
   * @param requests that were answered, whatever the answer
   * @param micros that the run took
   * @param refused answers of 400 and above
   * @param broken connections that failed, and answers that did not come
   * @param p50 of latency, µs
   * @param p99 of latency, µs
   * @param max of latency, µs
   */
  record Outcome(
      long requests, long micros, long refused, long broken, long p50, long p99, long max) {

    double perSecond() {
      return requests * 1e6 / micros;
    }
  }

  /**
   * Signs requests for a run. Signatures are good for five minutes.
   *
   * @param ports of the loopback address; each has a thread and its share of the connections
   * @param perSecond most payments a second that may come
   */
  Load prepared(List<Integer> ports, int seconds, int perSecond) {
    int count = (seconds + 1) * share(perSecond, ports.size());
    var targets = new ArrayList<Target>();
    for (int port : ports) {
      var target = new Target(port, folder.resolve("requests-%d.bin".formatted(targets.size())));
      prepare(target.requests, port, count);
      targets.add(target);
    }
    return (connections, pauseMillis) -> run(targets, connections, pauseMillis, seconds);
  }

  /** Of several gateways one may be twice as quick as the others. */
  static int share(int perSecond, int gateways) {
    return gateways == 1 ? perSecond : perSecond * 2 / gateways;
  }

  private record Target(int port, Path requests) {}

  /** A run that is ready to start. */
  interface Load {
    /** Pays as fast as the connections, and their pauses, allow. */
    Outcome run(int connections, int pauseMillis) throws InterruptedException;
  }

  private Outcome run(List<Target> targets, int connections, int pauseMillis, int seconds)
      throws InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                "wrk",
                "--threads=" + targets.size(),
                "--connections=" + connections,
                "--duration=" + seconds + "s",
                "--timeout=30s",
                "--script=" + script,
                "http://127.0.0.1:" + targets.getFirst().port,
                "--"));
    for (var target : targets) {
      command.add(String.valueOf(target.port));
      command.add(target.requests.toString());
    }
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("PAUSE_MILLIS", String.valueOf(pauseMillis));
      var process = builder.start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("wrk failed:\n" + output);
      }
      return outcome(output);
    } catch (IOException missing) {
      throw new UncheckedIOException(MISSING, missing);
    }
  }

  private static Outcome outcome(String output) {
    return output
        .lines()
        .filter(line -> line.startsWith("{"))
        .findFirst()
        .map(line -> JsonMapper.shared().readValue(line, Outcome.class))
        .orElseThrow(() -> new IllegalStateException("wrk said nothing:\n" + output));
  }

  private void prepare(Path file, int port, int count) {
    var checkout = new CheckoutRequests(port);
    var run = Long.toString(System.currentTimeMillis(), 36) + "-" + ++runs + "-";
    try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (int i = 0; i < count; i++) {
        var request = checkout.pay("order-" + run + i).getBytes(StandardCharsets.US_ASCII);
        out.write("%08d".formatted(request.length).getBytes(StandardCharsets.US_ASCII));
        out.write(request);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
