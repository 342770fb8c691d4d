package io.tollgate.channels.alipay;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.domain.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as Alipay writes them: decimal yuan with two places, CNY only (facts, section 4,
 * "Amounts").
 */
final class AlipayAmounts {

  static final String CURRENCY = "CNY";

  private AlipayAmounts() {}

  static boolean canTake(Money amount) {
    return amount.isPositive() && CURRENCY.equals(amount.currency().getCurrencyCode());
  }

  /** Throws where Alipay cannot take it. */
  static String encode(Money amount) {
    if (!canTake(amount)) {
      throw new IllegalArgumentException("amount: Alipay cannot take it");
    }
    return Decimals.of(amount);
  }

  /** Whether the text spells exactly this amount. */
  static boolean is(Money amount, @Nullable String text) {
    return text != null && Decimals.read(text, CURRENCY).filter(amount::equals).isPresent();
  }

  /** Whether the text spells this amount or more. */
  static boolean isAtLeast(Money amount, @Nullable String text) {
    return text != null
        && canTake(amount)
        && Decimals.read(text, CURRENCY).filter(read -> read.compareTo(amount) >= 0).isPresent();
  }

  /** Whether the text spells more than nothing. */
  static boolean isPositive(@Nullable String text) {
    return text != null && Decimals.read(text, CURRENCY).filter(Money::isPositive).isPresent();
  }

  /** An answer that names no currency is about yuan. */
  static boolean isCurrency(@Nullable String code) {
    return code == null || CURRENCY.equals(code);
  }
}
