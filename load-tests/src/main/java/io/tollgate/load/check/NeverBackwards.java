package io.tollgate.load.check;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * I3: who asks after somebody was answered is not told an earlier state. Calls that overlap may be
 * answered in any order. A final state stays.
 */
final class NeverBackwards implements Law {

  @Override
  public Stream<String> brokenIn(Recorded run) {
    return run.sightings().collect(groupingBy(call -> Recorded.seen(call).id())).values().stream()
        .flatMap(NeverBackwards::backwards);
  }

  /** Walks through the sightings by when they were sent, beside those already answered by then. */
  private static Stream<String> backwards(List<Call> sightings) {
    var bySent = sightings.stream().sorted(Comparator.comparingLong(Call::sent)).toList();
    var byAnswer = sightings.stream().sorted(Comparator.comparingLong(Call::answered)).toList();
    var broken = new ArrayList<String>();
    var newest = byAnswer.getFirst();
    int answered = 0;
    for (var call : bySent) {
      while (answered < byAnswer.size() && byAnswer.get(answered).answered() < call.sent()) {
        newest = later(newest, byAnswer.get(answered++));
      }
      if (answered > 0 && isEarlier(Recorded.seen(call), Recorded.seen(newest))) {
        broken.add(
            "%s was %s (version %d) and then %s (version %d), asked %d ms later"
                .formatted(
                    Recorded.seen(call).id(),
                    Recorded.seen(newest).status(),
                    Recorded.seen(newest).version(),
                    Recorded.seen(call).status(),
                    Recorded.seen(call).version(),
                    call.sent() - newest.answered()));
      }
    }
    return broken.stream();
  }

  private static Call later(Call one, Call other) {
    return Recorded.seen(other).version() > Recorded.seen(one).version() ? other : one;
  }

  private static boolean isEarlier(Call.Seen now, Call.Seen before) {
    boolean left = Standing.isFinal(before.status()) && !now.status().equals(before.status());
    return left
        || now.version() < before.version()
        || Standing.rank(now.status()) < Standing.rank(before.status());
  }
}
