package io.tollgate.load.check;

import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.stream.Stream;

/** I6: once quiet, a payment succeeded exactly where the channel took its money. */
final class AgreesWithChannel implements Law {

  @Override
  public Stream<String> brokenIn(Recorded run) {
    var charges =
        run.ends().charges().stream()
            .filter(Ends.Charge::charged)
            .collect(groupingBy(Ends.Charge::payment));
    var stored = run.stored();
    var judged =
        stored.values().stream()
            .filter(payment -> Standing.isFinal(payment.status()))
            .filter(payment -> !(run.rules().mayConflict() && payment.conflict()))
            .flatMap(
                payment -> disagreement(payment, charges.getOrDefault(payment.id(), List.of())));
    var unknown =
        charges.keySet().stream()
            .filter(id -> !stored.containsKey(id))
            .map(id -> id + " was charged and no store knows it");
    var unnoticed =
        stored.values().stream()
            .filter(payment -> payment.conflict() && !run.rules().mayConflict())
            .map(payment -> payment.id() + " has a contradiction on record");
    return Stream.of(judged, unknown, unnoticed).flatMap(lines -> lines);
  }

  private static Stream<String> disagreement(Ends.Stored payment, List<Ends.Charge> charges) {
    boolean charged = !charges.isEmpty();
    if (charged != "succeeded".equals(payment.status())) {
      return Stream.of(
          "%s (%s) is %s and the channel %s it"
              .formatted(
                  payment.id(),
                  payment.reference(),
                  payment.status(),
                  charged ? "charged" : "never charged"));
    }
    return charges.stream()
        .filter(charge -> charge.received() != payment.amount())
        .map(charge ->
            "%s is of %d and the channel took %d"
                .formatted(payment.id(), payment.amount(), charge.received()));
  }
}
