package io.tollgate.domain.money;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;

/**
 * An amount in whole minor units of an ISO 4217 currency: {@code new Money(1299, EUR)} is EUR
 * 12.99.
 *
 * <p>Arithmetic is exact: an overflow throws {@link ArithmeticException}, mixed currencies throw
 * {@link IllegalArgumentException}.
 *
 * @param minorUnits the amount in the currency's smallest unit, by its ISO exponent
 * @param currency a currency that has an exponent (not XXX, XAU and the like)
 */
public record Money(long minorUnits, Currency currency) implements Comparable<Money> {

  public Money {
    if (currency.getDefaultFractionDigits() < 0) {
      throw new IllegalArgumentException(
          "currency: " + currency + " (expected: one with minor units)");
    }
  }

  /**
   * The ISO 4217 currency of an upper-case code, where there is one that payments can be made in.
   */
  public static Optional<Currency> currency(String code) {
    return Currencies.find(code);
  }

  /**
   * An amount by its currency's code; throws {@link IllegalArgumentException} for an unknown one.
   */
  public static Money of(long minorUnits, String currencyCode) {
    return new Money(
        minorUnits,
        currency(currencyCode)
            .orElseThrow(() -> new IllegalArgumentException("currency: " + currencyCode)));
  }

  public Money plus(Money other) {
    return new Money(Math.addExact(minorUnits, inSameCurrency(other).minorUnits), currency);
  }

  public Money minus(Money other) {
    return new Money(Math.subtractExact(minorUnits, inSameCurrency(other).minorUnits), currency);
  }

  public boolean isPositive() {
    return minorUnits > 0;
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(minorUnits, inSameCurrency(other).minorUnits);
  }

  /** As people write it: {@code EUR 12.99}, {@code JPY 1299}, {@code BHD 1.299}. */
  @Override
  public String toString() {
    return currency.getCurrencyCode()
        + " "
        + BigDecimal.valueOf(minorUnits, currency.getDefaultFractionDigits()).toPlainString();
  }

  private Money inSameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "currency: " + other.currency + " (expected: " + currency + ")");
    }
    return other;
  }
}
