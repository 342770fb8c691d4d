package io.tollgate.channels.paypal;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.domain.money.Money;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as PayPal writes them: decimal texts of the major unit (facts, section 2, "Amounts").
 *
 * <p>HUF and TWD have two decimals by ISO 4217 and none at PayPal, so only whole ones can be taken,
 * however the account's option {@value PayPalSettings#WHOLE_ONLY} has them written.
 */
final class PayPalAmounts {

  /**
   * developer.paypal.com/api/rest/reference/currency-codes; BRL, CNY and MYR within the country.
   */
  private static final Set<String> CURRENCIES =
      Set.of(
          "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "JPY",
          "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD");

  private static final Set<String> NEVER_BROKEN = Set.of("HUF", "TWD");

  /** {@code MAX_VALUE_EXCEEDED}: at most 999999999999999.99 (official description). */
  private static final long MOST_MAJOR_UNITS = 999_999_999_999_999L;

  private PayPalAmounts() {}

  /** Whether PayPal can take the amount at all. */
  static boolean canTake(Money money) {
    var code = money.currency().getCurrencyCode();
    return money.isPositive()
        && CURRENCIES.contains(code)
        && money.minorUnits() / minorUnitsOfOne(money) <= MOST_MAJOR_UNITS
        && !(NEVER_BROKEN.contains(code) && money.minorUnits() % minorUnitsOfOne(money) != 0);
  }

  /** The amount as a request has it; throws where PayPal cannot take it. */
  static JsonBody encode(Money money, PayPalSettings settings) {
    if (!canTake(money)) {
      throw new IllegalArgumentException("amount: PayPal cannot take it");
    }
    var code = money.currency().getCurrencyCode();
    var isWhole = settings.wholeOnly().contains(code);
    return new JsonBody()
        .with("currency_code", code)
        .with(
            "value",
            isWhole
                ? Long.toString(money.minorUnits() / minorUnitsOfOne(money))
                : Decimals.of(money));
  }

  /** PayPal's amount as money; empty where there is none, or an impossible one. */
  static Optional<Money> decode(@Nullable PayPalAmount amount) {
    return amount == null || amount.value() == null || amount.currencyCode() == null
        ? Optional.empty()
        : Decimals.read(amount.value(), amount.currencyCode());
  }

  private static long minorUnitsOfOne(Money money) {
    return switch (money.currency().getDefaultFractionDigits()) {
      case 0 -> 1;
      case 2 -> 100;
      default -> 1_000;
    };
  }
}
