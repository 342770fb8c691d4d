package io.tollgate.load.check;

import static java.util.stream.Collectors.toMap;

import java.util.Map;
import java.util.stream.Stream;

/**
 * I7: while the channel answers at all, a payment is final within 100 s of its creation. When it
 * was final is what somebody outside saw first: an answer, an event or a webhook.
 */
final class FinalInTime implements Law {

  private static final long LIMIT_MILLIS = 100_000;

  @Override
  public Stream<String> brokenIn(Recorded run) {
    var ends = endings(run);
    return begins(run).entrySet().stream()
        .flatMap(begun -> late(run, begun.getKey(), begun.getValue(), ends.get(begun.getKey())));
  }

  private static Stream<String> late(
      Recorded run, String id, long begun, @org.jspecify.annotations.Nullable Long ended) {
    if (ended == null) {
      return Stream.of(id + " never became final");
    }
    long away = run.rules().away().stream().mapToLong(span -> span.within(begun, ended)).sum();
    return ended - begun - away > LIMIT_MILLIS
        ? Stream.of("%s became final after %d ms".formatted(id, ended - begun - away))
        : Stream.empty();
  }

  /** The payments that were acknowledged or stored, and when their creation was first asked for. */
  static Map<String, Long> begins(Recorded run) {
    var begins =
        run.calls().stream()
            .filter(Call::acknowledges)
            .collect(toMap(call -> Recorded.seen(call).id(), Call::sent, Math::min));
    var asked =
        run.calls().stream()
            .filter(call -> call.kind() == Call.Kind.PAY)
            .collect(toMap(Call::reference, Call::sent, Math::min));
    // The gateway's clock may be wrong; the client's is not, where a client asked.
    run.stored()
        .values()
        .forEach(payment ->
            begins.putIfAbsent(
                payment.id(), asked.getOrDefault(payment.reference(), payment.created())));
    return begins;
  }

  /** When each payment was first seen to be final. */
  static Map<String, Long> endings(Recorded run) {
    var seen =
        run.sightings()
            .filter(call -> Standing.isFinal(Recorded.seen(call).status()))
            .collect(toMap(call -> Recorded.seen(call).id(), Call::answered, Math::min));
    run.ends().told().stream()
        .filter(notice -> notice.verified() && Standing.isFinal(notice.status()))
        .forEach(notice -> seen.merge(notice.payment(), notice.at(), Math::min));
    return seen;
  }
}
