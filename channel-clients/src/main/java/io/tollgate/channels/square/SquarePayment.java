package io.tollgate.channels.square;

import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a payment. Any part may be missing, whatever the description says: it comes from
 * outside.
 *
 * @param referenceId our id of the attempt
 */
record SquarePayment(
    @Nullable String id,
    @Nullable String status,
    @Nullable SquareMoney amountMoney,
    @Nullable String referenceId,
    @Nullable List<@Nullable String> refundIds,
    @Nullable CardDetails cardDetails) {

  /** What happened at the card. */
  record CardDetails(@Nullable List<SquareErrors.@Nullable Error> errors) {}

  /** An answer about one payment. */
  record Envelope(@Nullable SquarePayment payment) {}

  /** Whether attempt, amount and currency are those of the order; else it says nothing to us. */
  boolean isOf(ChannelRequestId attempt, Order order) {
    return amountMoney != null
        && amountMoney.is(order.amount())
        && attempt.toString().equals(referenceId);
  }

  /** Why the card refused, where it did. */
  Optional<String> failure() {
    var errors = cardDetails == null ? null : cardDetails.errors();
    return errors == null
        ? Optional.empty()
        : errors.stream()
            .filter(Objects::nonNull)
            .map(error -> Objects.requireNonNullElse(error.code(), ""))
            .filter(code -> !code.isEmpty())
            .findFirst();
  }
}
