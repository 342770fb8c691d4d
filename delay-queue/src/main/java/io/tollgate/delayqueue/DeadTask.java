package io.tollgate.delayqueue;

import java.time.Instant;

/**
 * A task nobody works on any more: it spent its attempts, or its handler gave it up.
 *
 * @param shard the shard it lies on
 * @param id its id, unique within the shard
 * @param body what was scheduled with it, "" for nothing
 * @param diedAt when, by Redis' clock
 */
public record DeadTask(int shard, String id, String body, Instant diedAt) {}
