package io.tollgate.delayqueue;

import java.time.Duration;

/**
 * A task in the hands of one worker, until its lease ends.
 *
 * @param shard the shard it lies on
 * @param id its id, unique within the shard
 * @param body what was scheduled with it, "" for nothing
 * @param token proves the claim; no two claims ever share one
 * @param attempt which attempt this is, from 1
 * @param lateness how long after its due time it was claimed; after a crash, counted from the end
 *     of the lease that was lost
 */
public record ClaimedTask(
    int shard, String id, String body, String token, int attempt, Duration lateness) {}
