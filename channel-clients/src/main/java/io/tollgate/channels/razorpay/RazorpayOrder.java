package io.tollgate.channels.razorpay;

import io.tollgate.domain.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What we read of an order (api/orders/entity.md); any part may be missing.
 *
 * @param receipt our own id
 */
record RazorpayOrder(
    @Nullable String id,
    @Nullable String entity,
    @Nullable Long amount,
    @Nullable String currency,
    @Nullable String receipt) {

  /** Whether it can be read as an order at all. */
  boolean isReadable() {
    return "order".equals(entity) && RazorpayCalls.isId(id);
  }

  /** Whether it is ours, and of that amount. */
  boolean isOf(String ours, Money money) {
    return ours.equals(receipt) && RazorpayAmounts.areEqual(money, amount, currency);
  }
}
