package io.tollgate.channels.paypay;

import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a code to pay by; any part may be missing.
 *
 * @param codeId PayPay's own id of the code
 * @param url a page of PayPay's, and the content of the QR code
 * @param merchantPaymentId our id of the attempt
 */
record PayPayCode(
    @Nullable String codeId,
    @Nullable String url,
    @Nullable String merchantPaymentId,
    @Nullable PayPayAmount amount) {

  /** An answer that has a code. */
  record Body(@Nullable PayPayCode data) {}

  /** Whether it is the attempt's, and of the order's amount. */
  boolean isOf(ChannelRequestId requestId, Order order) {
    return requestId.toString().equals(merchantPaymentId)
        && amount != null
        && amount.is(order.amount());
  }
}
