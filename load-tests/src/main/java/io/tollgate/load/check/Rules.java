package io.tollgate.load.check;

import java.util.List;
import java.util.Set;

/**
 * By what a run is judged. The invariants of all payments always count; these are the differences.
 *
 * @param noFailedRequest whether every request had to be answered without trouble
 * @param mayConflict whether a contradiction between channel and gateway may stand, recorded
 * @param parked payments that no store but the parking lot may hold, because of how they were made
 * @param away when the channel answered nobody, or no gateway ran that could ask; this time does
 *     not count for becoming final
 * @param unacknowledged when nothing may have been acknowledged
 */
public record Rules(
    boolean noFailedRequest,
    boolean mayConflict,
    Set<String> parked,
    List<Span> away,
    List<Span> unacknowledged) {

  /** A time, in ms since 1970. */
  public record Span(long from, long to) {

    /** How much of the time between two moments it covers, in ms. */
    long within(long begin, long end) {
      return Math.max(0, Math.min(to, end) - Math.max(from, begin));
    }
  }

  /** Nothing but the invariants. */
  public static Rules standard() {
    return new Rules(false, false, Set.of(), List.of(), List.of());
  }
}
