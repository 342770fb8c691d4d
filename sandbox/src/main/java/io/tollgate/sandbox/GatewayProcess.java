package io.tollgate.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The gateway's jar as a child process: started until it says it is ready, stopped politely. */
final class GatewayProcess {

  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final Duration BETWEEN_CHECKS = Duration.ofMillis(250);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);
  private static final int LINES_OF_LOG = 40;

  private final Process process;
  private final Path log;
  private final URI readiness;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private GatewayProcess(Process process, Path log, URI readiness) {
    this.process = process;
    this.log = log;
    this.readiness = readiness;
  }

  /**
   * Starts the jar with the Java that runs this program.
   *
   * @param environment added to this program's own
   * @param log where its output goes; overwritten
   * @param readiness answers 200 once it can take payments
   */
  static GatewayProcess start(Path jar, Map<String, String> environment, Path log, URI readiness) {
    List<String> command = new ArrayList<>();
    Path setsid = Path.of("/usr/bin/setsid");
    if (Files.isExecutable(setsid)) {
      // Ctrl-C in the terminal is for this program, which then ends the gateway in good order.
      command.add(setsid.toString());
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(jar.toAbsolutePath().toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    try {
      return new GatewayProcess(builder.start(), log, readiness);
    } catch (IOException failure) {
      throw new UncheckedIOException("the gateway cannot be started", failure);
    }
  }

  /** Waits; on failure the exception carries the end of the gateway's log. */
  void awaitReady(Duration limit, Consumer<String> progress) throws InterruptedException {
    long start = System.nanoTime();
    long nextLine = start + BETWEEN_LINES.toNanos();
    while (!isReady()) {
      long now = System.nanoTime();
      if (process.waitFor(BETWEEN_CHECKS.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "the gateway ended with status " + process.exitValue() + endOfLog());
      }
      if (now - start > limit.toNanos()) {
        throw new IllegalStateException(
            "the gateway was not ready after " + limit.toSeconds() + " s" + endOfLog());
      }
      if (now > nextLine) {
        progress.accept("  still starting, %d s ...".formatted((now - start) / 1_000_000_000));
        nextLine = now + BETWEEN_LINES.toNanos();
      }
    }
  }

  private boolean isReady() throws InterruptedException {
    HttpRequest check = HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(2)).build();
    try {
      return http.send(check, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(log);
      List<String> end = lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size());
      return "; the end of " + log + ":\n" + String.join("\n", end);
    } catch (IOException unreadable) {
      return "; no log at " + log;
    }
  }

  /** Waits until the gateway ends by itself. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /** Asks the gateway to end and gives it its grace time; kills it when it stays. */
  void stop() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
