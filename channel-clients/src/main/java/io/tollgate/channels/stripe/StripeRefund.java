package io.tollgate.channels.stripe;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a refund; any part may be missing.
 *
 * @param amount in the unit that {@link StripeAmounts} explains
 * @param currency lower case
 * @param paymentIntent the id of what was paid
 */
record StripeRefund(
    @Nullable String id,
    @Nullable String object,
    @Nullable Long amount,
    @Nullable String currency,
    @Nullable String status,
    @Nullable String failureReason,
    @Nullable String paymentIntent,
    @Nullable Map<String, String> metadata) {

  /** Our own id of the refund, which we gave as metadata. */
  @Nullable String refundId() {
    return metadata == null ? null : metadata.get(StripeRequests.REFUND_ID);
  }
}
