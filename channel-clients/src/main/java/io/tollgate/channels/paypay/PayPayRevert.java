package io.tollgate.channels.paypay;

import org.jspecify.annotations.Nullable;

/**
 * What we read of an authorization that was let go; any part may be missing.
 *
 * @param paymentId PayPay's own id of what was authorized
 */
record PayPayRevert(@Nullable String paymentId, @Nullable String status) {

  /** An answer that has one. */
  record Body(@Nullable PayPayRevert data) {}
}
