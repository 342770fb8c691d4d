package io.tollgate.persistence.hot;

import java.time.Instant;

/**
 * The id of a stream entry: when Redis took it, and a number within that millisecond.
 *
 * @param millis since 1970, by Redis' clock
 */
public record EntryId(long millis, long sequence) implements Comparable<EntryId> {

  /** Before every entry. */
  public static final EntryId BEGINNING = new EntryId(0, 0);

  /** The id that Redis spells {@code <millis>-<sequence>}. */
  public static EntryId parse(String text) {
    int dash = text.indexOf('-');
    return new EntryId(
        Long.parseLong(text.substring(0, dash)), Long.parseUnsignedLong(text.substring(dash + 1)));
  }

  /** When Redis took the entry. */
  public Instant at() {
    return Instant.ofEpochMilli(millis);
  }

  @Override
  public int compareTo(EntryId other) {
    int byTime = Long.compare(millis, other.millis);
    return byTime == 0 ? Long.compareUnsigned(sequence, other.sequence) : byTime;
  }

  @Override
  public String toString() {
    return millis + "-" + Long.toUnsignedString(sequence);
  }
}
