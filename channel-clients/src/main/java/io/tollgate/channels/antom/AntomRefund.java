package io.tollgate.channels.antom;

import io.tollgate.channels.antom.AntomAmounts.Amount;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a refund, in the answers to it and to questions, and in callbacks.
 *
 * @param refundStatus where we asked, and in callbacks
 * @param refundRequestId our id of it
 */
record AntomRefund(
    @Nullable AntomResult result,
    @Nullable String refundStatus,
    @Nullable String refundRequestId,
    @Nullable String refundId,
    @Nullable String paymentId,
    @Nullable Amount refundAmount) {}
