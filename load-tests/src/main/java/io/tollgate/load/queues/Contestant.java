package io.tollgate.load.queues;

import io.tollgate.sandbox.servers.SandboxFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The queues that take part, and how a process of theirs is started. */
enum Contestant {
  OURS("ours", "delay-queue"),
  BULLMQ("bullmq", "BullMQ " + Contestant.BULLMQ_VERSION),
  REDISSON("redisson", "Redisson RDelayedQueue");

  private static final String BULLMQ_VERSION = "5.81.5";
  private static final String PROGRAM = "bullmq-player.mjs";

  private final String wireName;
  private final String title;

  Contestant(String wireName, String title) {
    this.wireName = wireName;
    this.title = title;
  }

  String wireName() {
    return wireName;
  }

  String title() {
    return title;
  }

  /** Starts a process, waiting for nothing. */
  Process start(List<String> arguments) {
    var command = new ArrayList<String>();
    if (this == BULLMQ) {
      command.addAll(List.of("node", folder().resolve(PROGRAM).toString()));
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx256m", "--sun-misc-unsafe-memory-access=allow"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of("io.tollgate.load.LoadTests", "queue-player", "--queue=" + wireName));
    }
    command.addAll(arguments);
    try {
      var errors = folder().resolve(wireName + ".err").toFile();
      return new ProcessBuilder(command)
          .directory(SandboxFolder.projectRoot().toFile())
          .redirectError(Redirect.appendTo(errors))
          .start();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot start " + command, failure);
    }
  }

  /** Where logs and BullMQ itself are. */
  static Path folder() {
    return SandboxFolder.folder("queues");
  }

  /** Installs what is missing; only BullMQ needs anything. */
  void install() throws InterruptedException {
    if (this != BULLMQ) {
      return;
    }
    try (InputStream program = Contestant.class.getResourceAsStream(PROGRAM)) {
      Files.copy(
          Objects.requireNonNull(program, PROGRAM),
          folder().resolve(PROGRAM),
          StandardCopyOption.REPLACE_EXISTING);
      var installed = folder().resolve("node_modules/bullmq/package.json");
      if (Files.exists(installed)
          && Files.readString(installed).contains("\"version\": \"" + BULLMQ_VERSION + "\"")) {
        return;
      }
      Files.writeString(folder().resolve("package.json"), "{\"private\": true}\n");
      System.err.println("Installing BullMQ " + BULLMQ_VERSION + " in " + folder() + " ...");
      int exit =
          new ProcessBuilder(
                  "npm",
                  "install",
                  "--no-audit",
                  "--no-fund",
                  "--ignore-scripts",
                  "--loglevel=error",
                  "bullmq@" + BULLMQ_VERSION)
              .directory(folder().toFile())
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.INHERIT)
              .start()
              .waitFor();
      if (exit != 0) {
        throw new IllegalStateException("npm install failed (" + exit + ")");
      }
    } catch (IOException missing) {
      throw new IllegalStateException(
          "BullMQ needs node and npm (Debian: apt-get install nodejs npm), or leave it out:"
              + " --only ours,redisson",
          missing);
    }
  }
}
