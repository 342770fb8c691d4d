package io.tollgate.channels.paypal;

import static io.tollgate.channels.paypal.PayPalFixtures.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.domain.money.Money;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayPalAmountsTest {

  private static final PayPalSettings SETTINGS = PayPalSettings.of(account());

  @ParameterizedTest
  @CsvSource({
    "EUR, 1299, 12.99",
    "USD, 5, 0.05",
    "JPY, 1299, 1299",
    "HUF, 129900, 1299",
    "TWD, 100, 1",
    "EUR, 99999999999999999, 999999999999999.99",
  })
  void writesDecimalsOfTheMajorUnit(String currency, long minorUnits, String value) {
    var money = Money.of(minorUnits, currency);

    assertThat(PayPalAmounts.canTake(money)).isTrue();
    assertThat(PayPalAmounts.encode(money, SETTINGS).text())
        .isEqualTo("{\"currency_code\":\"%s\",\"value\":\"%s\"}".formatted(currency, value));
    assertThat(PayPalAmounts.decode(new PayPalAmount(currency, value))).contains(money);
  }

  @Test
  void writesAWholeCurrencyWithDecimalsWhereTheAccountSaysSo() {
    var settings =
        PayPalSettings.of(account("http://127.0.0.1:1", Map.of("whole-only", "JPY, TWD")));

    assertThat(PayPalAmounts.encode(Money.of(129900, "HUF"), settings).text())
        .contains("\"1299.00\"");
    assertThat(PayPalAmounts.encode(Money.of(500, "TWD"), settings).text()).contains("\"5\"");
  }

  @ParameterizedTest
  @CsvSource({
    "HUF, 129901",
    "TWD, 99",
    "KWD, 1000",
    "KRW, 1000",
    "EUR, 0",
    "EUR, -5",
    "EUR, 100000000000000000",
    "JPY, 1000000000000000",
  })
  void doesNotTakeWhatPayPalCannotExpress(String currency, long minorUnits) {
    var money = Money.of(minorUnits, currency);

    assertThat(PayPalAmounts.canTake(money)).isFalse();
    assertThatThrownBy(() -> PayPalAmounts.encode(money, SETTINGS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsWholeAmountsWithDecimalsAndNoAmountThatIsNone() {
    assertThat(PayPalAmounts.decode(new PayPalAmount("HUF", "1299.00")))
        .contains(Money.of(129900, "HUF"));
    assertThat(PayPalAmounts.decode(null)).isEmpty();
    assertThat(PayPalAmounts.decode(new PayPalAmount(null, "1"))).isEmpty();
    assertThat(PayPalAmounts.decode(new PayPalAmount("EUR", null))).isEmpty();
    assertThat(PayPalAmounts.decode(new PayPalAmount("EUR", "12.999"))).isEmpty();
    assertThat(PayPalAmounts.decode(new PayPalAmount("EUR", "1e3"))).isEmpty();
    assertThat(PayPalAmounts.decode(new PayPalAmount("XXX", "1"))).isEmpty();
  }
}
