package io.tollgate.gateway.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskSecretsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "key sk_test_abc123 refused | key sk_test_*** refused",
        "key sk_live_ABC_def9 refused | key sk_live_*** refused",
        "rk_live_abc123 | rk_live_***",
        "signed by whsec_c2FuZGJveA== today | signed by whsec_*** today",
        "Authorization: Bearer abc.DEF-123_~+/= | Authorization: Bearer ***",
        "redis://user:hunter2@cache:6379/0 | redis://user:***@cache:6379/0",
        "amqp://guest:p%40ss@broker | amqp://guest:***@broker",
        "card 4111111111111111 declined | card *** declined",
        "card 4111 1111 1111 1111 declined | card *** declined",
        "card 4111-1111-1111-1111 declined | card *** declined",
        "card 5555555555554444, amex 378282246310005 | card ***, amex ***",
        "two: sk_test_one and sk_test_two | two: sk_test_*** and sk_test_***",
      })
  void masksSecretsAndKeepsTheRest(String text, String masked) {
    assertThat(MaskSecrets.masked(text)).isEqualTo(masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "payment pay_0123456789abcdefghjkmnpqrs is succeeded",
        "2026-01-01T12:00:00.000Z",
        "1767268800000",
        "pk_test_abc123",
        "pm_card_visa",
        "https://shop.example:8443/return?order=1@2",
        "took 1299 ms, 4111 times",
      })
  void leavesOtherTextsAlone(String text) {
    assertThat(MaskSecrets.masked(text)).isEqualTo(text);
  }

  @Test
  void leavesNothingAlone() {
    assertThat(MaskSecrets.masked(null)).isNull();
  }
}
