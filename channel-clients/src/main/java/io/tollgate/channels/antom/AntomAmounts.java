package io.tollgate.channels.antom;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.money.Money;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Currency;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as Antom writes them: a text of a whole number of the currency's smallest unit (facts,
 * section 5, "Amounts"). Where Antom departs from the decimals of ISO 4217 is unconfirmed: the
 * account's option {@value #DECIMALS} names such currencies, as in {@code IDR=0,HUF=0}.
 */
final class AntomAmounts {

  static final String DECIMALS = "decimals";

  private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]{0,15}");

  private AntomAmounts() {}

  /** What we read of an amount. */
  record Amount(@Nullable String currency, @Nullable String value) {}

  /** Whether Antom can take the amount, as far as ISO 4217 tells. */
  static boolean canTake(Money money) {
    return money.isPositive() && money.minorUnits() < 10_000_000_000_000_000L;
  }

  /** The amount as Antom reads it; throws where it cannot be expressed. */
  static JsonBody body(Money money, ChannelAccount account) {
    return new JsonBody()
        .with("currency", money.currency().getCurrencyCode())
        .with(
            "value",
            encode(money, account)
                .orElseThrow(() -> new IllegalArgumentException("amount: Antom cannot take it")));
  }

  /** The number that Antom has for the amount; empty where it cannot express it. */
  static Optional<String> encode(Money money, ChannelAccount account) {
    if (!canTake(money)) {
      return Optional.empty();
    }
    var currency = money.currency();
    var major = BigDecimal.valueOf(money.minorUnits(), currency.getDefaultFractionDigits());
    return whole(major, decimals(currency, account)).map(Object::toString);
  }

  /** The money that an amount says; empty where a part is missing, unknown or impossible. */
  static Optional<Money> decode(@Nullable Amount amount, ChannelAccount account) {
    if (amount == null || amount.currency() == null || amount.value() == null) {
      return Optional.empty();
    }
    return decode(amount.value(), amount.currency(), account).filter(AntomAmounts::canTake);
  }

  /** The same of its two parts; it may be nothing. */
  static Optional<Money> decode(String value, String currencyCode, ChannelAccount account) {
    return WHOLE.matcher(value).matches()
        ? Money.currency(currencyCode).flatMap(currency -> money(value, currency, account))
        : Optional.empty();
  }

  private static Optional<Money> money(String value, Currency currency, ChannelAccount account) {
    var major = new BigDecimal(value).movePointLeft(decimals(currency, account));
    return whole(major, currency.getDefaultFractionDigits())
        .map(minor -> new Money(minor, currency));
  }

  private static Optional<Long> whole(BigDecimal major, int decimals) {
    try {
      return Optional.of(major.movePointRight(decimals).longValueExact());
    } catch (ArithmeticException notWhole) {
      return Optional.empty();
    }
  }

  private static int decimals(Currency currency, ChannelAccount account) {
    var prefix = currency.getCurrencyCode() + "=";
    return Arrays.stream(account.options().getOrDefault(DECIMALS, "").split(","))
        .map(String::strip)
        .filter(entry -> entry.startsWith(prefix))
        .map(entry -> entry.substring(prefix.length()))
        .filter(digits -> digits.matches("[0-4]"))
        .findFirst()
        .map(Integer::valueOf)
        .orElseGet(currency::getDefaultFractionDigits);
  }
}
