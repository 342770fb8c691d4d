package io.tollgate.load.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Judges a run. It knows the API, the webhooks and the channel's book, and nothing of the code. */
public final class Checker {

  private Checker() {}

  /** Says what went wrong, if anything did. */
  public static Judgement judge(Recorded run) {
    var broken = new EnumMap<Invariant, List<String>>(Invariant.class);
    for (var invariant : Invariant.values()) {
      var lines = invariant.law().brokenIn(run).sorted().toList();
      if (!lines.isEmpty()) {
        broken.put(invariant, lines);
      }
    }
    return new Judgement(
        (int) run.calls().stream().filter(call -> call.kind() != Call.Kind.EVENT).count(),
        run.acknowledged().size(),
        refused(run),
        times(broken, Invariant.I1),
        times(broken, Invariant.I2),
        unresolved(run),
        recoveries(run),
        longestToFinal(run),
        broken);
  }

  private static int times(Map<Invariant, List<String>> broken, Invariant invariant) {
    return broken.getOrDefault(invariant, List.of()).size();
  }

  private static int refused(Recorded run) {
    var taken =
        run.calls().stream().filter(Call::acknowledges).map(Call::reference).collect(toSet());
    return (int)
        run.calls().stream()
            .filter(call -> call.kind() == Call.Kind.PAY)
            .map(Call::reference)
            .distinct()
            .filter(reference -> !taken.contains(reference))
            .count();
  }

  private static int unresolved(Recorded run) {
    return (int)
        run.stored().values().stream()
            .filter(payment -> !Standing.isFinal(payment.status()))
            .count();
  }

  private static List<Long> recoveries(Recorded run) {
    return run.calls().stream()
        .filter(call -> call.kind() == Call.Kind.PAY)
        .collect(groupingBy(Call::reference))
        .values()
        .stream()
        .flatMap(Checker::recovery)
        .sorted()
        .toList();
  }

  private static Stream<Long> recovery(List<Call> tries) {
    long begun = tries.stream().mapToLong(Call::sent).min().orElseThrow();
    boolean smooth =
        tries.stream().filter(call -> call.sent() == begun).allMatch(Call::acknowledges);
    return smooth
        ? Stream.empty()
        : tries.stream()
            .filter(Call::acknowledges)
            .map(call -> call.answered() - begun)
            .sorted()
            .limit(1);
  }

  private static long longestToFinal(Recorded run) {
    var ends = FinalInTime.endings(run);
    return FinalInTime.begins(run).entrySet().stream()
        .map(begun -> {
          var ended = ends.get(begun.getKey());
          return ended == null ? null : ended - begun.getValue();
        })
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }
}
