package io.tollgate.load.past;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The room on a disk.
 *
 * @param free bytes
 */
record Room(long free) {

  /** A row with its indexes, and some more. */
  static final long BYTES_PER_PAYMENT = 2_000;

  /** For logs, and for everybody else. */
  static final long KEPT_FREE = 4L << 30;

  static Room on(Path folder) {
    try {
      return new Room(Files.getFileStore(folder).getUsableSpace());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** How many payments there can be, of those wanted; never fewer than there are. */
  long most(long stored, long wanted) {
    long more = Math.max(0, (free - KEPT_FREE) / BYTES_PER_PAYMENT);
    return Math.max(stored, Math.min(wanted, stored + more));
  }
}
