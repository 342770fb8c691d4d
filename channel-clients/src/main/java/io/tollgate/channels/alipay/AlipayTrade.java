package io.tollgate.channels.alipay;

import io.tollgate.domain.money.Money;
import org.jspecify.annotations.Nullable;

/** What we read of an answer about a trade; which fields are there depends on the method. */
record AlipayTrade(
    @Nullable String outTradeNo,
    @Nullable String tradeNo,
    @Nullable String tradeStatus,
    @Nullable String totalAmount,
    @Nullable String transCurrency,
    @Nullable String payCurrency,
    @Nullable String sendPayDate,
    @Nullable String qrCode,
    @Nullable String action,
    @Nullable String retryFlag) {

  /** Whether it is about the trade that Alipay knows by this id. */
  boolean isOf(String out) {
    return out.equals(outTradeNo);
  }

  /** Whether it is also about this amount, in yuan. */
  boolean isOf(String out, Money amount) {
    return isOf(out)
        && AlipayAmounts.is(amount, totalAmount)
        && AlipayAmounts.isCurrency(transCurrency)
        && AlipayAmounts.isCurrency(payCurrency);
  }

  /** Whether it was ever paid. */
  boolean wasPaid() {
    return sendPayDate != null && !sendPayDate.isBlank();
  }
}
