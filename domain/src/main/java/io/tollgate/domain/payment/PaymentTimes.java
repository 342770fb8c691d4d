package io.tollgate.domain.payment;

import java.time.Duration;

/**
 * The times that payments live by.
 *
 * @param watch when their status is checked
 * @param payerWindow how long a payer may take to act
 */
public record PaymentTimes(WatchSchedule watch, Duration payerWindow) {}
