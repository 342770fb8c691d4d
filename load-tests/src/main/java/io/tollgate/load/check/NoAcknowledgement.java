package io.tollgate.load.check;

import java.util.stream.Stream;

/** Where nothing can be kept, nothing is promised. */
final class NoAcknowledgement implements Law {

  @Override
  public Stream<String> brokenIn(Recorded run) {
    return run.rules().unacknowledged().stream()
        .flatMap(span ->
            run.calls().stream()
                .filter(Call::acknowledges)
                .filter(call -> call.sent() >= span.from() && call.answered() <= span.to()))
        .map(call -> call.reference() + " was acknowledged while no store was there");
  }
}
