package io.tollgate.sandbox.airwallex;

import java.math.BigDecimal;

/** Money given back, as Airwallex keeps it; the amount is in the major unit. */
record Refund(
    String id,
    String requestId,
    String intentId,
    BigDecimal amount,
    String currency,
    String status) {

  Refund now(String other) {
    return new Refund(id, requestId, intentId, amount, currency, other);
  }
}
