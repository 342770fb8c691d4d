package io.tollgate.delayqueue;

/**
 * The keys of one shard in the order the scripts expect them.
 *
 * @param task due, lease, body, dead
 * @param claim the same, then what this claimant was given last
 */
@SuppressWarnings("ArrayRecordComponent") // handed to Lettuce as they are, never compared
record ShardKeys(String[] task, String[] claim) {

  static ShardKeys of(DelayQueueSettings settings, int shard, String claimant) {
    String due = settings.shardTag().apply(shard) + ":" + settings.name();
    String lease = due + ":lease";
    String body = due + ":body";
    String dead = due + ":dead";
    return new ShardKeys(
        new String[] {due, lease, body, dead},
        new String[] {due, lease, body, dead, due + ":claim:" + claimant});
  }
}
