package io.tollgate.domain.payment;

/** What came of opening a payment. */
public sealed interface Opening {

  /** It is stored, watched and on its way to every reader. */
  record Opened(Payment payment) implements Opening {}

  /** The reference is known with the same body: this is how its payment stands. */
  record SamePayment(Payment payment) implements Opening {}

  /** The reference is known with another body. */
  record DifferentPayment() implements Opening {}
}
