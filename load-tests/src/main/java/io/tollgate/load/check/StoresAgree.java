package io.tollgate.load.check;

import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** I9: once quiet, Redis and the database have the same version of every payment. */
final class StoresAgree implements Law {

  @Override
  public Stream<String> brokenIn(Recorded run) {
    var cold =
        run.ends().cold().stream().collect(Collectors.toMap(Ends.Stored::id, Function.identity()));
    return run.ends().hot().stream()
        .filter(hot -> !run.rules().parked().contains(hot.id()))
        .flatMap(hot -> difference(hot, cold.get(hot.id())));
  }

  private static Stream<String> difference(
      Ends.Stored hot, Ends.@org.jspecify.annotations.Nullable Stored cold) {
    if (cold == null) {
      return Stream.of(hot.id() + " (" + hot.reference() + ") is in Redis only");
    }
    if (hot.version() != cold.version() || !hot.status().equals(cold.status())) {
      return Stream.of(
          "%s is %s (version %d) in Redis and %s (version %d) in the database"
              .formatted(hot.id(), hot.status(), hot.version(), cold.status(), cold.version()));
    }
    if (hot.behind() != hot.version()) {
      return Stream.of(
          "%s: Redis believes the database to have version %d of %d"
              .formatted(hot.id(), hot.behind(), hot.version()));
    }
    return Stream.empty();
  }
}
