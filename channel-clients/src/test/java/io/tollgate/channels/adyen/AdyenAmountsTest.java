package io.tollgate.channels.adyen;

import static io.tollgate.channels.adyen.AdyenFixtures.account;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.domain.money.Money;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdyenAmountsTest {

  @ParameterizedTest
  @CsvSource({
    // our minor units, currency, Adyen's
    "1299, EUR, 1299",
    "1299, JPY, 1299",
    "1299, BHD, 1299",
    "1299, CLP, 129900",
    "1299, ISK, 129900",
    "129900, IDR, 1299",
    "129900, CVE, 1299",
  })
  void writesAmountsAsAdyenCountsThemAndReadsThemBack(long ours, String code, long adyens) {
    var money = Money.of(ours, code);

    assertThat(AdyenAmounts.canTake(money)).isTrue();
    assertThat(AdyenAmounts.encode(money, account())).hasValue(adyens);
    assertThat(AdyenAmounts.decode(adyens, code, account())).contains(money);
  }

  @Test
  void countsAsTheAccountSays() {
    var account = account(Map.of(AdyenOptions.DECIMALS, "CLP:0,XOF:2"));

    assertThat(AdyenAmounts.encode(Money.of(1299, "CLP"), account)).hasValue(1299);
    assertThat(AdyenAmounts.encode(Money.of(1299, "XOF"), account)).hasValue(129900);
    assertThat(AdyenAmounts.encode(Money.of(1299, "IDR"), account)).hasValue(1299);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLP", "CLP:9", "clp:2", "CLP:2,,IDR:0", "CLP:2;IDR:0"})
  void stopsAtASettingThatCannotBeRead(String decimals) {
    assertThatThrownBy(() ->
            AdyenAmounts.encode(
                Money.of(1, "EUR"), account(Map.of(AdyenOptions.DECIMALS, decimals))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "0, EUR",
    "-1, EUR",
    "150, IDR",
    "150, CVE",
    "9223372036854775807, CLP",
    "92233720368547759, ISK",
    "1, CLF",
  })
  void takesNoAmountThatItCannotWrite(long minorUnits, String code) {
    assertThat(AdyenAmounts.canTake(Money.of(minorUnits, code))).isFalse();
  }

  @Test
  void readsNoAmountThatCannotBe() {
    assertThat(AdyenAmounts.decode(150, "CLP", account())).isEmpty();
    assertThat(AdyenAmounts.decode(Long.MAX_VALUE, "IDR", account())).isEmpty();
    assertThat(AdyenAmounts.decode(Long.MIN_VALUE, "IDR", account())).isEmpty();
    assertThat(AdyenAmounts.decode(1, "EURO", account())).isEmpty();
    assertThat(AdyenAmounts.decode(1, "eur", account())).isEmpty();
  }
}
