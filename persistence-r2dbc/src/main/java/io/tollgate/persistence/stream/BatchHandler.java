package io.tollgate.persistence.stream;

import java.util.List;
import reactor.core.publisher.Mono;

/** What a reader group does with the changes. */
@FunctionalInterface
public interface BatchHandler {

  /**
   * Works on a batch and answers the changes that are finished. All others are given again later,
   * as is the whole batch after an error or an empty answer. A change may come more than once, and
   * after a newer one of its payment; within one shard, first deliveries come in order.
   *
   * @param batch of several shards together, not empty
   */
  Mono<List<Change>> handle(List<Change> batch);
}
