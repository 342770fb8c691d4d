package io.tollgate.persistence.stream;

import java.time.Duration;
import java.util.Set;

/**
 * How the logs are kept short.
 *
 * @param groups the reader groups that must exist; while one of them does not, nothing is trimmed
 * @param every how often each shard is trimmed; the shards take turns
 */
public record TrimSettings(Set<String> groups, Duration every) {

  public TrimSettings {
    groups = Set.copyOf(groups);
    if (groups.isEmpty() || !every.isPositive()) {
      throw new IllegalArgumentException(
          "trim: " + groups + ", " + every + " (expected: some groups, more than zero)");
    }
  }

  /** The groups {@code db} and {@code notices}, each shard every 2 s. */
  public static TrimSettings standard() {
    return new TrimSettings(Set.of(DatabaseDrain.GROUP, "notices"), Duration.ofSeconds(2));
  }
}
