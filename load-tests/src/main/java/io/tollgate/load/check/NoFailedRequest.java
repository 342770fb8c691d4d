package io.tollgate.load.check;

import java.util.stream.Stream;

/**
 * A restart that was planned is not noticed by anybody. A connection that was refused counts for
 * nothing: nothing was sent, and balancers try the next gateway by themselves.
 */
final class NoFailedRequest implements Law {

  @Override
  public Stream<String> brokenIn(Recorded run) {
    return run.rules().noFailedRequest()
        ? run.calls().stream()
            .filter(call -> call.status() == 0 || call.status() >= 500)
            .filter(call -> !call.trouble().equals(Call.NOT_CONNECTED))
            .map(call ->
                "%s %s was answered %d %s"
                    .formatted(call.kind(), call.reference(), call.status(), call.trouble()))
        : Stream.empty();
  }
}
