package io.tollgate.load.drill;

import io.tollgate.load.check.Ends;
import io.tollgate.load.check.Rules;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** Waits until nothing is under way any more: all final, written down and told. */
final class Quiet {

  private static final Set<String> FINAL = Set.of("succeeded", "failed", "cancelled", "expired");

  private Quiet() {}

  /** How it all stands once it is quiet, or when the time is up. */
  static Ends await(Collector collector, Rules rules, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    long nextLine = System.nanoTime() + 10_000_000_000L;
    var ends = collector.ends();
    var left = left(ends, rules);
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      if (System.nanoTime() > nextLine) {
        System.err.println("    waiting: " + left);
        nextLine += 10_000_000_000L;
      }
      Thread.sleep(500);
      ends = collector.ends();
      left = left(ends, rules);
    }
    return ends;
  }

  private static String left(Ends ends, Rules rules) {
    var hot = ends.hot().stream().map(Ends.Stored::id).collect(Collectors.toSet());
    long open =
        ends.hot().stream().filter(payment -> !FINAL.contains(payment.status())).count()
            + ends.cold().stream()
                .filter(payment -> !hot.contains(payment.id()))
                .filter(payment -> !FINAL.contains(payment.status()))
                .count();
    long unwritten =
        ends.hot().stream()
            .filter(payment -> payment.behind() != payment.version())
            .filter(payment -> !rules.parked().contains(payment.id()))
            .count();
    var told = ends.told().stream().map(Ends.Told::type).count();
    var toldOf =
        ends.told().stream()
            .filter(notice -> FINAL.contains(notice.status()))
            .map(Ends.Told::payment)
            .collect(Collectors.toSet());
    long untold =
        ends.hot().stream()
            .filter(payment -> FINAL.contains(payment.status()))
            .filter(payment -> !toldOf.contains(payment.id()))
            .count();
    return open + unwritten + untold == 0
        ? ""
        : "%d not final, %d not in the database, %d not told (%d notices came)"
            .formatted(open, unwritten, untold, told);
  }
}
