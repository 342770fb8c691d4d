package io.tollgate.persistence.stream;

import io.tollgate.domain.payment.Payment;
import io.tollgate.persistence.hot.EntryId;
import io.tollgate.persistence.hot.Shard;

/**
 * One entry of the change stream: a payment as it stood after a change.
 *
 * @param entry its id, which tells when Redis took it
 */
public record Change(Shard shard, EntryId entry, Payment payment) {}
