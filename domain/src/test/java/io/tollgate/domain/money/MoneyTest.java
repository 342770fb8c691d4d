package io.tollgate.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {
  @ParameterizedTest
  @CsvSource({
    "1299, EUR, EUR 12.99",
    "1299, JPY, JPY 1299",
    "1299, BHD, BHD 1.299",
    "5, USD, USD 0.05",
    "-5, USD, USD -0.05",
    "0, KWD, KWD 0.000",
    "9223372036854775807, EUR, EUR 92233720368547758.07"
  })
  void isWrittenByItsCurrencysExponent(long minorUnits, String currency, String written) {
    assertThat(Money.of(minorUnits, currency)).hasToString(written);
  }

  @Test
  void addsAndSubtractsExactly() {
    assertThat(Money.of(1299, "EUR").plus(Money.of(1, "EUR"))).isEqualTo(Money.of(1300, "EUR"));
    assertThat(Money.of(1299, "EUR").minus(Money.of(1300, "EUR"))).isEqualTo(Money.of(-1, "EUR"));
  }

  @Test
  void overflowThrowsInsteadOfWrapping() {
    var most = Money.of(Long.MAX_VALUE, "EUR");
    var least = Money.of(Long.MIN_VALUE, "EUR");
    var cent = Money.of(1, "EUR");

    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> most.plus(cent));
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> least.minus(cent));
  }

  @Test
  void refusesToMixCurrencies() {
    var euro = Money.of(1, "EUR");
    var yen = Money.of(1, "JPY");

    assertThatIllegalArgumentException().isThrownBy(() -> euro.plus(yen));
    assertThatIllegalArgumentException().isThrownBy(() -> euro.minus(yen));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> euro.compareTo(yen))
        .withMessage("currency: JPY (expected: EUR)");
  }

  @Test
  void comparesByAmount() {
    assertThat(Money.of(2, "EUR")).isGreaterThan(Money.of(1, "EUR"));
    assertThat(Money.of(1, "EUR")).isNotEqualTo(Money.of(1, "USD"));
  }

  @Test
  void isPositiveAboveZeroOnly() {
    assertThat(Money.of(1, "EUR").isPositive()).isTrue();
    assertThat(Money.of(0, "EUR").isPositive()).isFalse();
    assertThat(Money.of(-1, "EUR").isPositive()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"XXX", "XAU", "eur", "EURO", "", "ZZZ"})
  void knowsNoOtherCurrencies(String code) {
    assertThat(Money.currency(code)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> Money.of(1, code));
  }

  @Test
  void refusesACurrencyWithoutMinorUnits() {
    var gold = Currency.getInstance("XAU");

    assertThatIllegalArgumentException().isThrownBy(() -> new Money(1, gold));
  }
}
