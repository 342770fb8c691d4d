package io.tollgate.channels.square;

import org.jspecify.annotations.Nullable;

/**
 * What we read of a line of a payout; any part may be missing.
 *
 * @param effectiveAt RFC 3339
 * @param type one of {@code ActivityType}
 */
record SquareEntry(
    @Nullable String id,
    @Nullable String type,
    @Nullable String effectiveAt,
    @Nullable SquareMoney grossAmountMoney,
    @Nullable SquareMoney feeAmountMoney,
    @Nullable SquareMoney netAmountMoney,
    @Nullable Details typeChargeDetails,
    @Nullable Details typeRefundDetails,
    @Nullable Details typeDisputeDetails,
    @Nullable Details typeOpenDisputeDetails) {

  /** What a line is about. */
  record Details(@Nullable String paymentId, @Nullable String refundId) {}

  /** What we read of a payout. */
  record Payout(@Nullable String id) {}

  /** Square's id of what the line is about: a refund, else a payment, else the line itself. */
  @Nullable String reference() {
    if (typeRefundDetails != null && typeRefundDetails.refundId() != null) {
      return typeRefundDetails.refundId();
    }
    for (var details :
        new @Nullable Details[] {
          typeChargeDetails, typeRefundDetails, typeDisputeDetails, typeOpenDisputeDetails
        }) {
      if (details != null && details.paymentId() != null) {
        return details.paymentId();
      }
    }
    return id;
  }
}
