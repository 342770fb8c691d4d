package io.tollgate.channels.square;

import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a payment. Any part may be missing, whatever the description says: it comes from
 * outside.
 *
 * @param referenceId our id of the attempt
 * @param note of one that was made on a page of Square's, a text of ours that holds that id
 */
record SquarePayment(
    @Nullable String id,
    @Nullable String status,
    @Nullable SquareMoney amountMoney,
    @Nullable String referenceId,
    @Nullable String note,
    @Nullable List<@Nullable String> refundIds,
    @Nullable CardDetails cardDetails) {

  private static final String MARK = "attempt-";

  /** What happened at the card. */
  record CardDetails(@Nullable List<SquareErrors.@Nullable Error> errors) {}

  /** An answer about one payment. */
  record Envelope(@Nullable SquarePayment payment) {}

  /** Whether attempt, amount and currency are those of the order; else it says nothing to us. */
  boolean isOf(ChannelRequestId attempt, Order order) {
    return amountMoney != null
        && amountMoney.is(order.amount())
        && attempt.toString().equals(attemptId());
  }

  /** The note of an attempt's payment that is made on a page of Square's. */
  static String note(ChannelRequestId attempt) {
    return MARK + attempt;
  }

  /** Our own id of the attempt; null where it is none of ours. */
  @Nullable String attemptId() {
    return isHosted() && note != null ? note.substring(MARK.length()) : referenceId;
  }

  /** Whether it was made on a page of Square's, and not in vain. */
  boolean isOpenOrPaid() {
    return isHosted() && !"FAILED".equals(status);
  }

  /** Whether it was made on a page of Square's: what we charge ourselves has a reference. */
  boolean isHosted() {
    return referenceId == null && note != null && note.startsWith(MARK);
  }

  /** Why the card refused, where it did. */
  Optional<String> failure() {
    var errors = cardDetails == null ? null : cardDetails.errors();
    return errors == null
        ? Optional.empty()
        : errors.stream()
            .map(error -> error == null || error.code() == null ? "" : error.code())
            .filter(code -> !code.isEmpty())
            .findFirst();
  }
}
