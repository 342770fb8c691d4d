package io.tollgate.domain.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
  @ParameterizedTest
  @ValueSource(strings = {"1", "order-1", "!~", "4111111111111111", "a/b?c=d&{e}"})
  void takesPrintableAscii(String value) {
    assertThat(new Reference(value)).hasToString(value);
  }

  @Test
  void takesSixtyFourCharactersAndNoMore() {
    assertThat(Reference.isValid("x".repeat(64))).isTrue();
    assertThat(Reference.isValid("x".repeat(65))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a\n", "\u007f", "ordré", "订单"})
  void refusesEverythingElse(String value) {
    assertThat(Reference.isValid(value)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Reference(value))
        .withMessageContaining("expected: 1 to 64 printable ASCII");
  }
}
