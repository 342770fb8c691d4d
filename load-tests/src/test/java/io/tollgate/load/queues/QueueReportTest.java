package io.tollgate.load.queues;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.load.queues.Scores.Cost;
import io.tollgate.load.queues.Scores.Rate;
import io.tollgate.load.queues.Scores.Recovery;
import io.tollgate.load.queues.Scores.Restart;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueReportTest {

  @Test
  void showsMissesAsTheyAre() {
    var report =
        QueueReport.of(
            List.of(
                new Scores(
                    Contestant.OURS,
                    new Cost(1_000, 20),
                    new Cost(2_000, 30),
                    Map.of(4_000, new Rate(3, 700, 900, 40, 50, 17)),
                    new Recovery(25, 8_100, 3, 0),
                    new Restart(8_000, 2, 5, 900))));

    assertThat(report)
        .contains("| tasks per Redis CPU second | 20,000 |")
        .contains("3 / 700, 17 not begun, at 900/s")
        .contains("3 of 25 lost")
        .contains("2 / 5 of 8,000");
  }

  @Test
  void takesPercentilesOfWhatThereIs() {
    assertThat(Contest.percentile(new long[0], 99)).isEqualTo(-1);
    assertThat(Contest.percentile(new long[] {7}, 99)).isEqualTo(7);
    assertThat(Contest.percentile(new long[] {1, 2, 3, 4}, 50)).isEqualTo(3);
  }
}
