package io.tollgate.delayqueue;

import reactor.core.publisher.Mono;

/**
 * The work behind a delay queue. Tasks come at least once: a worker that dies, or is cut off from
 * Redis after its work, leaves its task to be handled again. Must not block.
 */
@FunctionalInterface
public interface TaskHandler {

  /**
   * Handles one task. An error or an empty answer means {@link Verdict.Again} with the worker's
   * {@link Backoff}, spending the attempt; so does an answer that takes longer than {@link
   * DelayWorkerSettings#handleAtMost()}. The lease is extended while the answer is outstanding.
   */
  Mono<Verdict> handle(ClaimedTask task);
}
