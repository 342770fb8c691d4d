package io.tollgate.sandbox.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A server's own clock, which can be put forward and back while the server runs. It needs
 * libfaketime (Debian: {@code apt-get install faketime}). Only the time of day is changed: how
 * servers measure the time between two moments is not, as on a machine whose clock is set.
 */
public final class SettableClock implements AutoCloseable {

  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
          Path.of("/usr/lib/faketime/libfaketime.so.1"),
          Path.of("/usr/lib64/faketime/libfaketime.so.1"));

  private final Path library;
  private final Path folder;
  private final Path offset;

  private SettableClock(Path library) {
    this.library = library;
    this.folder = SandboxFolder.freshRun("clock");
    this.offset = folder.resolve("offset");
    set(Duration.ZERO);
  }

  /** Whether this machine has what it takes. */
  public static boolean isPossible() {
    return library().isPresent();
  }

  /** A clock that is right, until it is set. */
  public static SettableClock create() {
    return new SettableClock(
        library().orElseThrow(() -> new IllegalStateException("libfaketime is not installed")));
  }

  private static Optional<Path> library() {
    return LIBRARIES.stream().filter(Files::isRegularFile).findFirst();
  }

  /** Makes it wrong by this much, to the second; it takes a second until servers see that. */
  public void set(Duration wrongBy) {
    Path next = folder.resolve("next");
    try {
      Files.writeString(next, "%+d".formatted(wrongBy.toSeconds()) + "s\n");
      Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What a server's command begins with for the server to go by this clock. */
  List<String> prefix() {
    return List.of(
        "/usr/bin/env",
        "LD_PRELOAD=" + library,
        "FAKETIME_TIMESTAMP_FILE=" + offset,
        "FAKETIME_CACHE_DURATION=1",
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        "DONT_FAKE_MONOTONIC=1");
  }

  @Override
  public void close() {
    SandboxFolder.delete(folder);
  }
}
