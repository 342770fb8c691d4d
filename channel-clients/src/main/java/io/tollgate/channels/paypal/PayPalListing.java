package io.tollgate.channels.paypal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the transaction report.
 *
 * @param lastRefreshedDatetime up to when it is complete
 * @param totalPages of the span of time that was asked for
 */
record PayPalListing(
    @Nullable List<Detail> transactionDetails,
    @Nullable String lastRefreshedDatetime,
    @Nullable Integer totalPages) {

  /** One transaction, as far as it was asked for. */
  record Detail(@Nullable TransactionInfo transactionInfo) {}

  /**
   * One transaction.
   *
   * @param transactionEventCode {@code T} and four digits, of which the first two are the kind
   * @param transactionAmount what the payer paid; negative where money left us
   * @param feeAmount negative where PayPal kept it
   * @param transactionStatus {@code S}, {@code P}, {@code D} or {@code V}
   * @param invoiceId our id of the attempt, the capture or the refund
   * @param customField our id of the attempt, or of the refund
   */
  record TransactionInfo(
      @Nullable String transactionId,
      @Nullable String transactionEventCode,
      @Nullable String transactionInitiationDate,
      @Nullable PayPalAmount transactionAmount,
      @Nullable PayPalAmount feeAmount,
      @Nullable String transactionStatus,
      @Nullable String invoiceId,
      @Nullable String customField) {}
}
