package io.tollgate.channels.razorpay;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What we read of a line of a settlement (api/settlements/fetch-recon.md); any part may be missing.
 *
 * @param debit what our balance lost
 * @param credit what our balance won, fees deducted
 * @param amount what the line is about, before fees
 * @param fee with the tax on it
 * @param createdAt in seconds of the epoch
 */
record RazorpaySettledLine(
    @Nullable String entityId,
    @Nullable String type,
    @Nullable Long debit,
    @Nullable Long credit,
    @Nullable Long amount,
    @Nullable String currency,
    @Nullable Long fee,
    @Nullable Long createdAt,
    @Nullable String orderId,
    @Nullable String orderReceipt,
    @Nullable String disputeId,
    @Nullable JsonNode notes) {

  /** Whether money left us. */
  boolean isDebit() {
    return debit != null && debit > 0;
  }
}
