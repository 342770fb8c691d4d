package io.tollgate.channels.razorpay;

import io.tollgate.domain.money.Money;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as Razorpay writes them: whole numbers of the currency's smallest unit, which is ISO
 * 4217's (facts, section 11, "Amounts"; api/payments/entity.md).
 *
 * <ul>
 *   <li>Of the currencies without decimals the documents name JPY.
 *   <li>KWD, BHD and OMR are sent in thousandths, whose last digit has to be 0.
 *   <li>All else has two decimals. At least INR 1.00 is taken (api/orders/create.md).
 * </ul>
 */
final class RazorpayAmounts {

  private static final Set<String> ZERO_DECIMAL = Set.of("JPY");
  private static final Set<String> THREE_DECIMAL = Set.of("KWD", "BHD", "OMR");
  private static final long LEAST_PAISE = 100;

  private RazorpayAmounts() {}

  /** Whether Razorpay can take the amount at all. */
  static boolean canTake(Money money) {
    return canExpress(money)
        && (!"INR".equals(currency(money)) || money.minorUnits() >= LEAST_PAISE);
  }

  /** Whether Razorpay can move the amount: less than it takes may be given back. */
  static boolean canExpress(Money money) {
    if (!money.isPositive()) {
      return false;
    }
    return switch (money.currency().getDefaultFractionDigits()) {
      case 0 -> ZERO_DECIMAL.contains(currency(money));
      case 2 -> true;
      case 3 -> THREE_DECIMAL.contains(currency(money)) && money.minorUnits() % 10 == 0;
      default -> false;
    };
  }

  /** The amount in Razorpay's unit; throws where Razorpay cannot express it. */
  static long encode(Money money) {
    if (!canExpress(money)) {
      throw new IllegalArgumentException("amount: Razorpay cannot take it");
    }
    return money.minorUnits();
  }

  /** Razorpay's amount as money; empty where a part is missing, or the amount impossible. */
  static Optional<Money> decode(@Nullable Long amount, @Nullable String currency) {
    return decodeSigned(amount, currency).filter(RazorpayAmounts::canExpress);
  }

  /** A change of our balance as money; empty where a part is missing or the currency unknown. */
  static Optional<Money> decodeSigned(@Nullable Long amount, @Nullable String currency) {
    return amount == null || currency == null
        ? Optional.empty()
        : Money.currency(currency).map(known -> new Money(amount, known));
  }

  /** Whether that is what Razorpay says. */
  static boolean areEqual(Money money, @Nullable Long amount, @Nullable String currency) {
    return decode(amount, currency).filter(money::equals).isPresent();
  }

  /** The currency as Razorpay writes it. */
  static String currency(Money money) {
    return money.currency().getCurrencyCode();
  }
}
