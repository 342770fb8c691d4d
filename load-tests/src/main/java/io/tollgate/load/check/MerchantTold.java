package io.tollgate.load.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** I5: every final state is told at least once, under an id that stays the same. */
final class MerchantTold implements Law {

  @Override
  public Stream<String> brokenIn(Recorded run) {
    return Stream.of(untold(run), unstable(run), shared(run), unverified(run))
        .flatMap(lines -> lines);
  }

  private static Stream<String> untold(Recorded run) {
    var told =
        run.ends().told().stream()
            .filter(Ends.Told::verified)
            .map(notice -> notice.payment() + notice.status() + notice.type())
            .collect(Collectors.toUnmodifiableSet());
    return run.stored().values().stream()
        .filter(payment -> Standing.isFinal(payment.status()))
        .filter(payment ->
            !told.contains(payment.id() + payment.status() + "payment." + payment.status()))
        .map(payment ->
            "%s (%s) is %s and the merchant was not told"
                .formatted(payment.id(), payment.reference(), payment.status()));
  }

  private static Stream<String> unstable(Recorded run) {
    return run.ends().told().stream()
        .collect(
            groupingBy(
                notice -> notice.payment() + " version " + notice.version() + " " + notice.type(),
                mapping(Ends.Told::id, toCollection(TreeSet::new))))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(entry -> entry.getKey() + " was told under several ids: " + entry.getValue());
  }

  private static Stream<String> shared(Recorded run) {
    return run.ends().told().stream()
        .collect(
            groupingBy(
                Ends.Told::id,
                mapping(
                    notice -> notice.payment() + " " + notice.type() + " " + notice.version(),
                    toCollection(TreeSet::new))))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue().size() > 1)
        .map(entry -> "one id for several notices: " + entry.getKey() + " " + entry.getValue());
  }

  private static Stream<String> unverified(Recorded run) {
    return run.ends().told().stream()
        .filter(notice -> !notice.verified())
        .map(notice -> "a notice with a wrong signature: " + notice.id());
  }
}
