package io.tollgate.sandbox.paypay;

/** Money given back, as PayPay keeps it. */
record PayPayRefund(
    String merchantRefundId,
    String paymentId,
    long amount,
    String reason,
    long requestedAt,
    String status,
    long acceptedAt) {

  PayPayRefund now(String other) {
    return new PayPayRefund(
        merchantRefundId, paymentId, amount, reason, requestedAt, other, acceptedAt);
  }
}
