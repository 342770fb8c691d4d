package io.tollgate.load.check;

import java.util.List;
import java.util.Map;

/**
 * What the checker says of a run.
 *
 * @param operations requests that were sent
 * @param acknowledged payments that somebody was given responsibility for
 * @param refused orders that were never acknowledged
 * @param lost acknowledged payments that are gone
 * @param duplicated references or keys that were charged twice or are two payments
 * @param unresolved payments that are not final
 * @param recoveries how long each order took, from its first try to its acknowledgement, whose
 *     first try met trouble; in ms, sorted
 * @param longestToFinal from the first try to the first sight of the final state, in ms
 * @param broken one line for each thing that must not have happened
 */
public record Judgement(
    int operations,
    int acknowledged,
    int refused,
    int lost,
    int duplicated,
    int unresolved,
    List<Long> recoveries,
    long longestToFinal,
    Map<Invariant, List<String>> broken) {

  /** Whether nothing that must not happen has happened. */
  public boolean isGood() {
    return broken.isEmpty();
  }

  /** A recovery time, in ms: 0.5 is the median, 0 where nobody had to try twice. */
  public long recovery(double part) {
    return recoveries.isEmpty() ? 0 : recoveries.get((int) Math.ceil(part * recoveries.size()) - 1);
  }
}
