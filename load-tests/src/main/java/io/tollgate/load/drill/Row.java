package io.tollgate.load.drill;

import io.tollgate.load.check.Invariant;
import io.tollgate.load.check.Judgement;
import java.util.ArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A line of the table.
 *
 * @param judgement null where it was not run, or where it could not be carried through
 * @param word what there is to say
 */
record Row(
    Drill drill,
    long seed,
    @Nullable Judgement judgement,
    long seconds,
    boolean skipped,
    String word) {

  static final String HEAD =
      """
      | drill | seed | operations | acknowledged | lost | duplicated | unresolved | recovery p50/p99 | longest to final | took | verdict |
      |---|---|---|---|---|---|---|---|---|---|---|\
      """;

  boolean isBad() {
    return !skipped && (judgement == null || !judgement.isGood());
  }

  String text() {
    var name = drill.id() + " " + drill.title();
    var found = judgement;
    if (found == null) {
      return "| %s | %s | | | | | | | | | %s |"
          .formatted(name, skipped ? "" : String.valueOf(seed), word);
    }
    return "| %s | %d | %d | %d | %d | %d | %d | %s | %s | %d s | %s |"
        .formatted(
            name,
            seed,
            found.operations(),
            found.acknowledged(),
            found.lost(),
            found.duplicated(),
            found.unresolved(),
            found.recoveries().isEmpty()
                ? "–"
                : seconds(found.recovery(0.5)) + " / " + seconds(found.recovery(0.99)),
            seconds(found.longestToFinal()),
            seconds,
            verdict(found));
  }

  private String verdict(Judgement found) {
    var words = new ArrayList<String>();
    if (!word.isEmpty()) {
      words.add(word);
    }
    if (found.refused() > 0) {
      words.add(found.refused() + " orders refused");
    }
    var remarks = words.isEmpty() ? "" : " (" + String.join("; ", words) + ")";
    return found.isGood()
        ? "good" + remarks
        : "**bad**: "
            + found.broken().entrySet().stream()
                .map(entry -> name(entry.getKey()) + " × " + entry.getValue().size())
                .collect(Collectors.joining(", "))
            + remarks;
  }

  static String name(Invariant invariant) {
    return invariant
        .name()
        .toLowerCase(java.util.Locale.ROOT)
        .replace('_', ' ')
        .replaceAll("^i(\\d)$", "I$1");
  }

  private static String seconds(long millis) {
    return "%.1f s".formatted(millis / 1_000.0);
  }
}
