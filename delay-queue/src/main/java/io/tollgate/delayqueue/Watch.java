package io.tollgate.delayqueue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is known of one shard, and so when to look at it. Times are the loop's, in ms. */
final class Watch {

  private static final long UNKNOWN = Long.MAX_VALUE;

  private final int shard;
  private boolean preferred = true;
  private boolean hinted;
  private int failures;
  private long headAt = UNKNOWN;
  private long pollAt;

  Watch(int shard) {
    this.shard = shard;
  }

  int shard() {
    return shard;
  }

  boolean preferred() {
    return preferred;
  }

  /** Answers whether the shard has just become ours. */
  boolean prefer(boolean now) {
    boolean won = now && !preferred;
    preferred = now;
    return won;
  }

  long lookAt() {
    return Math.min(headAt, pollAt);
  }

  /** Whether it is time, or nearly so for a look that may come at any time. */
  boolean wants(long now, long earlyMillis) {
    return headAt <= now || pollAt <= now + earlyMillis;
  }

  void lookNow(long now) {
    pollAt = Math.min(pollAt, now);
  }

  /** Answers whether this is news. */
  boolean hint(long now) {
    if (!preferred || hinted || failures > 0) {
      return false;
    }
    hinted = true;
    headAt = Math.min(headAt, now);
    return true;
  }

  void asked() {
    hinted = false;
  }

  void answered(long now, @Nullable Duration untilNext, long nextPollAt) {
    failures = 0;
    pollAt = nextPollAt;
    boolean more = untilNext != null && untilNext.isZero();
    if (hinted || more) {
      headAt = now;
    } else {
      // Other workers' shards are looked at for lost tasks only, and that has time.
      headAt = preferred && untilNext != null ? now + untilNext.toMillis() : UNKNOWN;
    }
  }

  void failed(long now, Backoff backoff) {
    failures++;
    headAt = UNKNOWN;
    pollAt = now + backoff.after(failures).toMillis();
  }
}
