package io.tollgate.domain.payment;

import io.tollgate.domain.lifecycle.PaymentEvent;
import java.time.Instant;

/** An event that contradicted the payment's status. It waits for a refund or for a person. */
public record ConflictRecord(int attempt, PaymentEvent event, Instant at) {}
