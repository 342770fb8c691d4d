package io.tollgate.delayqueue;

import java.time.Duration;

/**
 * Something to be done later.
 *
 * @param shard the shard it lies on, from 0
 * @param id unique within its shard; scheduling it again moves the task
 * @param body what the handler needs besides the id, or "" for nothing
 * @param delay from Redis' present time on, in whole milliseconds (rounded up)
 */
public record DelayedTask(int shard, String id, String body, Duration delay) {

  /** Checks every part. */
  public DelayedTask {
    Expect.that(shard >= 0, "shard", shard, "0 or more");
    Expect.that(!id.isEmpty(), "id", id, "not empty");
    Expect.that(!delay.isNegative(), "delay", delay, "not negative");
  }

  /** A task whose id says everything. */
  public static DelayedTask of(int shard, String id, Duration delay) {
    return new DelayedTask(shard, id, "", delay);
  }
}
