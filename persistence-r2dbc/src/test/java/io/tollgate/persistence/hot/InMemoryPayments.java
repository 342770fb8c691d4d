package io.tollgate.persistence.hot;

import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.Opening;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import io.tollgate.domain.payment.Payments;
import io.tollgate.domain.payment.Saving;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Payments in a map, for tests that need no Redis. */
public final class InMemoryPayments implements Payments {

  private final Map<PaymentId, Stored> stored = new HashMap<>();
  private final Map<PaymentId, Instant> watches = new HashMap<>();

  @Override
  public Mono<Opening> open(Payment payment, Fingerprint fingerprint, Duration firstCheck) {
    var admission = new Object();
    return Mono.fromSupplier(() -> opened(payment, fingerprint, firstCheck, admission));
  }

  private synchronized Opening opened(
      Payment payment, Fingerprint fingerprint, Duration firstCheck, Object admission) {
    var known = stored.get(payment.id());
    if (known == null) {
      stored.put(payment.id(), new Stored(fingerprint, admission, payment));
      watches.put(payment.id(), Instant.now().plus(firstCheck));
      return new Opening.Opened(payment);
    }
    if (!known.fingerprint.equals(fingerprint)) {
      return new Opening.DifferentPayment();
    }
    return known.admission == admission && known.current.version() == 1
        ? new Opening.Opened(payment)
        : new Opening.SamePayment(known.current);
  }

  @Override
  public Mono<Saving> save(Payment next, Optional<Duration> nextCheck) {
    return Mono.fromSupplier(() -> saved(next, nextCheck));
  }

  private synchronized Saving saved(Payment next, Optional<Duration> nextCheck) {
    var known = stored.get(next.id());
    if (known == null) {
      throw new GatewayFault(FaultCode.STORE_UNAVAILABLE, "the hot store lost " + next.id());
    }
    if (known.current.equals(next)) {
      return new Saving.Saved(next);
    }
    if (known.current.version() != next.version() - 1) {
      return new Saving.Stale(known.current);
    }
    known.current = next;
    nextCheck.ifPresentOrElse(
        delay -> watches.put(next.id(), Instant.now().plus(delay)),
        () -> watches.remove(next.id()));
    known.versions.tryEmitNext(next);
    return new Saving.Saved(next);
  }

  @Override
  public Mono<Opening> replay(PaymentId id, Fingerprint fingerprint) {
    return Mono.fromSupplier(() -> replayed(id, fingerprint));
  }

  private synchronized Opening replayed(PaymentId id, Fingerprint fingerprint) {
    var known = stored.get(id);
    if (known == null) {
      return null;
    }
    return known.fingerprint.equals(fingerprint)
        ? new Opening.SamePayment(known.current)
        : new Opening.DifferentPayment();
  }

  @Override
  public Mono<Payment> find(PaymentId id) {
    return Mono.fromSupplier(() -> current(id));
  }

  private synchronized Payment current(PaymentId id) {
    var known = stored.get(id);
    return known == null ? null : known.current;
  }

  @Override
  public Mono<Payment> lastKnown(PaymentId id) {
    return find(id);
  }

  @Override
  public synchronized Flux<Payment> follow(PaymentId id) {
    var known = stored.get(id);
    return known == null
        ? Flux.empty()
        : known
            .versions
            .asFlux()
            .onBackpressureLatest()
            .takeUntil(payment -> payment.status().isFinal());
  }

  @Override
  public Mono<Void> checkIn(PaymentId id, Duration delay) {
    return Mono.fromRunnable(() -> checkedIn(id, delay));
  }

  private synchronized void checkedIn(PaymentId id, Duration delay) {
    watches.computeIfPresent(id, (_, _) -> Instant.now().plus(delay));
  }

  /** When the status is checked next; empty where it is not watched. */
  public synchronized Optional<Instant> nextCheck(PaymentId id) {
    return Optional.ofNullable(watches.get(id));
  }

  private static final class Stored {
    final Fingerprint fingerprint;
    final Object admission;
    final Sinks.Many<Payment> versions = Sinks.many().replay().latest();
    Payment current;

    Stored(Fingerprint fingerprint, Object admission, Payment current) {
      this.fingerprint = fingerprint;
      this.admission = admission;
      this.current = current;
      versions.tryEmitNext(current);
    }
  }
}
