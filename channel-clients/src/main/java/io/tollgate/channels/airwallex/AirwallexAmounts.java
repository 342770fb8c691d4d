package io.tollgate.channels.airwallex;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.domain.money.Money;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as Airwallex writes them: JSON numbers in the currency's major unit (facts, section 17),
 * with the decimals of ISO 4217 (www.airwallex.com/docs/payments__supported-currencies).
 */
final class AirwallexAmounts {

  /** More digits than a number in JSON is sure to keep on its way. */
  private static final long LARGEST = 999_999_999_999_999L;

  private static final int MOST_DIGITS = 18;

  private AirwallexAmounts() {}

  /** Whether Airwallex can take it. */
  static boolean canTake(Money money) {
    return money.isPositive() && money.minorUnits() <= LARGEST;
  }

  /** The number to be sent; throws where Airwallex cannot take it. */
  static BigDecimal of(Money money) {
    if (!canTake(money)) {
      throw new IllegalArgumentException("amount: Airwallex cannot take it");
    }
    return new BigDecimal(Decimals.of(money));
  }

  /**
   * The amount that Airwallex wrote; empty where it is none of that currency. A number like {@code
   * 1e999999999} is not written out.
   */
  static Optional<Money> read(@Nullable BigDecimal amount, @Nullable String currency) {
    if (amount == null || currency == null || !isShort(amount)) {
      return Optional.empty();
    }
    return Decimals.read(amount.toPlainString(), currency);
  }

  private static boolean isShort(BigDecimal amount) {
    return amount.precision() <= MOST_DIGITS
        && amount.scale() <= MOST_DIGITS
        && amount.scale() >= -MOST_DIGITS;
  }
}
