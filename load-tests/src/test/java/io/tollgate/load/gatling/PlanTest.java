package io.tollgate.load.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.load.gatling.Plan.Load;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Load LOAD = new Load(12.5, 30, 10, 250);

  @AfterEach
  void forget() {
    System.getProperties()
        .keySet()
        .removeIf(name -> name.toString().startsWith("tollgate.gatling."));
  }

  @Test
  void arrivesWholeInTheOtherProcess() {
    var plan =
        new Plan(URI.create("http://127.0.0.1:8080"), URI.create("http://127.0.0.1:9000"), LOAD);

    given(plan);

    assertThat(Plan.given()).isEqualTo(plan);
  }

  @Test
  void arrivesWithoutASimulatorWhereThereIsNone() {
    var plan = new Plan(URI.create("http://127.0.0.1:8080"), null, LOAD);

    given(plan);

    assertThat(Plan.given()).isEqualTo(plan);
  }

  @Test
  void refusesALoadThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LOAD.atRate(0))
        .withMessage("rate: 0.0 (expected: more than 0)");
    assertThatIllegalArgumentException().isThrownBy(() -> LOAD.forSeconds(-1));
  }

  private static void given(Plan plan) {
    for (var option : plan.javaOptions()) {
      var parts = option.substring(2).split("=", 2);
      System.setProperty(parts[0], parts[1]);
    }
  }
}
