package io.tollgate.load.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OrdersTest {

  @Test
  void givesEveryUserAnOrderOfItsOwn() {
    var orders = new Orders("run");

    var references =
        IntStream.range(0, 10_000)
            .parallel()
            .mapToObj(_ -> orders.next().get("reference"))
            .toList();

    assertThat(references).doesNotHaveDuplicates();
  }

  @Test
  void tellsRunsApart() {
    assertThat(new Orders("one").next().get("reference"))
        .isNotEqualTo(new Orders("two").next().get("reference"));
  }

  @Test
  void asksForAmountsThatAChannelTakes() {
    var orders = new Orders("run");

    assertThat(Stream.generate(orders::next).limit(20_000))
        .allSatisfy(order -> assertThat((Long) order.get("amount")).isBetween(100L, 9_999L));
  }
}
