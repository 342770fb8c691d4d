package io.tollgate.domain.fault;

import java.util.Locale;

/**
 * The stable codes of faults. A client may switch on {@link #code()}; a code is never renamed and
 * never changes its meaning.
 */
public enum FaultCode {
  /** The body is not the JSON that was asked for, or a field breaks its rule. */
  INVALID_REQUEST(false),
  /** No signature was sent, or not by the template. */
  SIGNATURE_MISSING(false),
  /** The signature, its key or its digest is not right; which of them is not told. */
  SIGNATURE_INVALID(false),
  /** The signature's {@code created} is outside the clock window. */
  SIGNATURE_EXPIRED(false),
  /** The signature's {@code nonce} was used before. */
  SIGNATURE_REPLAYED(false),
  NOT_FOUND(false),
  METHOD_NOT_ALLOWED(false),
  UNSUPPORTED_MEDIA_TYPE(false),
  NOT_ACCEPTABLE(false),
  /** The reference is known with another body. */
  REFERENCE_REUSED(false),
  /** The {@code Idempotency-Key} is known with another request. */
  IDEMPOTENCY_KEY_REUSED(false),
  /** A request with this {@code Idempotency-Key} is still running. */
  IDEMPOTENCY_KEY_IN_USE(true),
  /** No channel account can take this payment. */
  NO_ROUTE(false),
  /** A risk rule refused the payment. */
  RISK_REFUSED(false),
  PAYLOAD_TOO_LARGE(false),
  RATE_LIMITED(true),
  /** More is asked of this process than it can answer in time; nothing was done. */
  OVERLOADED(true),
  /** Neither store can take the request now. */
  STORE_UNAVAILABLE(true),
  /** A defect of ours. */
  INTERNAL(true);

  private final boolean retryable;

  FaultCode(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether the very same request may succeed later. */
  public boolean retryable() {
    return retryable;
  }

  /** The code as clients see it, in snake case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
