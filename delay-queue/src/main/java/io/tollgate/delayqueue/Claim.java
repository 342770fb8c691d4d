package io.tollgate.delayqueue;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a claim.
 *
 * @param tasks the tasks now held, the longest due first
 * @param untilNext the time until the shard's head is due: zero when more is due already, null when
 *     the shard is empty
 */
public record Claim(List<ClaimedTask> tasks, @Nullable Duration untilNext) {

  /** Keeps its own copy of the list. */
  public Claim {
    tasks = List.copyOf(tasks);
  }

  boolean moreIsDue() {
    return untilNext != null && untilNext.isZero();
  }
}
