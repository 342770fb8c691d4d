package io.tollgate.persistence.hot;

import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Where all gateways write down which shards of the hot store they see, so that one that is cut off
 * can tell that from a hot store that is away.
 */
public interface Sightings {

  /**
   * Notes that these shards were seen just now, and answers those that no gateway saw lately. Fails
   * with {@code STORE_UNAVAILABLE} where it cannot be known.
   */
  Mono<Set<Shard>> note(Set<Shard> seen);
}
