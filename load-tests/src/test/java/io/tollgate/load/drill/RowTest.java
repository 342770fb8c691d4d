package io.tollgate.load.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.load.check.Invariant;
import io.tollgate.load.check.Judgement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowTest {

  private final Drill drill = Drills.of("F1");

  @Test
  void hasAsManyCellsAsTheHead() {
    var head = Row.HEAD.lines().findFirst().orElseThrow();

    assertThat(cells(row(judged(Map.of())).text())).isEqualTo(cells(head));
    assertThat(cells(new Row(drill, 1, null, 0, true, "skipped").text())).isEqualTo(cells(head));
  }

  private static long cells(String line) {
    return line.chars().filter(character -> character == '|').count();
  }

  @Test
  void saysWhichInvariantsBroke() {
    var row = row(judged(Map.of(Invariant.I1, List.of("a", "b"))));

    assertThat(row.isBad()).isTrue();
    assertThat(row.text()).contains("**bad**: I1 × 2");
  }

  @Test
  void isBadWhereTheDrillCouldNotBeCarriedThrough() {
    assertThat(new Row(drill, 1, null, 0, false, "no Redis").isBad()).isTrue();
    assertThat(new Row(drill, 1, null, 0, true, "skipped").isBad()).isFalse();
  }

  private Row row(Judgement judgement) {
    return new Row(drill, 1, judgement, 9, false, "");
  }

  private static Judgement judged(Map<Invariant, List<String>> broken) {
    return new Judgement(30, 10, 0, 0, 0, 0, List.of(100L, 200L), 900, broken);
  }
}
