package io.tollgate.channels.razorpay;

import io.tollgate.domain.money.Money;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What we read of a payment (api/payments/entity.md); any part may be missing.
 *
 * @param amount in the unit that {@link RazorpayAmounts} explains
 * @param currency upper case
 * @param tokenId of an agreement's first payment, what later ones are charged by
 */
record RazorpayPayment(
    @Nullable String id,
    @Nullable String entity,
    @Nullable Long amount,
    @Nullable String currency,
    @Nullable String status,
    @Nullable String orderId,
    @Nullable Boolean captured,
    @Nullable String customerId,
    @Nullable String tokenId,
    @Nullable String errorCode,
    @Nullable String errorReason,
    @Nullable JsonNode notes) {

  /** Whether it can be read as a payment at all. */
  boolean isReadable() {
    return "payment".equals(entity) && RazorpayCalls.isId(id) && amount != null && status != null;
  }

  /** Whether it pays that order of Razorpay's, in full. */
  boolean isOf(String order, Money money) {
    return order.equals(orderId) && RazorpayAmounts.areEqual(money, amount, currency);
  }

  /** A note of ours. */
  @Nullable String note(String name) {
    return RazorpayNotes.text(notes, name);
  }
}
