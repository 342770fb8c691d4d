package io.tollgate.channels.airwallex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.domain.money.Money;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AirwallexAmountsTest {

  @ParameterizedTest
  @CsvSource({
    "1299, USD, 12.99",
    "5, EUR, 0.05",
    "130000, USD, 1300.00",
    "1299, JPY, 1299",
    "1299, CLP, 1299",
    "1299, BHD, 1.299",
    "999999999999999, USD, 9999999999999.99",
  })
  void writesTheMajorUnitWithTheDecimalsOfTheCurrency(long minor, String code, String written) {
    var amount = Money.of(minor, code);

    assertThat(AirwallexAmounts.of(amount).toPlainString()).isEqualTo(written);
    assertThat(AirwallexAmounts.read(new BigDecimal(written), code)).contains(amount);
  }

  @ParameterizedTest
  @CsvSource({
    "12.9, USD, 1290",
    "12.990, USD, 1299",
    "1.3E+3, USD, 130000",
    "1e2, JPY, 100",
  })
  void readsTheSameNumberHoweverItIsWritten(String written, String code, long minor) {
    assertThat(AirwallexAmounts.read(new BigDecimal(written), code))
        .contains(Money.of(minor, code));
  }

  @ParameterizedTest
  @CsvSource({
    "12.999, USD",
    "0.5, JPY",
    "12.99, usd",
    "12.99, XXX",
    "1e999999999, USD",
    "1e-999999999, USD",
    "99999999999999999999, USD",
  })
  void readsNothingThatIsNoAmountOfTheCurrency(String written, String code) {
    assertThat(AirwallexAmounts.read(new BigDecimal(written), code)).isEmpty();
    assertThat(AirwallexAmounts.read(null, code)).isEmpty();
    assertThat(AirwallexAmounts.read(new BigDecimal(written), null)).isEmpty();
  }

  @Test
  void takesNothingThatANumberMayNotKeep() {
    var tooMuch = Money.of(1_000_000_000_000_000L, "USD");

    assertThat(AirwallexAmounts.canTake(tooMuch)).isFalse();
    assertThat(AirwallexAmounts.canTake(Money.of(0, "USD"))).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> AirwallexAmounts.of(tooMuch));
  }
}
