package io.tollgate.sandbox.airwallex;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A payment intent as Airwallex keeps it; amounts are in the major unit.
 *
 * @param orderId the attempt's id
 * @param isAutomatic whether what is authorized is captured at once
 * @param method what it was confirmed with; null before
 * @param last what came of the confirmation; null before
 */
record Intent(
    String id,
    String orderId,
    BigDecimal amount,
    String currency,
    @Nullable String returnUrl,
    Status status,
    boolean isAutomatic,
    @Nullable String method,
    @Nullable Try last,
    BigDecimal captured,
    BigDecimal refunded) {

  enum Status {
    REQUIRES_PAYMENT_METHOD,
    REQUIRES_CUSTOMER_ACTION,
    PENDING_REVIEW,
    REQUIRES_CAPTURE,
    PENDING,
    SUCCEEDED,
    CANCELLED
  }

  /** What Airwallex calls a payment attempt. */
  record Try(String status, @Nullable String failureCode, @Nullable String issuerCode) {}

  AirwallexScript script() {
    return AirwallexScript.of(amount);
  }

  Intent confirmed(String by, boolean automatic) {
    return new Intent(
        id,
        orderId,
        amount,
        currency,
        returnUrl,
        status,
        automatic,
        by,
        new Try("RECEIVED", null, null),
        captured,
        refunded);
  }

  /** The money is there: taken, or held. */
  Intent paid() {
    return isAutomatic
        ? taken(amount)
        : with(Status.REQUIRES_CAPTURE, new Try("AUTHORIZED", null, null), captured, refunded);
  }

  Intent taken(BigDecimal much) {
    return with(Status.SUCCEEDED, new Try("CAPTURE_REQUESTED", null, null), much, refunded);
  }

  /** It can be confirmed again, though nobody will. */
  Intent failed(AirwallexScript.Refusal refusal) {
    return with(
        Status.REQUIRES_PAYMENT_METHOD,
        new Try("FAILED", refusal.code(), refusal.issuerCode()),
        captured,
        refunded);
  }

  Intent now(Status other) {
    return with(other, last, captured, refunded);
  }

  Intent refundedBy(BigDecimal more) {
    return with(status, last, captured, refunded.add(more));
  }

  private Intent with(
      Status other, @Nullable Try otherLast, BigDecimal otherCaptured, BigDecimal otherRefunded) {
    return new Intent(
        id,
        orderId,
        amount,
        currency,
        returnUrl,
        other,
        isAutomatic,
        method,
        otherLast,
        otherCaptured,
        otherRefunded);
  }
}
