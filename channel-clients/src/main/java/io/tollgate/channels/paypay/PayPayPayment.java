package io.tollgate.channels.paypay;

import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.payment.Order;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a payment. Any part may be missing: it comes from outside.
 *
 * @param merchantPaymentId our id of the attempt
 * @param paymentId PayPay's own id, once somebody pays
 */
record PayPayPayment(
    @Nullable String merchantPaymentId,
    @Nullable String paymentId,
    @Nullable PayPayAmount amount,
    @Nullable String status,
    @Nullable Captures captures) {

  /** An answer that has a payment. */
  record Body(@Nullable PayPayPayment data) {}

  /** What was captured, or will be. */
  record Captures(@Nullable List<Capture> data) {}

  /**
   * One capture.
   *
   * @param merchantCaptureId our id of it
   */
  record Capture(
      @Nullable String merchantCaptureId, @Nullable PayPayAmount amount, @Nullable String status) {}

  /** Whether it is the attempt's, and of the order's amount. */
  boolean isOf(ChannelRequestId requestId, Order order) {
    return isOf(requestId) && amount != null && amount.is(order.amount());
  }

  /** The same of one that was captured perhaps: it may state what was captured. */
  boolean isPartOf(ChannelRequestId requestId, Order order) {
    return isOf(requestId) && amount != null && amount.isWithin(order.amount());
  }

  /** Whether it names any capture. */
  boolean hasCaptures() {
    return captures != null && captures.data() != null && !captures.data().isEmpty();
  }

  /** The capture that has our id. */
  Optional<Capture> capture(OperationId id) {
    return captures == null || captures.data() == null
        ? Optional.empty()
        : captures.data().stream()
            .filter(Objects::nonNull)
            .filter(capture -> id.value().equals(capture.merchantCaptureId()))
            .findFirst();
  }

  private boolean isOf(ChannelRequestId requestId) {
    return requestId.toString().equals(merchantPaymentId);
  }
}
