package io.tollgate.persistence;

import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.persistence.hot.PaymentArchive;
import io.tollgate.persistence.hot.Shard;
import io.tollgate.persistence.hot.StoredPayment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A table that takes newer versions only, refuses some rows for ever, and can be away. */
public final class InMemoryArchive implements PaymentArchive {

  public final Map<PaymentId, StoredPayment> stored = new ConcurrentHashMap<>();
  public final Set<PaymentId> refused = ConcurrentHashMap.newKeySet();
  public final Set<PaymentId> claimed = ConcurrentHashMap.newKeySet();
  public final AtomicInteger writes = new AtomicInteger();
  public final AtomicInteger failuresToCome = new AtomicInteger();
  public final AtomicReference<Mono<Void>> beforeTheFirstWrite =
      new AtomicReference<>(Mono.empty());
  public volatile boolean hangs;

  /** What it holds. */
  public Map<PaymentId, Payment> rows() {
    return stored.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().payment()));
  }

  @Override
  public Mono<Void> write(List<StoredPayment> payments) {
    return Mono.defer(() -> {
      writes.incrementAndGet();
      if (hangs) {
        return Mono.never();
      }
      if (failuresToCome.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return Mono.error(away());
      }
      if (payments.stream().anyMatch(one -> refused.contains(one.payment().id()))) {
        return Mono.error(new IllegalStateException("Data too long for column"));
      }
      return beforeTheFirstWrite
          .getAndSet(Mono.empty())
          .then(
              Mono.fromRunnable(() ->
                  payments.forEach(
                      one -> stored.merge(one.payment().id(), one, InMemoryArchive::newer))));
    });
  }

  private static StoredPayment newer(StoredPayment one, StoredPayment other) {
    return other.payment().version() > one.payment().version() ? other : one;
  }

  @Override
  public Mono<StoredPayment> find(PaymentId id) {
    return unlessAway(Flux.defer(() -> Mono.justOrEmpty(stored.get(id)))).next();
  }

  @Override
  public Flux<StoredPayment> unfinished(Shard shard) {
    return of(shard).filter(one -> !one.payment().status().isFinal());
  }

  @Override
  public Flux<StoredPayment> changedSince(Shard shard, Instant since) {
    return of(shard).filter(one -> !one.loggedAt().isBefore(since));
  }

  /** Everything that is not final is due, once. */
  @Override
  public Flux<StoredPayment> claimDue(Shard shard, int most) {
    return unfinished(shard).filter(one -> claimed.add(one.payment().id())).take(most);
  }

  @Override
  public Mono<Boolean> holdsAny(Shard shard) {
    return of(shard).hasElements();
  }

  private Flux<StoredPayment> of(Shard shard) {
    return unlessAway(Flux.fromIterable(stored.values()))
        .filter(one -> Shard.of(one.payment().id()).equals(shard));
  }

  private <T> Flux<T> unlessAway(Flux<T> rows) {
    return Flux.defer(() -> hangs ? Flux.error(away()) : rows);
  }

  private static GatewayFault away() {
    return new GatewayFault(FaultCode.STORE_UNAVAILABLE, "no database");
  }
}
