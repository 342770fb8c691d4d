package io.tollgate.delayqueue;

import java.time.Duration;
import java.util.function.IntFunction;

/**
 * Where a delay queue lies in Redis and when it gives a task up.
 *
 * @param name the key after the tag, so that several queues can share the tags: {@code {p:07}:due}
 * @param shards how many shards; never changes once tasks are stored
 * @param shardTag the hash tag of a shard, braces included; equal tags lie in one Redis slot
 * @param attemptLimit attempts before a task dies, 0 for no limit
 * @param hintHorizon a task that becomes the head of its shard and is due within this time is
 *     announced; as long as the workers' poll interval
 * @param replyTimeout how long to wait for Redis before a call fails
 */
public record DelayQueueSettings(
    String name,
    int shards,
    IntFunction<String> shardTag,
    int attemptLimit,
    Duration hintHorizon,
    Duration replyTimeout) {

  /** Checks every part. */
  public DelayQueueSettings {
    Expect.that(!name.isEmpty(), "name", name, "not empty");
    Expect.that(shards > 0, "shards", shards, "1 or more");
    Expect.that(attemptLimit >= 0, "attemptLimit", attemptLimit, "0 or more");
    Expect.that(!hintHorizon.isNegative(), "hintHorizon", hintHorizon, "not negative");
    Expect.that(replyTimeout.isPositive(), "replyTimeout", replyTimeout, "more than zero");
  }

  /** 64 shards tagged {@code {p:00}} to {@code {p:63}}, keys named {@code due}, no limit. */
  public static DelayQueueSettings standard() {
    return new DelayQueueSettings(
        "due", 64, "{p:%02d}"::formatted, 0, Duration.ofMillis(250), Duration.ofSeconds(2));
  }

  /** The same under another name. */
  public DelayQueueSettings named(String other) {
    return new DelayQueueSettings(other, shards, shardTag, attemptLimit, hintHorizon, replyTimeout);
  }

  /** The same over other shards. */
  public DelayQueueSettings over(int count, IntFunction<String> tag) {
    return new DelayQueueSettings(name, count, tag, attemptLimit, hintHorizon, replyTimeout);
  }

  /** The same with another attempt limit, 0 for none. */
  public DelayQueueSettings limitedTo(int attempts) {
    return new DelayQueueSettings(name, shards, shardTag, attempts, hintHorizon, replyTimeout);
  }

  /** The same with another bound on Redis' reply. */
  public DelayQueueSettings replyingWithin(Duration timeout) {
    return new DelayQueueSettings(name, shards, shardTag, attemptLimit, hintHorizon, timeout);
  }

  /** The Redis channel on which near tasks are announced, the shard's number as the message. */
  public String hintChannel() {
    return "tollgate:" + name + ":hint";
  }
}
