package io.tollgate.gateway.payment;

import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.Order;
import io.tollgate.gateway.edge.Caller;
import java.time.Duration;

/**
 * A merchant's wish to be paid, as it came through the door.
 *
 * @param fingerprint of the request's body
 * @param patience how long the answer may wait for the channel's
 */
record PayCommand(Order order, Fingerprint fingerprint, Caller caller, Duration patience) {}
