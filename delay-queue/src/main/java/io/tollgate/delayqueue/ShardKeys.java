package io.tollgate.delayqueue;

import java.util.List;

/**
 * The keys of one shard in the order the scripts expect them.
 *
 * @param task due, lease, body, dead
 * @param memory what this claimant was given last by a claim that began with this shard
 */
record ShardKeys(List<String> task, String memory) {

  static ShardKeys of(DelayQueueSettings settings, int shard, String claimant) {
    String due = settings.shardTag().apply(shard) + ":" + settings.name();
    return new ShardKeys(
        List.of(due, due + ":lease", due + ":body", due + ":dead"), due + ":claim:" + claimant);
  }
}
