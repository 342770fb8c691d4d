package io.tollgate.channels.codec;

import io.tollgate.domain.money.Money;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Amounts as decimal numbers of the currency's major unit: {@code 12.99}. */
public final class Decimals {

  private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,6})?");

  private Decimals() {}

  /** With as many decimals as ISO 4217 gives the currency: {@code 12.99}, {@code 1299}. */
  public static String of(Money amount) {
    return BigDecimal.valueOf(amount.minorUnits(), amount.currency().getDefaultFractionDigits())
        .toPlainString();
  }

  /**
   * The amount that a text spells; empty where it is no plain decimal number, has more decimals
   * than the currency (zeros aside), or the currency is unknown.
   */
  public static Optional<Money> read(String text, String currencyCode) {
    if (!PLAIN.matcher(text).matches()) {
      return Optional.empty();
    }
    return Money.currency(currencyCode)
        .flatMap(currency -> {
          try {
            var minor =
                new BigDecimal(text)
                    .movePointRight(currency.getDefaultFractionDigits())
                    .longValueExact();
            return Optional.of(new Money(minor, currency));
          } catch (ArithmeticException doesNotFit) {
            return Optional.empty();
          }
        });
  }
}
