package io.tollgate.channels.wechat;

import io.tollgate.domain.money.Money;

/**
 * Amounts as WeChat Pay takes them: whole fen, in CNY only (facts, section 6, "Amounts"). The
 * vendor's model of an order's total is a 32-bit number.
 */
final class WechatAmounts {

  static final String CURRENCY = "CNY";

  private WechatAmounts() {}

  static boolean canTake(Money money) {
    return CURRENCY.equals(money.currency().getCurrencyCode())
        && money.isPositive()
        && money.minorUnits() <= Integer.MAX_VALUE;
  }

  /** The amount in fen; throws where WeChat Pay cannot take it. */
  static long fen(Money money) {
    if (!canTake(money)) {
      throw new IllegalArgumentException(
          "amount: " + money + " (expected: CNY 0.01 to CNY 21474836.47)");
    }
    return money.minorUnits();
  }
}
