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
public final class GatewayProcess {

  /**
   * What every gateway is started with, and a production's should be: see ADR 8. Options of a
   * {@link Launch} come behind these, so that they win.
   */
  public static final List<String> JAVA_OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

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
   * How a gateway is started, with the Java that runs this program.
   *
   * @param javaOptions for the JVM, behind {@link #JAVA_OPTIONS}
   * @param arguments for the program
   * @param environment added to this program's own
   */
  public record Launch(
      Path jar, List<String> javaOptions, List<String> arguments, Map<String, String> environment) {

    private List<String> command() {
      List<String> command = new ArrayList<>();
      Path setsid = Path.of("/usr/bin/setsid");
      if (Files.isExecutable(setsid)) {
        // Ctrl-C in the terminal is for this program, which then ends the gateway in good order.
        command.add(setsid.toString());
      }
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(JAVA_OPTIONS);
      command.addAll(javaOptions);
      command.add("-jar");
      command.add(jar.toAbsolutePath().toString());
      command.addAll(arguments);
      return command;
    }
  }

  /**
   * Starts a gateway; returns before it is ready.
   *
   * @param log where its output goes; overwritten
   * @param readiness answers 200 once it can take payments
   */
  public static GatewayProcess start(Launch launch, Path log, URI readiness) {
    ProcessBuilder builder =
        new ProcessBuilder(launch.command()).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(launch.environment());
    try {
      return new GatewayProcess(builder.start(), log, readiness);
    } catch (IOException failure) {
      throw new UncheckedIOException("the gateway cannot be started", failure);
    }
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Waits; on failure the exception carries the end of the gateway's log. */
  public void awaitReady(Duration limit, Consumer<String> progress) throws InterruptedException {
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
  public int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /** Asks the gateway to end and gives it its grace time; kills it when it stays. */
  public void stop() {
    stop(GRACE);
  }

  /** Asks the gateway to end and gives it this much time; kills it when it stays. */
  public void stop(Duration grace) {
    process.destroy();
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the gateway as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
