package io.tollgate.channels.paystack;

import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a transaction or of a charge under way; any part may be missing, and of a charge
 * under way most is (vendor: PaystackOSS/doc-code-snippets, charges/create).
 *
 * @param reference ours
 * @param amount in the unit that {@link PaystackAmounts} explains
 * @param gatewayResponse why it went as it went, in words
 * @param gatewayResponseCode the same as a code
 * @param url where the payer has to go
 * @param redirectUrl the same, in the answers to what was submitted
 * @param ussdCode what the payer has to dial
 */
record PaystackTransaction(
    @Nullable String reference,
    @Nullable String status,
    @Nullable Long amount,
    @Nullable String currency,
    @Nullable String gatewayResponse,
    @Nullable String gatewayResponseCode,
    @Nullable String url,
    @Nullable String redirectUrl,
    @Nullable String ussdCode) {

  /** Whether it says what was to be paid; nothing ends by an answer that does not. */
  boolean isPriced() {
    return amount != null && currency != null;
  }

  /** Whether reference, amount and currency are those of the order, as far as it has them. */
  boolean isOf(ChannelRequestId attempt, Order order, ChannelAccount account) {
    return PaystackIds.reference(attempt).equals(reference)
        && (amount == null
            || PaystackAmounts.encode(order.amount(), account).equals(OptionalLong.of(amount)))
        && (currency == null || currency.equals(order.amount().currency().getCurrencyCode()));
  }
}
