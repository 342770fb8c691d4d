package io.tollgate.persistence.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.persistence.RandomPayments;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentSnapshotsTest {

  @Test
  void readsBackWhatItWrote() {
    long seed = System.nanoTime();
    var payments = new RandomPayments(seed);

    Stream.generate(payments::next)
        .limit(5_000)
        .forEach(payment -> {
          var text = PaymentSnapshots.write(payment);
          assertThat(PaymentSnapshots.read(text)).as("seed %d", seed).isEqualTo(payment);
          assertThat(PaymentSnapshots.read(text).order().metadata().keySet())
              .as("the order of metadata, seed %d", seed)
              .containsExactlyElementsOf(payment.order().metadata().keySet());
        });
  }

  @Test
  void writesTheSameTextForTheSamePayment() {
    var payment = new RandomPayments(7).next();
    var text = PaymentSnapshots.write(payment);

    assertThat(PaymentSnapshots.write(PaymentSnapshots.read(text))).isEqualTo(text);
  }

  @Test
  void ignoresFieldsOfANewerWriter() {
    var payment = new RandomPayments(1).next();
    var newer =
        PaymentSnapshots.write(payment)
            .replaceFirst("\\{", "{\"a\":{\"b\":[1,{\"id\":\"x\"}]},\"version2\":null,")
            .replaceFirst("\"order\":\\{", "\"order\":{\"tax\":{\"currency\":\"XXX\"},")
            .replaceFirst("\"method\":\\{", "\"method\":{\"more\":[\"type\"],");

    assertThat(PaymentSnapshots.read(newer)).isEqualTo(payment);
  }

  @Test
  void refusesAFormatThatItDoesNotKnow() {
    var newer =
        PaymentSnapshots.write(new RandomPayments(1).next())
            .replace("\"format\":1", "\"format\":2");

    assertThatThrownBy(() -> PaymentSnapshots.read(newer))
        .isInstanceOf(UnreadableSnapshot.class)
        .hasMessageContaining("format: 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"format\":1}",
        "hello",
        "{\"format\":1,\"id\":7}",
        "{\"format\":1,\"order\":{\"minor_units\":\"1\"}}"
      })
  void refusesWhatIsNoSnapshot(String text) {
    assertThatThrownBy(() -> PaymentSnapshots.read(text)).isInstanceOf(UnreadableSnapshot.class);
  }

  @Test
  void refusesEveryTruncation() {
    var text = PaymentSnapshots.write(new RandomPayments(3).next());

    for (int length = 0; length < text.length(); length++) {
      var cut = text.substring(0, length);
      assertThatThrownBy(() -> PaymentSnapshots.read(cut))
          .as("the first %d characters", length)
          .isInstanceOf(UnreadableSnapshot.class);
    }
  }
}
