package io.tollgate.gateway.platform;

import io.tollgate.delayqueue.ClaimedTask;
import io.tollgate.delayqueue.Verdict;
import reactor.core.publisher.Mono;

/** One kind of delayed work: the tasks whose id begins with its prefix. */
public interface TaskKind {

  String prefix();

  /** Does the work and says what becomes of the task; may be called again for the same task. */
  Mono<Verdict> handle(ClaimedTask task);
}
