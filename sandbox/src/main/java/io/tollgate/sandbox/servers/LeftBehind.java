package io.tollgate.sandbox.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends servers whose JVM was killed before it could stop them, and removes their data. */
final class LeftBehind {

  static final String OWNER = "owner";
  static final String SERVER = "server.pid";

  private static final AtomicBoolean SWEPT = new AtomicBoolean();

  private LeftBehind() {}

  static void sweep() {
    if (SWEPT.compareAndSet(false, true)) {
      SandboxFolder.locked("sweep", LeftBehind::sweepRuns);
    }
  }

  private static Void sweepRuns() throws IOException {
    try (var runs = Files.list(SandboxFolder.folder("run"))) {
      List<Path> orphans = runs.filter(LeftBehind::isOrphan).toList();
      for (Path orphan : orphans) {
        endServerOf(orphan);
        SandboxFolder.delete(orphan);
      }
    }
    return null;
  }

  private static boolean isOrphan(Path run) {
    // A folder without a mark is just being made by another JVM.
    return ProcessMark.read(run.resolve(OWNER)).map(owner -> owner.alive().isEmpty()).orElse(false);
  }

  /** Ends the server that an earlier JVM started on this data and never stopped. */
  static void endServerOf(Path data) {
    ProcessMark.read(data.resolve(SERVER)).flatMap(ProcessMark::alive).ifPresent(LeftBehind::end);
  }

  private static void end(ProcessHandle server) {
    server.destroy();
    if (!exits(server, 10)) {
      server.destroyForcibly();
      exits(server, 10);
    }
  }

  private static boolean exits(ProcessHandle server, int seconds) {
    try {
      server.onExit().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception stillThere) {
      return false;
    }
  }
}
