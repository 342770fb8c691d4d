package io.tollgate.sandbox.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One server as a child process: started until ready, stopped politely, or killed outright. */
final class ServerProcess {

  private static final Duration START_LIMIT = Duration.ofSeconds(150);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
  private static final int LINES_OF_LOG = 15;

  private final String name;
  private final List<String> command;
  private final Path data;
  private final boolean fresh;
  private final BooleanSupplier ready;
  private @Nullable Process process;

  /**
   * @param data where the server works, logs ({@code server.log}) and leaves its process id
   * @param fresh whether the data go when the server is closed
   * @param ready whether the server answers
   */
  ServerProcess(
      String name, List<String> command, Path data, boolean fresh, BooleanSupplier ready) {
    this.name = name;
    this.command = inASessionOfItsOwn(command);
    this.data = data;
    this.fresh = fresh;
    this.ready = ready;
  }

  synchronized void start() {
    if (process != null && process.isAlive()) {
      return;
    }
    LeftBehind.endServerOf(data);
    Process started = launch();
    process = started;
    ProcessMark.of(started.toHandle()).writeTo(data.resolve(LeftBehind.SERVER));
    JvmEnd.add(this);
    awaitReady(started);
  }

  private Process launch() {
    File log = data.resolve("server.log").toFile();
    try {
      return new ProcessBuilder(command)
          .directory(data.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
          .start();
    } catch (IOException failure) {
      throw new UncheckedIOException(name + " cannot be started: " + command.getFirst(), failure);
    }
  }

  private void awaitReady(Process started) {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!ready.getAsBoolean()) {
      if (exitsWithin(started, Duration.ofMillis(20))) {
        throw new IllegalStateException(name + " ended while starting: " + endOfLog());
      }
      if (System.nanoTime() > deadline) {
        kill();
        throw new IllegalStateException(
            name + " was not ready within " + START_LIMIT + ": " + endOfLog());
      }
    }
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(data.resolve("server.log"));
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()));
    } catch (IOException unreadable) {
      return "(no log)";
    }
  }

  /** Asks the server to end and waits; kills it when it does not. */
  synchronized void stop() {
    Process running = process;
    if (running == null) {
      return;
    }
    long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
    do {
      // Asked again, because Redis drops the wish to end while it writes its first file.
      running.destroy();
    } while (!exitsWithin(running, ASK_AGAIN) && System.nanoTime() < deadline);
    running.destroyForcibly();
    exitsWithin(running, STOP_LIMIT);
    forget();
  }

  /** Stops the server; fresh data go with it. */
  synchronized void close() {
    stop();
    if (fresh) {
      SandboxFolder.delete(data);
    }
  }

  /** Ends the server as a power cut would (kill -9). */
  synchronized void kill() {
    Process running = process;
    if (running == null) {
      return;
    }
    running.destroyForcibly();
    exitsWithin(running, STOP_LIMIT);
    forget();
  }

  synchronized long pid() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException(name + " is not running");
    }
    return running.pid();
  }

  synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  private void forget() {
    process = null;
    try {
      Files.deleteIfExists(data.resolve(LeftBehind.SERVER));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    JvmEnd.remove(this);
  }

  private static boolean exitsWithin(Process process, Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a server", interrupted);
    }
  }

  /**
   * The command, kept away from the terminal's Ctrl-C: that is for the one who started us, and
   * servers have to outlive those who use them. Only where the system has {@code setsid}.
   */
  static List<String> inASessionOfItsOwn(List<String> command) {
    Path setsid = Path.of("/usr/bin/setsid");
    if (!Files.isExecutable(setsid)) {
      return List.copyOf(command);
    }
    List<String> wrapped = new ArrayList<>(List.of(setsid.toString()));
    wrapped.addAll(command);
    return List.copyOf(wrapped);
  }

  /** A port nobody listens on just now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
