package io.tollgate.channels.adyen;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.money.Money;
import java.util.Currency;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Amounts as Adyen writes them: whole numbers of minor units, which depart from ISO 4217 for a few
 * currencies (facts, section 3, "Amounts"): CLP and ISK are sent a hundredfold, CVE and IDR in
 * hundredths, so that only whole ones can be sent. Nobody confirmed it, so the account's option
 * {@value AdyenOptions#DECIMALS} says it.
 */
final class AdyenAmounts {

  private static final int MOST_DECIMALS = 3;
  private static final Set<String> MAY_BE_FINER = Set.of("CLP", "ISK");
  private static final Set<String> MAY_BE_WHOLE = Set.of("CVE", "IDR");

  private AdyenAmounts() {}

  /** Whether Adyen can take the amount, whichever way the account is set. */
  static boolean canTake(Money money) {
    var code = money.currency().getCurrencyCode();
    return money.isPositive()
        && money.currency().getDefaultFractionDigits() <= MOST_DECIMALS
        && (!MAY_BE_FINER.contains(code) || money.minorUnits() <= Long.MAX_VALUE / 100)
        && (!MAY_BE_WHOLE.contains(code) || money.minorUnits() % 100 == 0);
  }

  /** The amount in Adyen's unit; empty where it is not a whole number of those. */
  static OptionalLong encode(Money money, ChannelAccount account) {
    return scaled(money.minorUnits(), shift(money.currency(), account));
  }

  /** The object that requests carry; throws where Adyen cannot take the amount. */
  static JsonBody body(Money money, ChannelAccount account) {
    var value =
        encode(money, account)
            .orElseThrow(() -> new IllegalArgumentException("amount: Adyen cannot take it"));
    return body(money.currency(), value);
  }

  /** The same of no money, as agreements are asked for. */
  static JsonBody nothing(Currency currency) {
    return body(currency, 0);
  }

  /** Adyen's amount as money; empty where the currency is unknown or the amount impossible. */
  static Optional<Money> decode(long value, String currencyCode, ChannelAccount account) {
    return Money.currency(currencyCode)
        .flatMap(currency -> {
          var minor = scaled(value, -shift(currency, account));
          return minor.isPresent()
              ? Optional.of(new Money(minor.getAsLong(), currency))
              : Optional.empty();
        });
  }

  private static JsonBody body(Currency currency, long value) {
    return new JsonBody().with("currency", currency.getCurrencyCode()).with("value", value);
  }

  /** How many decimals Adyen has more than ISO 4217. */
  private static int shift(Currency currency, ChannelAccount account) {
    int iso = currency.getDefaultFractionDigits();
    return AdyenOptions.decimals(account).getOrDefault(currency.getCurrencyCode(), iso) - iso;
  }

  private static OptionalLong scaled(long amount, int shift) {
    long factor = 1;
    for (int digit = 0; digit < Math.abs(shift); digit++) {
      factor *= 10;
    }
    if (shift < 0) {
      return amount % factor == 0 ? OptionalLong.of(amount / factor) : OptionalLong.empty();
    }
    long most = Long.MAX_VALUE / factor;
    return amount > most || amount < -most
        ? OptionalLong.empty()
        : OptionalLong.of(amount * factor);
  }
}
