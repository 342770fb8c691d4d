package io.tollgate.load.check;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** I1: no acknowledged payment is lost; once quiet, the database has it. */
final class NothingLost implements Law {

  @Override
  public Stream<String> brokenIn(Recorded run) {
    var cold = ids(run.ends().cold());
    var hot = ids(run.ends().hot());
    var denied = denied(run);
    return run.acknowledged().entrySet().stream()
        .filter(entry -> !run.rules().parked().contains(entry.getKey()))
        .flatMap(entry -> {
          boolean kept = cold.contains(entry.getKey());
          boolean shown = !denied.contains(entry.getValue());
          return kept && shown
              ? Stream.<String>empty()
              : Stream.of(
                  "%s (%s) was acknowledged and is %s"
                      .formatted(
                          entry.getKey(),
                          entry.getValue(),
                          kept
                              ? "answered 404"
                              : hot.contains(entry.getKey())
                                  ? "in Redis only"
                                  : "neither in Redis nor in the database"));
        });
  }

  private static Set<String> ids(List<Ends.Stored> stored) {
    return stored.stream().map(Ends.Stored::id).collect(Collectors.toUnmodifiableSet());
  }

  /** A payment that the gateway itself denies is lost to its merchant wherever it is kept. */
  private static Set<String> denied(Recorded run) {
    return run.calls().stream()
        .filter(call -> call.kind() == Call.Kind.READ && call.status() == 404)
        .map(Call::reference)
        .collect(Collectors.toUnmodifiableSet());
  }
}
