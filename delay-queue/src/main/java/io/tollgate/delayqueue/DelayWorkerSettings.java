package io.tollgate.delayqueue;

import java.time.Duration;

/**
 * How a worker goes about its work.
 *
 * @param lease how long a claim holds without a sign of life; what a crash costs
 * @param batch the most tasks claimed at once
 * @param concurrency the most tasks handled at any time; as many more may have been handled and
 *     wait for Redis to take note
 * @param handleAtMost how long a handler may take before its task is put off; keeps a handler that
 *     never answers from holding its permit for ever
 * @param backoff when a task returns whose handler failed
 * @param pace how often the worker looks
 */
public record DelayWorkerSettings(
    Duration lease, int batch, int concurrency, Duration handleAtMost, Backoff backoff, Pace pace) {

  /** More would not fit the argument lists of the scripts. */
  static final int LARGEST_BATCH = 1000;

  /** Checks every part. */
  public DelayWorkerSettings {
    Expect.that(lease.toMillis() >= 100, "lease", lease, "at least 100 ms");
    Expect.that(batch > 0 && batch <= LARGEST_BATCH, "batch", batch, "1 to " + LARGEST_BATCH);
    Expect.that(concurrency > 0, "concurrency", concurrency, "1 or more");
    Expect.that(handleAtMost.isPositive(), "handleAtMost", handleAtMost, "more than zero");
  }

  /**
   * How often a worker looks at a shard.
   *
   * @param preferred the longest time between two looks at a shard that is this worker's by
   *     preference; it looks earlier when it knows of an earlier head
   * @param others the same for all other shards, which are looked at in case their worker fell
   *     silent
   * @param heartbeat how often the worker shows itself to the others; one unseen for three beats is
   *     no longer counted
   */
  public record Pace(Duration preferred, Duration others, Duration heartbeat) {

    /** Checks every part. */
    public Pace {
      Expect.that(preferred.isPositive(), "preferred", preferred, "more than zero");
      Expect.that(others.isPositive(), "others", others, "more than zero");
      Expect.that(heartbeat.isPositive(), "heartbeat", heartbeat, "more than zero");
    }

    /** 250 ms for its own shards, a second for others, a beat a second. */
    public static Pace standard() {
      return new Pace(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(1));
    }
  }

  /** A lease of 8 s, batches of 128, 256 at once, a minute for each. */
  public static DelayWorkerSettings standard() {
    return new DelayWorkerSettings(
        Duration.ofSeconds(8),
        128,
        256,
        Duration.ofMinutes(1),
        Backoff.standard(),
        Pace.standard());
  }

  /** The same with another lease. */
  public DelayWorkerSettings leasing(Duration time) {
    return new DelayWorkerSettings(time, batch, concurrency, handleAtMost, backoff, pace);
  }

  /** The same with other bounds on batch and concurrency. */
  public DelayWorkerSettings holding(int atOnce, int inOneBatch) {
    return new DelayWorkerSettings(lease, inOneBatch, atOnce, handleAtMost, backoff, pace);
  }

  /** The same with another bound on a handler's time. */
  public DelayWorkerSettings handlingWithin(Duration time) {
    return new DelayWorkerSettings(lease, batch, concurrency, time, backoff, pace);
  }

  /** The same with another backoff for failed handlers. */
  public DelayWorkerSettings backingOff(Backoff other) {
    return new DelayWorkerSettings(lease, batch, concurrency, handleAtMost, other, pace);
  }

  /** The same at another pace. */
  public DelayWorkerSettings looking(Pace other) {
    return new DelayWorkerSettings(lease, batch, concurrency, handleAtMost, backoff, other);
  }
}
