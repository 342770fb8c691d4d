package io.tollgate.persistence.stream;

import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** A table that takes newer versions only, refuses some rows for ever, and can be away. */
final class InMemoryArchive implements PaymentArchive {

  final Map<PaymentId, Payment> rows = new ConcurrentHashMap<>();
  final Set<PaymentId> refused = ConcurrentHashMap.newKeySet();
  final AtomicInteger writes = new AtomicInteger();
  final AtomicInteger failuresToCome = new AtomicInteger();
  volatile boolean hangs;

  @Override
  public Mono<Void> write(List<Payment> payments) {
    return Mono.defer(() -> {
      writes.incrementAndGet();
      if (hangs) {
        return Mono.never();
      }
      if (failuresToCome.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return Mono.error(new GatewayFault(FaultCode.STORE_UNAVAILABLE, "no database"));
      }
      if (payments.stream().anyMatch(payment -> refused.contains(payment.id()))) {
        return Mono.error(new IllegalStateException("Data too long for column"));
      }
      payments.forEach(payment -> rows.merge(payment.id(), payment, InMemoryArchive::newer));
      return Mono.empty();
    });
  }

  private static Payment newer(Payment one, Payment other) {
    return other.version() > one.version() ? other : one;
  }
}
