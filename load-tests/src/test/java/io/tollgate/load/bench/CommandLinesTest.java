package io.tollgate.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLinesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bench  | --gateways=0                    | --gateways: 0 (expected: 1 to 64
          bench  | --gateways=9 --connections=8    | --gateways: 9 (expected: 1 to 8
          bench  | --stored=-1                     | --stored: -1 (expected: 0 or more)
          growth | --stored=100,10                 | --stored: [100, 10] (expected: ascending)
          growth | --stored=-5,10                  | --stored: -5 (expected: 0 or more)
          growth | --gateways=1,0                  | --gateways: 0 (expected: 1 to 64
          growth | --gateways=1,2 --connections=1  | --gateways: 2 (expected: 1 to 1,
          """)
  void refuseWhatCannotBeMeasured(String command, String arguments, String why) {
    // Not by running them: what is not refused would be measured.
    assertThatThrownBy(() -> plansOf(command, arguments))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining(why);
  }

  @Test
  void planWhatTheyAreTold() {
    assertThat(plansOf("bench", "--gateways=2 --stored=7 --connections=8"))
        .singleElement()
        .satisfies(plan -> {
          assertThat(plan.gateways()).isEqualTo(2);
          assertThat(plan.stored()).isEqualTo(7);
          assertThat(plan.load().connections()).isEqualTo(8);
        });
    assertThat(plansOf("growth", "--stored=1,2 --gateways=1,4 --rounds=3"))
        .extracting(Plan::stored, Plan::gateways, plan -> plan.load().rounds())
        .containsExactly(tuple(1L, 1, 3), tuple(2L, 1, 3), tuple(2L, 4, 3));
  }

  private static List<Plan> plansOf(String command, String arguments) {
    if (command.equals("bench")) {
      var bench = new BenchCommand();
      new CommandLine(bench).parseArgs(arguments.split(" "));
      return List.of(bench.plan());
    }
    var growth = new GrowthCommand();
    new CommandLine(growth).parseArgs(arguments.split(" "));
    return growth.plans();
  }
}
