package io.tollgate.persistence.stream;

import java.time.Duration;

/**
 * How a reader group is read by one process.
 *
 * @param group the reader group's name; stored in Redis
 * @param consumer this process' name within the group. The same name after a restart resumes at
 *     once what was in hand; another name has to wait until it is taken over
 * @param batchSize how many changes the handler gets at most, 1 to 5,000
 * @param busyPause between sweeps while there is work
 * @param idlePause what the pause grows to while there is none
 * @param takeOverAfter how long a change may be in a silent reader's hand before another takes it
 * @param forgetAfter how long a consumer that has nothing in hand may be silent before it is
 *     deleted
 * @param handlerTimeout how long the handler may take for a batch
 * @param longestBackoff between repetitions of a batch that fails; they begin at 100 ms
 */
public record ReaderSettings(
    String group,
    String consumer,
    int batchSize,
    Duration busyPause,
    Duration idlePause,
    Duration takeOverAfter,
    Duration forgetAfter,
    Duration handlerTimeout,
    Duration longestBackoff) {

  static final Duration SHORTEST_BACKOFF = Duration.ofMillis(100);

  public ReaderSettings {
    if (group.isBlank() || consumer.isBlank()) {
      throw new IllegalArgumentException(
          "reader: '" + group + "', '" + consumer + "' (expected: a group and a consumer)");
    }
    if (batchSize < 1 || batchSize > 5_000) {
      throw new IllegalArgumentException("batchSize: " + batchSize + " (expected: 1 to 5000)");
    }
  }

  /** 300 changes, pauses of 25 to 50 ms, takeover after 5 s, backoff up to 5 s. */
  public static ReaderSettings of(String group, String consumer) {
    return new ReaderSettings(
        group,
        consumer,
        300,
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofSeconds(5),
        Duration.ofMinutes(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5));
  }

  /** The same with another batch size. */
  public ReaderSettings batching(int size) {
    return new ReaderSettings(
        group,
        consumer,
        size,
        busyPause,
        idlePause,
        takeOverAfter,
        forgetAfter,
        handlerTimeout,
        longestBackoff);
  }

  /** The same with another patience with silent readers. */
  public ReaderSettings takingOverAfter(Duration silence) {
    return new ReaderSettings(
        group,
        consumer,
        batchSize,
        busyPause,
        idlePause,
        silence,
        forgetAfter,
        handlerTimeout,
        longestBackoff);
  }

  /** The same, deleting idle consumers after another time. */
  public ReaderSettings forgettingAfter(Duration silence) {
    return new ReaderSettings(
        group,
        consumer,
        batchSize,
        busyPause,
        idlePause,
        takeOverAfter,
        silence,
        handlerTimeout,
        longestBackoff);
  }

  /** The pause before the repetition after this many failures in a row. */
  Duration backoff(int failures) {
    var grown = SHORTEST_BACKOFF.multipliedBy(1L << Math.min(failures - 1, 16));
    return grown.compareTo(longestBackoff) < 0 ? grown : longestBackoff;
  }

  /** Small pages of many shards fill a batch as well as large pages of few. */
  int countPerShard() {
    return Math.max(4, batchSize / 8);
  }
}
