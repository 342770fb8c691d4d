package io.tollgate.channels.camara;

import io.tollgate.channels.codec.Decimals;
import io.tollgate.domain.money.Money;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as CAMARA writes them: JSON numbers of the major unit, in thousandths at the finest
 * (facts, section 14, "Amounts"). Which currencies an operator takes is up to it.
 */
final class CamaraAmounts {

  private static final int FINEST = 3;
  private static final int MOST_DIGITS = 15;

  private CamaraAmounts() {}

  /** Whether the amount can be expressed. */
  static boolean canTake(Money amount) {
    return amount.isPositive() && amount.currency().getDefaultFractionDigits() <= FINEST;
  }

  /** The amount in major units; throws where it cannot be expressed. */
  static BigDecimal encode(Money amount) {
    if (!canTake(amount)) {
      throw new IllegalArgumentException("amount: cannot be expressed in thousandths");
    }
    return BigDecimal.valueOf(amount.minorUnits(), amount.currency().getDefaultFractionDigits());
  }

  /** What a number and a currency's code spell; empty where that is no amount of the currency. */
  static Optional<Money> decode(@Nullable BigDecimal amount, @Nullable String currency) {
    // A number with a giant exponent is never written out.
    return amount == null
            || currency == null
            || amount.scale() > MOST_DIGITS
            || (long) amount.precision() - amount.scale() > MOST_DIGITS
        ? Optional.empty()
        : Decimals.read(trimmed(amount), currency);
  }

  private static String trimmed(BigDecimal amount) {
    var bare = amount.stripTrailingZeros();
    return (bare.scale() < 0 ? bare.setScale(0) : bare).toPlainString();
  }
}
