package io.tollgate.channels.alipay;

import io.tollgate.domain.money.Money;
import org.jspecify.annotations.Nullable;

/** What we read of an answer about held money. */
record AlipayAuth(
    @Nullable String authNo,
    @Nullable String outOrderNo,
    @Nullable String outRequestNo,
    @Nullable String status,
    @Nullable String amount,
    @Nullable String restAmount,
    @Nullable String totalPayAmount,
    @Nullable String transCurrency) {

  /** Whether it is about this request, of this amount in yuan. */
  boolean isOf(String out, Money wanted) {
    return out.equals(outRequestNo)
        && AlipayAmounts.is(wanted, amount)
        && AlipayAmounts.isCurrency(transCurrency);
  }

  /** Whether a part of it was captured. */
  boolean isCaptured() {
    return AlipayAmounts.isPositive(totalPayAmount);
  }

  /** Whether nothing is held any more. */
  boolean isLetGo() {
    return restAmount != null && !AlipayAmounts.isPositive(restAmount);
  }
}
