package io.tollgate.persistence.stream;

import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.Payment;
import io.tollgate.persistence.hot.EntryId;
import io.tollgate.persistence.hot.Shard;
import io.tollgate.persistence.hot.StoredPayment;

/**
 * One entry of the change stream: a payment as it stood after a change.
 *
 * @param entry its id, which tells when Redis took it
 * @param fingerprint of the request that asked for the payment
 */
public record Change(Shard shard, EntryId entry, Payment payment, Fingerprint fingerprint) {

  StoredPayment stored() {
    return new StoredPayment(payment, fingerprint, entry.at());
  }
}
