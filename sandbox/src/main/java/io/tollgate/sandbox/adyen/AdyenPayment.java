package io.tollgate.sandbox.adyen;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One payment. Guarded by the desk. */
final class AdyenPayment {

  /** Where a payment is. */
  enum Status {
    OPEN,
    AUTHORISED,
    REFUSED,
    CANCELLED
  }

  final String pspReference;
  final String reference;
  final String currency;
  final long value;
  final boolean isHeld;
  final String method;
  final AdyenScript script;
  final Instant createdAt = Instant.now();
  final @Nullable String returnUrl;
  Status status = Status.OPEN;
  long captured;
  long refunded;
  @Nullable String refusal;

  AdyenPayment(
      String pspReference,
      AdyenRequest request,
      boolean isHeld,
      String method,
      AdyenScript script) {
    this.pspReference = pspReference;
    this.reference = request.text("reference");
    this.currency = request.currency();
    this.value = request.value();
    this.isHeld = isHeld;
    this.method = method;
    this.script = script;
    this.returnUrl = request.textOrNull("returnUrl");
  }

  /** Takes the money, or holds it. */
  void authorise() {
    status = Status.AUTHORISED;
    captured = isHeld ? 0 : value;
  }

  void refuse(String code) {
    status = Status.REFUSED;
    refusal = code;
  }

  /** Its line in the book. */
  AdyenBook.Line line() {
    return new AdyenBook.Line(
        pspReference, reference, currency, value, status.name(), captured, refunded);
  }
}
