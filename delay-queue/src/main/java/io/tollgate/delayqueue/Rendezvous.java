package io.tollgate.delayqueue;

import java.util.Collection;
import java.util.Comparator;

/**
 * Rendezvous hashing: every worker works out alone, from the same list of the living, whose shard
 * is whose. When one comes or goes, only its own shards change hands.
 */
final class Rendezvous {

  private Rendezvous() {}

  static boolean prefers(String worker, int shard, Collection<String> living) {
    return living.stream()
        .max(
            Comparator.comparingLong((String each) -> weight(each, shard))
                .thenComparing(each -> each))
        .map(worker::equals)
        .orElse(true);
  }

  // The finisher of splitmix64: neighbouring shards get unrelated weights.
  private static long weight(String worker, int shard) {
    long mixed = 0xcbf29ce484222325L;
    for (int i = 0; i < worker.length(); i++) {
      mixed = (mixed ^ worker.charAt(i)) * 0x100000001b3L;
    }
    mixed += (shard + 1) * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
