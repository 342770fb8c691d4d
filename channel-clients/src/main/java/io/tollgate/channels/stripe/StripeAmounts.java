package io.tollgate.channels.stripe;

import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.money.Money;
import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Amounts as Stripe writes them: whole numbers of the unit that Stripe holds to be the smallest,
 * which is not always ISO 4217's (facts, section 1, "Amounts"; docs.stripe.com/currencies).
 *
 * <ul>
 *   <li>The zero-decimal list is sent as it is. MGA is on it and has two decimals by ISO 4217, so
 *       that only whole ariary can be sent.
 *   <li>BHD, JOD, KWD, OMR and TND are sent in thousandths, whose last digit has to be 0.
 *   <li>ISK and UGX are whole by ISO 4217, but sent a hundredfold. For ISK that is said by
 *       support.stripe.com ("deprecation of fractional ISK charges"); for UGX it is unconfirmed.
 *       The account's option {@value #HUNDREDFOLD} lists those it is true for.
 *   <li>All else has two decimals on both sides; other currencies are not taken.
 * </ul>
 */
final class StripeAmounts {

  static final String HUNDREDFOLD = "hundredfold";

  private static final String HUNDREDFOLD_UNLESS_SET = "ISK,UGX";
  private static final Set<String> MAY_BE_HUNDREDFOLD = Set.of("ISK", "UGX");
  private static final Set<String> ZERO_DECIMAL =
      Set.of(
          "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV",
          "XAF", "XOF", "XPF");
  private static final Set<String> THREE_DECIMAL = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

  private StripeAmounts() {}

  /** Whether Stripe can take the amount at all. */
  static boolean canTake(Money money) {
    var code = money.currency().getCurrencyCode();
    if (!money.isPositive()) {
      return false;
    }
    if (MAY_BE_HUNDREDFOLD.contains(code)) {
      return money.minorUnits() <= Long.MAX_VALUE / 100;
    }
    return switch (money.currency().getDefaultFractionDigits()) {
      case 0 -> ZERO_DECIMAL.contains(code);
      case 2 -> !ZERO_DECIMAL.contains(code) || money.minorUnits() % 100 == 0;
      case 3 -> THREE_DECIMAL.contains(code) && money.minorUnits() % 10 == 0;
      default -> false;
    };
  }

  /** The amount in Stripe's unit; empty where Stripe cannot take it. */
  static OptionalLong encode(Money money, ChannelAccount account) {
    if (!canTake(money)) {
      return OptionalLong.empty();
    }
    var currency = money.currency();
    if (isHundredfold(currency, account)) {
      return OptionalLong.of(money.minorUnits() * 100);
    }
    return OptionalLong.of(isWholeOnly(currency) ? money.minorUnits() / 100 : money.minorUnits());
  }

  /** Stripe's amount as money; empty where the currency is unknown or the amount impossible. */
  static Optional<Money> decode(long amount, String lowerCaseCurrency, ChannelAccount account) {
    return Money.currency(lowerCaseCurrency.toUpperCase(Locale.ROOT))
        .flatMap(currency -> decode(amount, currency, account))
        .filter(StripeAmounts::canTake);
  }

  /**
   * A change of our balance as money, negative where it went down; empty as with {@link #decode}.
   * Balances are in any currency, and in amounts that nobody could be asked for.
   */
  static Optional<Money> decodeSigned(
      long amount, String lowerCaseCurrency, ChannelAccount account) {
    return amount == Long.MIN_VALUE
        ? Optional.empty()
        : Money.currency(lowerCaseCurrency.toUpperCase(Locale.ROOT))
            .flatMap(currency -> decode(Math.abs(amount), currency, account))
            .map(money -> amount < 0 ? negated(money) : money);
  }

  /** The amount with the other's sign: what a payer paid is positive, whichever way it went. */
  static Money withSignOf(Money other, Money amount) {
    return other.minorUnits() < 0 == amount.minorUnits() < 0 ? amount : negated(amount);
  }

  private static Money negated(Money money) {
    return new Money(Math.negateExact(money.minorUnits()), money.currency());
  }

  private static Optional<Money> decode(long amount, Currency currency, ChannelAccount account) {
    if (isHundredfold(currency, account)) {
      return amount % 100 == 0 ? Optional.of(new Money(amount / 100, currency)) : Optional.empty();
    }
    if (isWholeOnly(currency)) {
      return amount > Long.MAX_VALUE / 100 || amount < 0
          ? Optional.empty()
          : Optional.of(new Money(amount * 100, currency));
    }
    return Optional.of(new Money(amount, currency));
  }

  private static boolean isWholeOnly(Currency currency) {
    return currency.getDefaultFractionDigits() == 2
        && ZERO_DECIMAL.contains(currency.getCurrencyCode());
  }

  private static boolean isHundredfold(Currency currency, ChannelAccount account) {
    var code = currency.getCurrencyCode();
    return MAY_BE_HUNDREDFOLD.contains(code)
        && Arrays.stream(
                account.options().getOrDefault(HUNDREDFOLD, HUNDREDFOLD_UNLESS_SET).split(","))
            .map(String::strip)
            .collect(Collectors.toSet())
            .contains(code);
  }
}
