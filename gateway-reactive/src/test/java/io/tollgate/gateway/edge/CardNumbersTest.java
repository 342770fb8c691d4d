package io.tollgate.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumbersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "paid by 4111111111111111, thank you",
        "(4111111111111111)",
        "5555555555554444",
        "378282246310005",
        "3782 822463 10005",
        "6011111111111117",
        "2223003122003222",
        "4222222222222",
        "4000000000000000006",
        "12 / 4111111111111111",
        "4111111111111111 12/28",
        "12 4111111111111111",
        "first 4111111111111112, then 4111111111111111",
      })
  void findsACardNumber(String text) {
    assertThat(CardNumbers.isIn(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "4111111111111112",
        "4111111111111110",
        "422222222222",
        "40000000000000000002",
        "4111  1111  1111  1111",
        "4111--1111--1111--1111",
        "4111.1111.1111.1111",
        "0000000000000000",
        "1234567812345670",
        "7992739871300008",
        "9111111111111110",
        "2111111111111115",
        "2811111111111118",
        "2026-01-01T12:00:00.000Z",
        "1767268800000",
        "pm_card_visa",
      })
  void leavesOtherTextsAlone(String text) {
    assertThat(CardNumbers.isIn(text)).isFalse();
  }
}
