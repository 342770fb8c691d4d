package io.tollgate.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.load.bench.Series.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

  @Test
  void addsGatewaysOnceAllPaymentsAreStored() {
    assertThat(Series.of(List.of(10_000L, 1_000_000L), List.of(1, 2, 4)))
        .containsExactly(
            new Step(10_000, 1),
            new Step(1_000_000, 1),
            new Step(1_000_000, 2),
            new Step(1_000_000, 4));
  }

  @Test
  void neverAsksForFewerPaymentsThanThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Series.of(List.of(10L, 5L), List.of(1)))
        .withMessageContaining("ascending");
  }
}
