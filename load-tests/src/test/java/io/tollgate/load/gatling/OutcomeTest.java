package io.tollgate.load.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  @Test
  void tellsTheEndOfASuite() {
    var outcome =
        Outcome.of(
            List.of(
                "Simulation started...",
                "Generating reports...",
                "",
                "========",
                "> request count | 3 | 3 | -",
                "> OK: t < 800 ms   3 (100%)",
                "Global: count of failed events is 0.0 : true (actual : 0.0)"),
            0);

    assertThat(outcome.passed()).isTrue();
    assertThat(outcome.lines())
        .containsExactly(
            "> request count | 3 | 3 | -",
            "Global: count of failed events is 0.0 : true (actual : 0.0)");
  }

  @Test
  void tellsEverythingWhereASuiteDidNotGetToItsEnd() {
    var output = List.of("Simulation started...", "java.lang.OutOfMemoryError");

    assertThat(Outcome.of(output, 1)).isEqualTo(new Outcome(false, output));
  }

  @Test
  void failsWithGatling() {
    assertThat(Outcome.of(List.of("Generating reports..."), 2).passed()).isFalse();
  }
}
