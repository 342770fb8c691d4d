package io.tollgate.persistence.stream;

import java.time.Duration;

/**
 * How changes are written to the database.
 *
 * @param reader how they are read; its group is {@link DatabaseDrain#GROUP}
 * @param retention how long a final payment stays in Redis once the database has it
 */
public record DrainSettings(ReaderSettings reader, Duration retention) {

  public DrainSettings {
    if (!reader.group().equals(DatabaseDrain.GROUP)) {
      throw new IllegalArgumentException(
          "group: " + reader.group() + " (expected: " + DatabaseDrain.GROUP + ")");
    }
    if (!retention.isPositive()) {
      throw new IllegalArgumentException("retention: " + retention + " (expected: more than zero)");
    }
  }

  /** Batches of 300, final payments stay for 24 h. */
  public static DrainSettings of(String consumer) {
    return new DrainSettings(
        ReaderSettings.of(DatabaseDrain.GROUP, consumer), Duration.ofHours(24));
  }
}
