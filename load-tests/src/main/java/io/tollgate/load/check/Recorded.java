package io.tollgate.load.check;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A whole run: what was asked and answered, what was done to the world, and how it ended.
 *
 * @param complaints what the drill itself found that must not be, one line each
 */
public record Recorded(
    String drill,
    long seed,
    List<Call> calls,
    List<Mark> marks,
    Ends ends,
    Rules rules,
    List<String> complaints) {

  /** The payments that somebody was given responsibility for, by id, and their references. */
  Map<String, String> acknowledged() {
    return calls.stream()
        .filter(Call::acknowledges)
        .collect(Collectors.toMap(call -> seen(call).id(), Call::reference, (first, _) -> first));
  }

  /** The payments as they ended: the hot store's word, else the database's. */
  Map<String, Ends.Stored> stored() {
    return Stream.concat(ends.hot().stream(), ends.cold().stream())
        .collect(Collectors.toMap(Ends.Stored::id, Function.identity(), (hot, _) -> hot));
  }

  /** All calls that showed a payment as it stood at that moment, in the order of the answers. */
  Stream<Call> sightings() {
    return calls.stream().filter(call -> call.payment() != null && !isAnOldAnswer(call));
  }

  /** Under a key the first answer is repeated for ever; it says how things stood then. */
  private static boolean isAnOldAnswer(Call call) {
    return call.replayed() && !call.key().isEmpty();
  }

  static Call.Seen seen(Call call) {
    var seen = call.payment();
    if (seen == null) {
      throw new IllegalArgumentException("a call that shows no payment: " + call);
    }
    return seen;
  }
}
