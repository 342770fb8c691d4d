package io.tollgate.domain.lifecycle;

import java.util.Locale;

/** Where a payment is in its life. */
public enum PaymentStatus {
  /** Stored with its first attempt; the channel has not answered yet. */
  CREATED,
  /** The channel has it, or may have it, and the outcome is awaited. */
  PENDING,
  /** The payer has to do something. */
  REQUIRES_ACTION,
  /** The channel stayed silent beyond every deadline; it is still asked, at a slower pace. */
  UNKNOWN,
  /** Money is held for us and waits for the capture. */
  AUTHORIZED,
  SUCCEEDED,
  FAILED,
  /** Ended before it was paid, by the merchant, the payer or the channel. */
  CANCELLED,
  /** Ended because its time ran out, by the channel's word. */
  EXPIRED;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** Whether no event but a contradiction can change it any more. */
  public boolean isFinal() {
    return switch (this) {
      case SUCCEEDED, FAILED, CANCELLED, EXPIRED -> true;
      case CREATED, PENDING, REQUIRES_ACTION, UNKNOWN, AUTHORIZED -> false;
    };
  }

  /**
   * How far along the life this status is: an observer never sees it fall. The open statuses
   * (pending, requires action, unknown) share one rank, because a payer goes to and fro there.
   */
  public int rank() {
    return switch (this) {
      case CREATED -> 0;
      case PENDING, REQUIRES_ACTION, UNKNOWN -> 1;
      case AUTHORIZED -> 2;
      case SUCCEEDED, FAILED, CANCELLED, EXPIRED -> 3;
    };
  }

  /** As the API spells it, in snake case. */
  public String code() {
    return code;
  }
}
