package io.tollgate.load.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** I2: one reference and one key are one payment, and one payment is charged once at most. */
final class OneCharge implements Law {

  @Override
  public Stream<String> brokenIn(Recorded run) {
    return Stream.of(twice(run), split(run)).flatMap(lines -> lines);
  }

  private static Stream<String> twice(Recorded run) {
    var references = references(run);
    return run.ends().charges().stream()
        .filter(Ends.Charge::charged)
        .collect(groupingBy(charge -> references.getOrDefault(charge.payment(), charge.payment())))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(entry ->
            "%s was charged %d times: %s"
                .formatted(
                    entry.getKey(),
                    entry.getValue().size(),
                    entry.getValue().stream()
                        .map(Ends.Charge::attempt)
                        .collect(Collectors.joining(", "))));
  }

  private static Map<String, String> references(Recorded run) {
    var known = Stream.concat(run.ends().hot().stream(), run.ends().cold().stream());
    var references =
        known.collect(
            Collectors.toMap(Ends.Stored::id, Ends.Stored::reference, (first, _) -> first));
    run.acknowledged().forEach(references::putIfAbsent);
    return references;
  }

  private static Stream<String> split(Recorded run) {
    return Stream.concat(
        several(run, "reference", Call::reference), several(run, "key", Call::key));
  }

  private static Stream<String> several(
      Recorded run, String what, java.util.function.Function<Call, String> by) {
    return run.calls().stream()
        .filter(Call::acknowledges)
        .filter(call -> !by.apply(call).isEmpty())
        .collect(
            groupingBy(by, mapping(call -> Recorded.seen(call).id(), toCollection(TreeSet::new))))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(entry ->
            "one %s, several payments: %s %s".formatted(what, entry.getKey(), entry.getValue()));
  }
}
