package io.tollgate.channels.paypal;

import org.jspecify.annotations.Nullable;

/**
 * What we read of an authorization, a capture or a refund, which look alike. Any part may be
 * missing.
 *
 * @param customId of an authorization and a capture our id of the attempt, of a refund our id of it
 * @param invoiceId our id of what it was made for: the attempt, the capture or the refund
 */
record PayPalPayment(
    @Nullable String id,
    @Nullable String status,
    @Nullable StatusDetails statusDetails,
    @Nullable PayPalAmount amount,
    @Nullable String customId,
    @Nullable String invoiceId,
    @Nullable ProcessorResponse processorResponse,
    @Nullable SupplementaryData supplementaryData) {

  /** Why it has the status. */
  record StatusDetails(@Nullable String reason) {}

  /** What the card's issuer said. */
  record ProcessorResponse(@Nullable String responseCode) {}

  /** Where it belongs. */
  record SupplementaryData(@Nullable RelatedIds relatedIds) {}

  /** PayPal's ids of what it belongs to. */
  record RelatedIds(@Nullable String orderId) {}

  /** PayPal's id of its order, where it is told. */
  @Nullable String orderId() {
    var related = supplementaryData == null ? null : supplementaryData.relatedIds();
    var order = related == null ? null : related.orderId();
    return PayPalRequests.isId(order) ? order : null;
  }

  /** Whether it was made under this id of ours. */
  boolean isMadeFor(String ourId) {
    return ourId.equals(invoiceId);
  }
}
