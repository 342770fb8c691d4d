package io.tollgate.channels.stripe;

import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What we read of a PaymentIntent. Any part may be missing, whatever the description says: it comes
 * from outside.
 *
 * @param amount in the unit that {@link StripeAmounts} explains
 * @param amountReceived of it, what was captured
 * @param currency lower case
 */
record StripeIntent(
    @Nullable String id,
    @Nullable String object,
    @Nullable Long amount,
    @Nullable Long amountReceived,
    @Nullable String currency,
    @Nullable String status,
    @Nullable String cancellationReason,
    @Nullable Map<String, String> metadata,
    @Nullable LastError lastPaymentError,
    @Nullable JsonNode nextAction) {

  /** Why the last try to pay it, or to set it up, failed. */
  record LastError(@Nullable String type, @Nullable String code, @Nullable String declineCode) {}

  /** Our own id of the attempt, which we gave as metadata. */
  @Nullable String attemptId() {
    return metadata == null ? null : metadata.get(StripeRequests.ATTEMPT_ID);
  }

  /** Our own id of the capture that took the money; none where it was taken at once. */
  @Nullable String captureId() {
    return metadata == null ? null : metadata.get(StripeRequests.CAPTURE_ID);
  }

  /** Whether it can be read as an intent at all. */
  boolean isReadable() {
    return "payment_intent".equals(object) && amount != null;
  }

  /** Whether attempt, amount and currency are those of the order; else it says nothing to us. */
  boolean isOf(ChannelRequestId attempt, Order order, ChannelAccount account) {
    return amount != null
        && attempt.toString().equals(attemptId())
        && StripeRequests.currency(order.amount()).equals(currency)
        && StripeAmounts.encode(order.amount(), account).equals(OptionalLong.of(amount));
  }
}
