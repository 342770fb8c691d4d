package io.tollgate.persistence.hot;

import io.tollgate.domain.payment.PaymentId;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The table behind the hot store: what is written there, and what a shard is seeded from that lost
 * its last writes. Where it is away, every method fails with a {@code STORE_UNAVAILABLE} {@link
 * io.tollgate.domain.fault.GatewayFault}.
 */
public interface PaymentArchive {

  /** Writes these versions, each unless a newer one of its payment is there. */
  Mono<Void> write(List<StoredPayment> payments);

  /** The payment at the newest version that was written; empty where there is none. */
  Mono<StoredPayment> find(PaymentId id);

  /** The payments of a shard that are not final. */
  Flux<StoredPayment> unfinished(Shard shard);

  /** The payments of a shard whose newest version the hot store took then or later. */
  Flux<StoredPayment> changedSince(Shard shard, Instant since);

  /**
   * The payments of a shard that are not final and whose check is due. Each is put off to its next
   * check, so that nobody else gets it until then.
   *
   * @param most so many, the longest due first
   */
  Flux<StoredPayment> claimDue(Shard shard, int most);

  /** Whether it has any payment of a shard. */
  Mono<Boolean> holdsAny(Shard shard);
}
