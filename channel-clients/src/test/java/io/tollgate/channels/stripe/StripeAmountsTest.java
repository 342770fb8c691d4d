package io.tollgate.channels.stripe;

import static io.tollgate.channels.stripe.StripeFixtures.account;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.money.Money;
import java.util.Currency;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeAmountsTest {

  @ParameterizedTest
  @CsvSource({
    "1299, EUR, 1299",
    "1299, USD, 1299",
    "500, JPY, 500",
    "500, KRW, 500",
    "700, XOF, 700",
    "500, MGA, 5",
    "1290, BHD, 1290",
    "1230, KWD, 1230",
    "5, ISK, 500",
    "5, UGX, 500",
  })
  void writesAmountsInStripesUnit(long minorUnits, String currency, long sent) {
    var money = Money.of(minorUnits, currency);

    assertThat(StripeAmounts.canTake(money)).isTrue();
    assertThat(StripeAmounts.encode(money, account())).hasValue(sent);
    assertThat(StripeAmounts.decode(sent, currency.toLowerCase(java.util.Locale.ROOT), account()))
        .contains(money);
  }

  @ParameterizedTest
  @CsvSource({"550, MGA", "1299, BHD", "1001, TND", "1000, IQD", "1000, CLF", "0, EUR", "-1, EUR"})
  void takesNothingThatStripeCannotExpress(long minorUnits, String currency) {
    var money = Money.of(minorUnits, currency);

    assertThat(StripeAmounts.canTake(money)).isFalse();
    assertThat(StripeAmounts.encode(money, account())).isEqualTo(OptionalLong.empty());
  }

  @Test
  void readsItsOwnAmountsBackInEveryCurrency() {
    for (var currency : Currency.getAvailableCurrencies()) {
      if (currency.getDefaultFractionDigits() >= 0) {
        var money = new Money(12_300, currency);
        StripeAmounts.encode(money, account())
            .ifPresent(sent ->
                assertThat(
                        StripeAmounts.decode(
                            sent,
                            currency.getCurrencyCode().toLowerCase(java.util.Locale.ROOT),
                            account()))
                    .contains(money));
      }
    }
  }

  @Test
  void sendsSpecialCurrenciesAsTheAccountSays() {
    var plain = account("http://127.0.0.1:1", Map.of("hundredfold", "ISK"));

    assertThat(StripeAmounts.encode(Money.of(5, "UGX"), plain)).hasValue(5);
    assertThat(StripeAmounts.encode(Money.of(5, "ISK"), plain)).hasValue(500);
    assertThat(StripeAmounts.decode(5, "ugx", plain)).contains(Money.of(5, "UGX"));
  }

  @Test
  void readsNoImpossibleAmount() {
    assertThat(StripeAmounts.decode(550, "isk", account())).isEmpty();
    assertThat(StripeAmounts.decode(1, "xyz", account())).isEmpty();
    assertThat(StripeAmounts.decode(1, "xau", account())).isEmpty();
    assertThat(StripeAmounts.decode(Long.MAX_VALUE, "mga", account())).isEmpty();
    assertThat(StripeAmounts.decode(Long.MIN_VALUE, "mga", account())).isEmpty();
    assertThat(StripeAmounts.decode(-100, "eur", account())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-1299, eur, -1299, EUR",
    "0, eur, 0, EUR",
    "-500, jpy, -500, JPY",
    "-5, mga, -500, MGA",
    "-500, isk, -5, ISK",
    "1299, bhd, 1299, BHD",
  })
  void readsWhatABalanceChangedBy(long sent, String currency, long minorUnits, String code) {
    assertThat(StripeAmounts.decodeSigned(sent, currency, account()))
        .contains(Money.of(minorUnits, code));
  }

  @Test
  void readsNoImpossibleChange() {
    assertThat(StripeAmounts.decodeSigned(Long.MIN_VALUE, "eur", account())).isEmpty();
    assertThat(StripeAmounts.decodeSigned(-550, "isk", account())).isEmpty();
    assertThat(StripeAmounts.decodeSigned(1, "usdc", account())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"5, 7, 7", "-5, 7, -7", "-5, -7, -7", "5, -7, 7"})
  void givesAnAmountTheSignOfAnother(long other, long amount, long expected) {
    assertThat(StripeAmounts.withSignOf(Money.of(other, "EUR"), Money.of(amount, "JPY")))
        .isEqualTo(Money.of(expected, "JPY"));
  }
}
