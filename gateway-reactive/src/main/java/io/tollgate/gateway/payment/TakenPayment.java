package io.tollgate.gateway.payment;

import io.tollgate.domain.payment.Payment;

/**
 * What the merchant gets for its wish.
 *
 * @param replayed whether the reference was known before
 */
record TakenPayment(Payment payment, boolean replayed) {}
