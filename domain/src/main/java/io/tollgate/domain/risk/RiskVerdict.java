package io.tollgate.domain.risk;

/** What the counters said. */
public sealed interface RiskVerdict {

  /** Counted, and within every limit. */
  record Within() implements RiskVerdict {}

  /** Over the limit of this rule; not counted. */
  record Exceeded(String rule) implements RiskVerdict {}

  /** The nonce was used before; not counted. */
  record NonceReused() implements RiskVerdict {}
}
