package io.tollgate.load.gatling;

import io.tollgate.sandbox.servers.SandboxFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Gatling in a process of its own, because it ends the process that it runs in. */
final class GatlingProcess {

  private static final List<String> JAVA_OPTIONS =
      List.of(
          "-Xmx512m",
          "-XX:+UseParallelGC",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private GatlingProcess() {}

  /** Runs one suite to its end. */
  static Outcome run(Suite suite, Plan plan) throws InterruptedException {
    var folder = SandboxFolder.folder("gatling");
    var log = folder.resolve(suite.wireName() + ".log");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JAVA_OPTIONS);
    command.addAll(plan.javaOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.gatling.app.Gatling"));
    command.addAll(List.of("--simulation", suite.simulation()));
    command.addAll(List.of("--results-folder", folder.toString()));
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      var end = new Thread(process::destroy);
      Runtime.getRuntime().addShutdownHook(end);
      int exit = process.waitFor();
      Runtime.getRuntime().removeShutdownHook(end);
      return Outcome.read(log, exit);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot start Gatling", failure);
    }
  }
}
