package io.tollgate.delayqueue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * The answers to one claim from several shards. A shard in neither map was not looked at, because
 * the count was used up before its turn.
 *
 * @param answered what was found, by shard, in the order asked
 * @param failed what went wrong, by shard
 */
public record Claims(Map<Integer, Claim> answered, Map<Integer, Throwable> failed) {

  /** Keeps its own copies. */
  public Claims {
    answered = Collections.unmodifiableMap(new LinkedHashMap<>(answered));
    failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
  }

  /** All tasks now held. */
  public List<ClaimedTask> tasks() {
    return answered.values().stream().flatMap(claim -> claim.tasks().stream()).toList();
  }

  Mono<Claim> only(int shard) {
    Throwable error = failed.get(shard);
    return error == null ? Mono.justOrEmpty(answered.get(shard)) : Mono.error(error);
  }
}
