package io.tollgate.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrowthRowTest {

  private final Measured measured =
      new Measured(
          List.of(floor(200), floor(300), floor(250)),
          List.of(gateway(500, 2), gateway(600, 0), gateway(400, 1)));

  @Test
  void showsMediansAndHowTheyCompareToTheFloor() {
    assertThat(row().text())
        .isEqualTo(
            "| 1,000,000 | 1,090,000 | 2 | 100 | 2.5 | 9.0 | 0.500 | 0.400 | 0.300 | 0.200 | 0.250"
                + " | 2.00 | 3.60 | 70 | 3 |");
  }

  @Test
  void countsAProcessWithAllRolesAsOneThatTakesPayments() {
    var together =
        new Measured(
            measured.floors(),
            List.of(figures(Map.of("gateway", 800L, "database", 300L, "redis", 200L), 0)));

    var text = new GrowthRow(0, 0, 1, together).text();

    assertThat(text).contains("| 0.800 | 0.000 | 0.300 | 0.200 | 0.250 | 3.20 | 3.20 |");
  }

  @Test
  void hasAsManyCellsAsTheHead() {
    var head = GrowthRow.HEAD.lines().toList();

    assertThat(cells(row().text())).isEqualTo(cells(head.getFirst()));
    assertThat(cells(head.getLast())).isEqualTo(cells(head.getFirst()));
  }

  @Test
  void isToldWhatSeveralGatewaysOnOneMachineDoNotShow() {
    assertThat(GrowthRow.legend(3, false))
        .contains("Medians of 3 rounds", "nothing of how throughput");
    assertThat(Report.of(2, measured)).contains("Of 2 gateways on one Redis");
    assertThat(Report.of(1, measured)).doesNotContain("on one Redis");
  }

  private GrowthRow row() {
    return new GrowthRow(1_000_000, 1_090_000, 2, measured);
  }

  private static long cells(String line) {
    return line.chars().filter(character -> character == '|').count();
  }

  private static Figures floor(long cpu) {
    return figures(Map.of("floor", cpu, "redis", 100L), 0);
  }

  private static Figures gateway(long api, long refused) {
    return figures(Map.of("api", api, "worker", 400L, "database", 300L, "redis", 200L), refused);
  }

  /** Of 1,000 payments in ten seconds. */
  private static Figures figures(Map<String, Long> cpu, long refused) {
    var load = new Wrk.Outcome(1_000, 10_000_000, refused, 0, 2_500, 9_000, 10_000);
    return new Figures(load, cpu, Map.of(), 70);
  }
}
