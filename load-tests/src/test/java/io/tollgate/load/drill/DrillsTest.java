package io.tollgate.load.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.sandbox.servers.SettableClock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrillsTest {

  @Test
  void namesThoseOfTheListOnceAndInOrderAndOneMore() {
    var expected = IntStream.rangeClosed(1, 31).mapToObj(number -> "F" + number);

    assertThat(Drills.all().stream().map(Drill::id)).containsExactlyElementsOf(expected.toList());
  }

  @Test
  void canPlayEveryDrillThatEachChangeIsPutThrough() {
    assertThat(Drills.CI).allMatch(id -> Drills.of(id).missing().isEmpty());
  }

  @Test
  void saysWhatIsMissingWhereADrillCannotBePlayed() {
    assertThat(Drills.of("f10").missing().isEmpty()).isEqualTo(SettableClock.isPossible());
  }

  @Test
  void refusesADrillThatIsNotOnTheList() {
    assertThatThrownBy(() -> Drills.of("F32")).hasMessageContaining("F32");
  }
}
