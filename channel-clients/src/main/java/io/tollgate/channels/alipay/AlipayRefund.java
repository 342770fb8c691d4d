package io.tollgate.channels.alipay;

import org.jspecify.annotations.Nullable;

/**
 * What we read of an answer about a refund.
 *
 * @param refundFee all that was given back of the trade so far
 * @param refundAmount what this refund gave back
 */
record AlipayRefund(
    @Nullable String outTradeNo,
    @Nullable String tradeNo,
    @Nullable String outRequestNo,
    @Nullable String refundAmount,
    @Nullable String refundStatus,
    @Nullable String refundFee,
    @Nullable String refundCurrency,
    @Nullable String fundChange) {}
