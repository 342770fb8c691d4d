package io.tollgate.domain.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationIdTest {

  @Test
  void readsBackWhatAChannelWasGiven() {
    var id = new OperationId("ref_0a-1");

    assertThat(OperationId.parse(id.toString())).contains(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "_a", "A", "a b", "a/b", "a\n", "ä"})
  void readsNothingThatIsNotOfItsShape(String text) {
    assertThat(OperationId.parse(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new OperationId(text));
  }

  @Test
  void hasFortyCharactersAtMost() {
    assertThat(OperationId.parse("a".repeat(40))).isPresent();
    assertThat(OperationId.parse("a".repeat(41))).isEmpty();
  }
}
