package io.tollgate.channels.camara;

import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Order;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a payment; any part may be missing (description, {@code Payment}, {@code
 * PaymentCreated} and {@code BodyAmountReservationTransactionForReserve}).
 *
 * @param paymentCreationDate when it was made at the operator, RFC 3339
 * @param paymentDate when it was paid, RFC 3339
 * @param validationInfo what the payer has to do; only in answer to a preparation
 */
record CamaraPayment(
    @Nullable String paymentId,
    @Nullable String paymentStatus,
    @Nullable String paymentCreationDate,
    @Nullable String paymentDate,
    @Nullable Transaction amountTransaction,
    @Nullable Validation validationInfo) {

  /** Whose payment it is, and over what. */
  record Transaction(@Nullable String referenceCode, @Nullable Amount paymentAmount) {}

  /** Over what. */
  record Amount(@Nullable Charge chargingInformation) {}

  /** A sum of money; refunds have it too. */
  record Charge(@Nullable BigDecimal amount, @Nullable String currency) {

    Optional<Money> money() {
      return CamaraAmounts.decode(amount, currency);
    }
  }

  /** What the payer has to do. */
  record Validation(
      @Nullable String action, @Nullable String authorizationId, @Nullable String validationURL) {}

  /** Whether it is the attempt's, over the order's amount. */
  boolean isOf(ChannelRequestId requestId, Order order) {
    return requestId.toString().equals(referenceCode())
        && amount().equals(Optional.of(order.amount()));
  }

  /** Our id of it, if it is ours. */
  @Nullable String referenceCode() {
    return amountTransaction == null ? null : amountTransaction.referenceCode();
  }

  Optional<Money> amount() {
    return Optional.ofNullable(amountTransaction)
        .map(Transaction::paymentAmount)
        .map(Amount::chargingInformation)
        .flatMap(Charge::money);
  }

  boolean is(String status) {
    return status.equals(paymentStatus);
  }
}
