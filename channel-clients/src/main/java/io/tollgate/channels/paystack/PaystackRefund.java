package io.tollgate.channels.paystack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What we read of a refund; any part may be missing.
 *
 * @param amount in the unit that {@link PaystackAmounts} explains
 * @param merchantNote carries our own id of it
 * @param transactionReference of what was paid, where {@code transaction} is a number
 * @param transaction of what was paid, where it is told as a whole
 * @param createdAt as ISO 8601 writes times
 */
record PaystackRefund(
    @Nullable Long id,
    @Nullable JsonNode amount,
    @Nullable String currency,
    @Nullable String status,
    @Nullable String merchantNote,
    @Nullable String transactionReference,
    @Nullable JsonNode transaction,
    @JsonProperty("createdAt") @Nullable String createdAt) {

  /** The reference of what was paid. */
  @Nullable String reference() {
    return transactionReference != null || transaction == null
        ? transactionReference
        : transaction.path("reference").stringValueOpt().orElse(null);
  }

  /** Whether it is the one that the operation asked for; else it says nothing to us. */
  boolean isOf(PaymentOperation operation, ChannelAccount account) {
    var whole = PaystackAmounts.whole(amount);
    return whole != null
        && PaystackIds.note(operation.id()).equals(merchantNote)
        && PaystackIds.reference(operation.attempt().requestId()).equals(reference())
        && operation.amount().currency().getCurrencyCode().equals(currency)
        && PaystackAmounts.encode(operation.amount(), account).equals(OptionalLong.of(whole));
  }
}
