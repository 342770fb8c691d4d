package io.tollgate.channels.square;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.domain.money.Money;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An amount as Square writes it: a whole number of the currency's smallest unit, with the exponents
 * of ISO 4217 (facts, section 9, "Amounts").
 *
 * @param amount negative where it leaves us
 * @param currency upper case
 * @param currencyCode what it is called in the description's examples of payouts, against its own
 *     schema
 */
record SquareMoney(
    @Nullable Long amount, @Nullable String currency, @Nullable String currencyCode) {

  /** The currencies of the countries that Square serves (facts, section 9, heading). */
  private static final Set<String> TAKEN = Set.of("USD", "CAD", "GBP", "JPY", "AUD");

  /** Whether Square can take the amount at all. */
  static boolean canTake(Money money) {
    return money.isPositive() && TAKEN.contains(money.currency().getCurrencyCode());
  }

  /** What is sent; throws where Square cannot take it. */
  static JsonBody body(Money money) {
    if (!canTake(money)) {
      throw new IllegalArgumentException("amount: Square cannot take it");
    }
    return new JsonBody()
        .with("amount", money.minorUnits())
        .with("currency", money.currency().getCurrencyCode());
  }

  /** Whether it is that amount, to the unit. */
  boolean is(Money money) {
    return amount != null
        && amount == money.minorUnits()
        && money.currency().getCurrencyCode().equals(currency);
  }

  /** The amount as money, whatever its sign; empty where a part is missing or is no currency. */
  Optional<Money> money() {
    var code = currency == null ? currencyCode : currency;
    if (amount == null || code == null) {
      return Optional.empty();
    }
    long units = amount;
    return Money.currency(code).map(known -> new Money(units, known));
  }
}
