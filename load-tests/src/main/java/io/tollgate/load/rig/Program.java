package io.tollgate.load.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of this jar in a process of its own, serving a port.
 *
 * @param port of the loopback address
 */
public record Program(int port, Process process) implements AutoCloseable {

  private static final Duration OPEN_WITHIN = Duration.ofSeconds(30);

  /**
   * Starts a command and waits until its port is open.
   *
   * @param log where its output goes; overwritten
   */
  public static Program start(Path log, List<String> javaOptions, String... arguments)
      throws InterruptedException {
    int port = Ports.free();
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("io.tollgate.load.LoadTests");
    command.addAll(List.of(arguments));
    command.add("--port=" + port);
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      var program = new Program(port, process);
      program.awaitOpen(log);
      return program;
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot start " + command, failure);
    }
  }

  private void awaitOpen(Path log) throws InterruptedException {
    long start = System.nanoTime();
    while (!isOpen()) {
      boolean late = System.nanoTime() - start > OPEN_WITHIN.toNanos();
      if (late || process.waitFor(50, TimeUnit.MILLISECONDS)) {
        close();
        throw new IllegalStateException("a program did not open its port; see " + log);
      }
    }
  }

  private boolean isOpen() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
