package io.tollgate.load.past;

import java.util.Locale;

/** What became of payments of the past; 97 of 100 are final. */
enum PastStatus {
  SUCCEEDED(860, true),
  FAILED(85, true),
  CANCELLED(15, true),
  EXPIRED(10, true),
  REQUIRES_ACTION(20, false),
  UNKNOWN(10, false);

  /** What the shares add up to. */
  static final int WHOLE = 1_000;

  private final int share;
  private final boolean last;

  PastStatus(int share, boolean last) {
    this.share = share;
    this.last = last;
  }

  /** The status of a payment that draws this number, of 0 to 999. */
  static PastStatus drawn(int number) {
    int left = number;
    for (var status : values()) {
      left -= status.share;
      if (left < 0) {
        return status;
      }
    }
    throw new IllegalArgumentException("drawn: " + number + " (expected: 0 to 999)");
  }

  boolean isFinal() {
    return last;
  }

  /** As the column has it. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
