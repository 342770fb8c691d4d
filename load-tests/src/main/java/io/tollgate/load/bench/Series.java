package io.tollgate.load.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is measured one after the other, in one database that only grows. */
final class Series {

  private Series() {}

  /** One line of the table. */
  record Step(long stored, int gateways) {}

  /**
   * Each number of stored payments with the first number of gateways, then the other numbers of
   * gateways with the most payments.
   *
   * @throws IllegalArgumentException where there is nothing to measure, or stored payments would
   *     have to go
   */
  static List<Step> of(List<Long> stored, List<Integer> gateways) {
    if (stored.isEmpty() || gateways.isEmpty()) {
      throw new IllegalArgumentException("name at least one number of each");
    }
    if (!stored.equals(stored.stream().sorted(Comparator.naturalOrder()).distinct().toList())) {
      throw new IllegalArgumentException("--stored: " + stored + " (expected: ascending)");
    }
    var steps = new ArrayList<Step>();
    stored.forEach(each -> steps.add(new Step(each, gateways.getFirst())));
    gateways.stream().skip(1).forEach(each -> steps.add(new Step(stored.getLast(), each)));
    return List.copyOf(steps);
  }
}
