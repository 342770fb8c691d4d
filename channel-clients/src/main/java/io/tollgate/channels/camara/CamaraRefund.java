package io.tollgate.channels.camara;

import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.money.Money;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a refund; any part may be missing (description, {@code TotalRefund} and {@code
 * PartialRefund}).
 *
 * @param type {@code total} or {@code partial}; a total one does not say its amount
 */
record CamaraRefund(
    @Nullable String refundId,
    @Nullable String refundStatus,
    @Nullable String type,
    @Nullable String refundCreationDate,
    @Nullable String refundDate,
    @Nullable Transaction amountTransaction) {

  /** Whose refund it is, and over what. */
  record Transaction(@Nullable String referenceCode, @Nullable Amount refundAmount) {}

  /** Over what. */
  record Amount(CamaraPayment.@Nullable Charge chargingInformation) {}

  /** Whether it is the operation's, over its amount. */
  boolean isOf(PaymentOperation operation) {
    return operation.id().value().equals(referenceCode())
        && amount(operation.attempt().order().amount()).equals(Optional.of(operation.amount()));
  }

  /** Our id of it, if it is ours. */
  @Nullable String referenceCode() {
    return amountTransaction == null ? null : amountTransaction.referenceCode();
  }

  /**
   * How much is given back.
   *
   * @param whole the payment's amount
   */
  Optional<Money> amount(Money whole) {
    var said =
        Optional.ofNullable(amountTransaction)
            .map(Transaction::refundAmount)
            .map(Amount::chargingInformation);
    return switch (type) {
      case "total" -> said.isEmpty() ? Optional.of(whole) : said.get().money();
      case "partial" -> said.flatMap(CamaraPayment.Charge::money);
      case null, default -> Optional.empty();
    };
  }
}
