package io.tollgate.persistence.stream;

import io.tollgate.domain.payment.Payment;
import java.util.List;
import reactor.core.publisher.Mono;

/** Where payments are written behind the hot store. */
public interface PaymentArchive {

  /** Writes these versions, each unless a newer one of its payment is there. */
  Mono<Void> write(List<Payment> payments);
}
