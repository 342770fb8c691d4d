package io.tollgate.gateway.payment;

import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.Opening;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Payments;
import io.tollgate.domain.payment.Saving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Payments in a map, with the versions that were saved and the checks that were set. */
public final class InMemoryPayments implements Payments {

  private final Map<PaymentId, Payment> stored = new HashMap<>();
  private final Map<PaymentId, Fingerprint> fingerprints = new HashMap<>();
  private final List<Payment> saved = new ArrayList<>();
  private final List<Optional<Duration>> checks = new ArrayList<>();
  private UnaryOperator<Payment> somebodyElse = UnaryOperator.identity();

  /** Stores a payment as it is. */
  public synchronized Payment hold(Payment payment) {
    stored.put(payment.id(), payment);
    return payment;
  }

  /** Lets somebody else change what is stored right before every save. */
  public synchronized void beforeEachSave(UnaryOperator<Payment> change) {
    somebodyElse = change;
  }

  /** Every version that was saved, in order. */
  public synchronized List<Payment> saved() {
    return List.copyOf(saved);
  }

  /** The next check that came with every save, in order. */
  public synchronized List<Optional<Duration>> checks() {
    return List.copyOf(checks);
  }

  @Override
  public synchronized Mono<Opening> open(
      Payment payment, Fingerprint fingerprint, Duration firstCheck) {
    return replay(payment.id(), fingerprint)
        .switchIfEmpty(
            Mono.fromSupplier(() -> {
              fingerprints.put(payment.id(), fingerprint);
              return new Opening.Opened(hold(payment));
            }));
  }

  @Override
  public Mono<Saving> save(Payment next, Optional<Duration> nextCheck) {
    return Mono.fromSupplier(() -> saveNow(next, nextCheck));
  }

  private synchronized Saving saveNow(Payment next, Optional<Duration> nextCheck) {
    var current = stored.computeIfPresent(next.id(), (_, payment) -> somebodyElse.apply(payment));
    if (next.equals(current)) {
      return new Saving.Saved(next);
    }
    if (current == null || current.version() != next.version() - 1) {
      return new Saving.Stale(current == null ? next : current);
    }
    stored.put(next.id(), next);
    saved.add(next);
    checks.add(nextCheck);
    return new Saving.Saved(next);
  }

  @Override
  public synchronized Mono<Opening> replay(PaymentId id, Fingerprint fingerprint) {
    return find(id)
        .map(payment ->
            fingerprint.equals(fingerprints.get(id))
                ? new Opening.SamePayment(payment)
                : new Opening.DifferentPayment());
  }

  @Override
  public Mono<Payment> find(PaymentId id) {
    return Mono.fromSupplier(() -> {
      synchronized (this) {
        return stored.get(id);
      }
    });
  }

  @Override
  public Mono<Payment> lastKnown(PaymentId id) {
    return find(id);
  }

  @Override
  public Flux<Payment> follow(PaymentId id) {
    return find(id).flux();
  }

  @Override
  public Mono<Void> checkIn(PaymentId id, Duration delay) {
    return Mono.empty();
  }
}
