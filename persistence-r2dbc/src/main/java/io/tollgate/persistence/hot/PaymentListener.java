package io.tollgate.persistence.hot;

import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * One who follows a payment. It remembers the newest version only, so a slow reader costs one
 * payment and no queue.
 *
 * <p>Versions are offered from several threads. Each offer first raises {@code newest}, then rings;
 * the reader, woken once or more, takes whatever is newest then. So no interleaving can put an
 * older version in the place of a newer one.
 */
final class PaymentListener {

  private static final Boolean RING = true;

  private final PaymentId id;
  private final AtomicReference<@Nullable Payment> newest = new AtomicReference<>();
  private volatile @Nullable FluxSink<Boolean> bell;
  private volatile long heardAt = System.nanoTime();

  PaymentListener(PaymentId id) {
    this.id = id;
  }

  PaymentId id() {
    return id;
  }

  void offer(Payment payment) {
    heardAt = System.nanoTime();
    newest.accumulateAndGet(payment, PaymentListener::newer);
    var ringing = bell;
    if (ringing != null) {
      ringing.next(RING);
    }
  }

  /** Asking counts as hearing, so that it is not asked again at once where no answer comes. */
  PaymentListener asking() {
    heardAt = System.nanoTime();
    return this;
  }

  boolean heardNothingFor(long nanos) {
    return System.nanoTime() - heardAt > nanos;
  }

  /** The newest version now, and newer ones until one is final. For one subscriber. */
  Flux<Payment> payments() {
    return Flux.create(this::hangUp, FluxSink.OverflowStrategy.LATEST)
        .mapNotNull(_ -> newest.get())
        .filter(new NewsOnly())
        .takeUntil(payment -> payment.status().isFinal());
  }

  private void hangUp(FluxSink<Boolean> sink) {
    bell = sink;
    sink.next(RING);
  }

  private static @Nullable Payment newer(@Nullable Payment one, @Nullable Payment other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.version() > one.version() ? other : one;
  }

  /** Called by one subscriber at a time, as Reactive Streams promise. */
  private static final class NewsOnly implements Predicate<Payment> {
    private long told;

    @Override
    public boolean test(Payment payment) {
      boolean isNews = payment.version() > told;
      told = Math.max(told, payment.version());
      return isNews;
    }
  }
}
