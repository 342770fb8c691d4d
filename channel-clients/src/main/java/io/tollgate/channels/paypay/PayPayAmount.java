package io.tollgate.channels.paypay;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.domain.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * An amount as PayPay writes it: whole yen (facts, section 13, "Amounts"; an amount has 11
 * characters at most, DynamicQRCode.md of the SDK's repository).
 */
record PayPayAmount(@Nullable Long amount, @Nullable String currency) {

  private static final String YEN = "JPY";
  private static final long LARGEST = 99_999_999_999L;

  /** Whether PayPay can take it: yen, which have no part, and not more than 11 digits of them. */
  static boolean canTake(Money money) {
    return YEN.equals(money.currency().getCurrencyCode())
        && money.isPositive()
        && money.minorUnits() <= LARGEST;
  }

  /** The amount to be sent; throws where PayPay cannot take it. */
  static JsonBody of(Money money) {
    if (!canTake(money)) {
      throw new IllegalArgumentException("amount: PayPay cannot take it");
    }
    return new JsonBody().with("amount", money.minorUnits()).with("currency", YEN);
  }

  /** Whether it is that amount. */
  boolean is(Money money) {
    return amount != null
        && amount == money.minorUnits()
        && money.currency().getCurrencyCode().equals(currency);
  }

  /** Whether it is that amount, or less of the same currency. */
  boolean isWithin(Money money) {
    return amount != null
        && amount > 0
        && amount <= money.minorUnits()
        && money.currency().getCurrencyCode().equals(currency);
  }
}
