package io.tollgate.persistence.hot;

import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.Payment;
import java.time.Instant;

/**
 * A payment with what the stores keep beside it.
 *
 * @param fingerprint of the request that asked for it
 * @param loggedAt when the hot store took this version, by its own clock
 */
public record StoredPayment(Payment payment, Fingerprint fingerprint, Instant loggedAt) {}
