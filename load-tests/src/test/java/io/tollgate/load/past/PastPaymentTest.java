package io.tollgate.load.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PastPaymentTest {

  private static final Instant THEN = Instant.parse("2026-05-01T12:00:00Z");

  private final List<PastPayment> many =
      LongStream.range(0, 50_000).mapToObj(number -> PastPayment.of(number, THEN)).toList();

  @Test
  void sharesNoIdWithAnother() {
    assertThat(many).extracting(payment -> payment.id().value()).doesNotHaveDuplicates();
  }

  @Test
  void belongsToOneOfAThousandMerchantsTheMeasuredOneAmongThem() {
    assertThat(many.stream().map(PastPayment::merchant).distinct())
        .hasSize(PastPayment.MERCHANTS)
        .contains("demo")
        .allMatch(merchant -> merchant.length() <= 32);
  }

  @Test
  void isFinalIn97Of100() {
    long last = many.stream().filter(payment -> payment.status().isFinal()).count();

    assertThat(last / 500.0).isBetween(96.5, 97.5);
  }

  @Test
  void isTheSameForTheSameNumber() {
    assertThat(PastPayment.of(4_711, THEN)).isEqualTo(many.get(4_711));
  }

  @Test
  void drawsEachStatusAsOftenAsItsShare() {
    var drawn = IntStream.range(0, 1_000).mapToObj(PastStatus::drawn).toList();

    assertThat(drawn).containsAll(Arrays.asList(PastStatus.values()));
    assertThat(drawn).filteredOn(PastStatus::isFinal).hasSize(970);
    assertThatIllegalArgumentException().isThrownBy(() -> PastStatus.drawn(1_000));
  }
}
