package io.tollgate.domain.payment;

import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where payments are kept. Every method fails with a {@link io.tollgate.domain.fault.GatewayFault}
 * of code {@code STORE_UNAVAILABLE} where the store cannot be reached; a write that failed so may
 * or may not have happened.
 */
public interface Payments {

  /**
   * Stores a new payment, its uniqueness, its place in the change stream and its first status check
   * in one atomic step, unless its reference is known. Repeating it is harmless.
   *
   * @param payment version 1
   * @param fingerprint of the request that asked for it
   * @param firstCheck how long from now the status is checked for the first time
   */
  Mono<Opening> open(Payment payment, Fingerprint fingerprint, Duration firstCheck);

  /**
   * Saves the next version where the stored one is the version before it, with its place in the
   * change stream, and moves the status check, in one atomic step. Repeating it is harmless: the
   * repetition answers {@link Saving.Saved} too.
   *
   * @param next the version to store
   * @param nextCheck how long from now the status is checked again; empty ends the watch
   */
  Mono<Saving> save(Payment next, Optional<Duration> nextCheck);

  /**
   * How a request with this fingerprint compares with the payment that has the id already: {@link
   * Opening.SamePayment} or {@link Opening.DifferentPayment}; empty where there is none.
   */
  Mono<Opening> replay(PaymentId id, Fingerprint fingerprint);

  /** The payment as it stands; empty where it is unknown. */
  Mono<Payment> find(PaymentId id);

  /**
   * The payment as it was last known, also while it cannot be said how it stands; empty where it is
   * unknown. Enough to settle what a channel says of it; not to be shown, because somebody may have
   * been shown a later version.
   */
  Mono<Payment> lastKnown(PaymentId id);

  /**
   * The payment as it stands and every later version seen, ending with the final one. Versions may
   * be skipped, never repeated or reversed. Empty where the payment is unknown.
   */
  Flux<Payment> follow(PaymentId id);

  /** Moves the status check to {@code delay} from now; nothing where it is not watched. */
  Mono<Void> checkIn(PaymentId id, Duration delay);
}
