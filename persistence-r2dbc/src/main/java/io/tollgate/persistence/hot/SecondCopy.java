package io.tollgate.persistence.hot;

import reactor.core.publisher.Mono;

/**
 * Waits until what Redis took is in a second place too, so that it outlives the server that took
 * it. Nothing that waits here has been acknowledged or shown yet.
 */
public interface SecondCopy {

  /** Nobody waits: Redis and its append-only file are enough. */
  SecondCopy NOT_AWAITED = (_, _) -> Mono.empty();

  /**
   * Completes when the payment is in two places; fails with {@code STORE_UNAVAILABLE} where no
   * second one takes it.
   *
   * @param run of the Redis that took it
   */
  Mono<Void> of(StoredPayment payment, String run);
}
