package io.tollgate.sandbox.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One process of this machine, told apart from a later one with the same id by the time it started.
 */
record ProcessMark(long pid, Instant started) {

  /** The kernel gives the boot time in whole seconds, so two readers may differ a little. */
  private static final Duration SAME_START = Duration.ofSeconds(3);

  static ProcessMark of(ProcessHandle process) {
    return new ProcessMark(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
  }

  static Optional<ProcessMark> read(Path file) {
    try {
      String[] words = Files.readString(file).strip().split(" ");
      return Optional.of(new ProcessMark(Long.parseLong(words[0]), Instant.parse(words[1])));
    } catch (IOException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  void writeTo(Path file) {
    try {
      Files.writeString(file, pid + " " + started);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Optional<ProcessHandle> alive() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::startedThen);
  }

  private boolean startedThen(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .map(start -> Duration.between(start, started).abs().compareTo(SAME_START) < 0)
        .orElse(false);
  }
}
