package io.tollgate.load.check;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** I1: no acknowledged payment is lost; once quiet, the database has it. */
final class NothingLost implements Law {

  @Override
  public Stream<String> brokenIn(Recorded run) {
    var cold =
        run.ends().cold().stream().map(Ends.Stored::id).collect(Collectors.toUnmodifiableSet());
    var hot =
        run.ends().hot().stream().map(Ends.Stored::id).collect(Collectors.toUnmodifiableSet());
    var gone =
        run.acknowledged().entrySet().stream()
            .filter(entry -> !cold.contains(entry.getKey()))
            .filter(entry -> !run.rules().parked().contains(entry.getKey()))
            .map(entry ->
                "%s (%s) was acknowledged and is %s"
                    .formatted(
                        entry.getKey(),
                        entry.getValue(),
                        hot.contains(entry.getKey())
                            ? "in Redis only"
                            : "neither in Redis nor in the database"));
    return Stream.concat(gone, unreadable(run));
  }

  /** A payment that the gateway itself denies is lost to its merchant wherever it is kept. */
  private static Stream<String> unreadable(Recorded run) {
    return run.calls().stream()
        .filter(call -> call.kind() == Call.Kind.READ && call.status() == 404)
        .map(call -> call.reference() + " was acknowledged and is answered 404");
  }
}
