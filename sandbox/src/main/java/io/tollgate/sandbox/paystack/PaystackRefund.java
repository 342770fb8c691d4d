package io.tollgate.sandbox.paystack;

import java.time.Instant;

/** A refund as it stands. */
record PaystackRefund(
    long id,
    String reference,
    long sale,
    long amount,
    String currency,
    String note,
    String status,
    Instant created) {

  PaystackRefund at(String other) {
    return new PaystackRefund(id, reference, sale, amount, currency, note, other, created);
  }
}
