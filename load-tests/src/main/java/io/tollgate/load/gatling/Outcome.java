package io.tollgate.load.gatling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How a suite ended.
 *
 * @param passed whether every assertion held
 * @param lines what Gatling says of it at the end
 */
record Outcome(boolean passed, List<String> lines) {

  private static final String LAST_PART = "Generating reports...";

  /** Rulers, blanks and rough distributions tell nothing. */
  private static boolean tells(String line) {
    return !line.isBlank()
        && !line.startsWith("===")
        && !line.startsWith("> OK: ")
        && !line.startsWith("> KO  ")
        && !line.startsWith("---- Response Time Distribution");
  }

  /** Reads Gatling's own output, from its last part on; all of it where it did not get so far. */
  static Outcome read(Path log, int exit) {
    try {
      return of(Files.readAllLines(log), exit);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static Outcome of(List<String> output, int exit) {
    int from = output.lastIndexOf(LAST_PART) + 1;
    var last = output.subList(from, output.size());
    return new Outcome(
        exit == 0, from == 0 ? output : last.stream().filter(Outcome::tells).toList());
  }
}
