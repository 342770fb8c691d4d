package io.tollgate.domain.money;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The currencies that payments can be made in: those of ISO 4217 that have minor units. */
final class Currencies {

  private static final Map<String, Currency> BY_CODE =
      Currency.getAvailableCurrencies().stream()
          .filter(currency -> currency.getDefaultFractionDigits() >= 0)
          .collect(toUnmodifiableMap(Currency::getCurrencyCode, Function.identity()));

  private Currencies() {}

  static Optional<Currency> find(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }
}
