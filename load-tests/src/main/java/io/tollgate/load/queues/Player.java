package io.tollgate.load.queues;

import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** A queue as it is played in a process of its own. */
sealed interface Player permits OurQueue, RedissonQueue {

  /** Makes a task due after this time; completes when Redis has it. */
  Mono<Void> schedule(TaskName task, Duration delay);

  /** Hands due tasks to the handler from now on, for ever. */
  void work(Function<String, Mono<Void>> handler, int concurrency, Duration lease);
}
