package io.tollgate.channels.razorpay;

import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.money.Money;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What we read of a refund (api/refunds/entity.md); any part may be missing. */
record RazorpayRefund(
    @Nullable String id,
    @Nullable String entity,
    @Nullable Long amount,
    @Nullable String currency,
    @Nullable String paymentId,
    @Nullable String status,
    @Nullable JsonNode notes) {

  /** Whether it can be read as a refund at all. */
  boolean isReadable() {
    return "refund".equals(entity) && RazorpayCalls.isId(id) && status != null;
  }

  /** Our own id of the refund, which we gave as a note. */
  @Nullable String refundId() {
    return RazorpayNotes.text(notes, RazorpayNotes.REFUND_ID);
  }

  /** Whether it is that operation, of that amount. */
  boolean isOf(OperationId operation, Money money) {
    return operation.value().equals(refundId())
        && RazorpayAmounts.areEqual(money, amount, currency);
  }
}
