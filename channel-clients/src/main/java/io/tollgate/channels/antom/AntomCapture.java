package io.tollgate.channels.antom;

import io.tollgate.channels.antom.AntomAmounts.Amount;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a capture, in the answer to it and in callbacks.
 *
 * @param captureRequestId our id of it
 */
record AntomCapture(
    @Nullable AntomResult result,
    @Nullable String captureRequestId,
    @Nullable String captureId,
    @Nullable String paymentId,
    @Nullable Amount captureAmount) {}
