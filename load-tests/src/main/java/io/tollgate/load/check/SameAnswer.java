package io.tollgate.load.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.util.Set;
import java.util.stream.Stream;

/**
 * I8: the same key gets the same answer, to the byte, and the same reference with the same body is
 * never called another payment. Who is asked to come again was not answered, nor who found no
 * route: the channel may be back the next time.
 */
final class SameAnswer implements Law {

  private static final Set<Integer> COME_AGAIN = Set.of(401, 409, 429);

  @Override
  public Stream<String> brokenIn(Recorded run) {
    var different =
        run.calls().stream()
            .filter(call -> call.kind() == Call.Kind.PAY && !call.key().isEmpty())
            .filter(call -> call.status() > 0 && call.status() < 500)
            .filter(call -> !COME_AGAIN.contains(call.status()))
            .filter(call -> !call.trouble().equals("no_route"))
            .collect(groupingBy(Call::key, mapping(Call::digest, toSet())))
            .entrySet()
            .stream()
            .filter(entry -> entry.getValue().size() > 1)
            .map(entry ->
                "%d different answers under key %s"
                    .formatted(entry.getValue().size(), entry.getKey()));
    var refused =
        run.calls().stream()
            .filter(call -> call.trouble().endsWith("_reused"))
            .map(call ->
                call.reference() + " was sent again unchanged and answered " + call.trouble());
    return Stream.concat(different, refused);
  }
}
