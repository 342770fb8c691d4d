package io.tollgate.domain.risk;

import reactor.core.publisher.Mono;

/**
 * Counters over short windows, shared by all processes. Fails with a {@code STORE_UNAVAILABLE}
 * {@link io.tollgate.domain.fault.GatewayFault} where they cannot be reached.
 */
public interface RiskCounters {

  /** Remembers the nonce for 600 s and counts in every counter, or in none of them. */
  Mono<RiskVerdict> check(RiskCheck check);
}
