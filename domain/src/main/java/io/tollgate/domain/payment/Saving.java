package io.tollgate.domain.payment;

/** What came of saving a payment's next version. */
public sealed interface Saving {

  record Saved(Payment payment) implements Saving {}

  /** Somebody else saved first; {@code current} is what is stored. */
  record Stale(Payment current) implements Saving {}
}
