package io.tollgate.persistence.stream;

import java.time.Duration;

/**
 * How changes are written to the database.
 *
 * @param reader how they are read; its group is {@link DatabaseDrain#GROUP}
 * @param retention how long a final payment stays in Redis once the database has it
 * @param referenceRetention how long its reference stays known there, so that a late retry is
 *     answered from the database and charges nobody twice
 */
public record DrainSettings(
    ReaderSettings reader, Duration retention, Duration referenceRetention) {

  private static final Duration A_MONTH = Duration.ofDays(31);

  public DrainSettings {
    if (!reader.group().equals(DatabaseDrain.GROUP)) {
      throw new IllegalArgumentException(
          "group: " + reader.group() + " (expected: " + DatabaseDrain.GROUP + ")");
    }
    if (!retention.isPositive()) {
      throw new IllegalArgumentException("retention: " + retention + " (expected: more than zero)");
    }
    if (referenceRetention.compareTo(retention) < 0) {
      throw new IllegalArgumentException(
          "referenceRetention: " + referenceRetention + " (expected: at least " + retention + ")");
    }
  }

  /** References stay known for 31 days. */
  public DrainSettings(ReaderSettings reader, Duration retention) {
    this(reader, retention, A_MONTH);
  }

  /** Batches of 300, final payments stay for 24 h. */
  public static DrainSettings of(String consumer) {
    return new DrainSettings(
        ReaderSettings.of(DatabaseDrain.GROUP, consumer), Duration.ofHours(24));
  }
}
