package io.tollgate.channels.airwallex;

import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.money.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a refund (www.airwallex.com/docs/api/2024-08-07/payments/refunds).
 *
 * @param requestId our id of it
 * @param amount in the major unit
 */
record AirwallexRefund(
    @Nullable String id,
    @Nullable String requestId,
    @Nullable String paymentIntentId,
    @Nullable BigDecimal amount,
    @Nullable String currency,
    @Nullable String status) {

  /** One page of a list. */
  record Page(@Nullable Boolean hasMore, @Nullable List<AirwallexRefund> items) {

    /** The refund that has our id, if it is on this page. */
    Optional<AirwallexRefund> find(PaymentOperation operation) {
      return items == null
          ? Optional.empty()
          : items.stream()
              .filter(Objects::nonNull)
              .filter(refund -> operation.id().value().equals(refund.requestId()))
              .findFirst();
    }

    /** Whether the list goes on; one that does not say so may. */
    boolean mayGoOn() {
      return items == null || !Boolean.FALSE.equals(hasMore);
    }
  }

  /** Whether it is the operation's, of its amount, and gives back what was paid by that intent. */
  boolean isOf(PaymentOperation operation, String intent) {
    return operation.id().value().equals(requestId)
        && intent.equals(paymentIntentId)
        && money().filter(operation.amount()::equals).isPresent();
  }

  /** What is given back. */
  Optional<Money> money() {
    return AirwallexAmounts.read(amount, currency);
  }

  /** Airwallex's own id of it, where it has the shape of one. */
  @Nullable String reference() {
    return AirwallexRequests.isId(id) ? id : null;
  }
}
