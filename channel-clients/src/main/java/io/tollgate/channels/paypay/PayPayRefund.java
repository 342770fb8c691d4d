package io.tollgate.channels.paypay;

import io.tollgate.domain.channel.PaymentOperation;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a refund; any part may be missing.
 *
 * @param merchantRefundId our id of it
 * @param paymentId PayPay's own id of what was paid
 */
record PayPayRefund(
    @Nullable String merchantRefundId,
    @Nullable String paymentId,
    @Nullable PayPayAmount amount,
    @Nullable String status) {

  /** An answer that has a refund. */
  record Body(@Nullable PayPayRefund data) {}

  /** Whether it is the operation's: its id, payment and amount. */
  boolean isOf(PaymentOperation operation, String payment) {
    return operation.id().value().equals(merchantRefundId)
        && payment.equals(paymentId)
        && amount != null
        && amount.is(operation.amount());
  }
}
