package io.tollgate.channels.square;

import org.jspecify.annotations.Nullable;

/**
 * What we read of a refund; any part may be missing.
 *
 * @param reason a text of ours that holds our id of the refund: Square has no field for it
 */
record SquareRefund(
    @Nullable String id,
    @Nullable String status,
    @Nullable SquareMoney amountMoney,
    @Nullable String paymentId,
    @Nullable String reason) {

  private static final String MARK = "refund-";

  /** An answer about one refund. */
  record Envelope(@Nullable SquareRefund refund) {}

  /** The reason that a refund of ours gives. */
  static String reason(String ours) {
    return MARK + ours;
  }

  /** Our own id of the refund; null where somebody else gave the money back. */
  @Nullable String refundId() {
    return reason != null && reason.startsWith(MARK) ? reason.substring(MARK.length()) : null;
  }
}
