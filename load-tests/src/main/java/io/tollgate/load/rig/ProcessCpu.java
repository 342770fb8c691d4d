package io.tollgate.load.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process has used, as Linux counts it in {@code /proc}. */
public final class ProcessCpu {

  /** Of {@code utime} and {@code stime} in {@code /proc/<pid>/stat}; 100 on every Linux x86-64. */
  private static final int MILLIS_PER_TICK = 10;

  private ProcessCpu() {}

  /** User and system time of all its threads so far, in ms; in steps of 10 ms. */
  public static long millis(long pid) {
    var stat = read(pid, "stat");
    // The name in brackets may hold blanks; the fields are counted from behind it.
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_PER_TICK;
  }

  /** Resident memory in KiB. */
  public static long residentKib(long pid) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", String.valueOf(pid), file));
    } catch (IOException gone) {
      throw new UncheckedIOException("process " + pid + " cannot be looked at", gone);
    }
  }
}
