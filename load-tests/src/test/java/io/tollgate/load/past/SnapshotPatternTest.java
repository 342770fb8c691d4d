package io.tollgate.load.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class SnapshotPatternTest {

  private static final Instant THEN = Instant.parse("2026-07-01T08:30:00.250Z");

  private final Model model = Models.succeeded();
  private final SnapshotPattern pattern = SnapshotPattern.of(model);

  @Test
  void givesTheModelBackForThePaymentThatTheModelIs() {
    var itself =
        new PastPayment(
            model.id(),
            model.merchant(),
            model.reference(),
            model.amount(),
            PastStatus.SUCCEEDED,
            model.createdAt().toInstant(ZoneOffset.UTC));

    assertThat(pattern.of(itself)).isEqualTo(model.snapshot());
  }

  @ParameterizedTest
  @EnumSource
  void isThatOfAnotherPayment(PastStatus status) {
    var payment = payment(status);

    var json = JsonMapper.shared().readTree(pattern.of(payment));

    assertThat(json.path("id").asString("")).isEqualTo(payment.id().value());
    assertThat(json.path("status").asString("")).isEqualTo(status.name());
    assertThat(json.at("/order/merchant").asString("")).isEqualTo("merchant-1007");
    assertThat(json.at("/order/reference").asString("")).isEqualTo("order-of-the-past-7");
    assertThat(json.at("/order/minor_units").asLong()).isEqualTo(4_200);
    assertThat(json.at("/attempts/0/request_id").asString(""))
        .isEqualTo(payment.id().value() + "-1");
    assertThat(json.at("/attempts/0/channel_reference").asString(""))
        .isEqualTo("pi_pay" + payment.id().key() + "1");
    assertThat(json.at("/next_step/type").asString(""))
        .isEqualTo(status.isFinal() ? "done" : "wait");
    assertThat(json.has("failure")).isEqualTo(status == PastStatus.FAILED);
    assertThat(pattern.of(payment)).doesNotContain(model.id().key(), "\"demo\"", "order-1\"");
  }

  @Test
  void keepsTheDistancesBetweenTimes() {
    var json = JsonMapper.shared().readTree(pattern.of(payment(PastStatus.SUCCEEDED)));

    long created = json.path("created_at").asLong();
    assertThat(created / 1_000_000).isEqualTo(THEN.toEpochMilli());
    assertThat(json.path("updated_at").asLong() - created).isEqualTo(26_543_211);
    assertThat(json.path("pay_by").asLong() - created).isEqualTo(1_800_000_000_000L);
    assertThat(json.at("/attempts/0/started_at").asLong()).isEqualTo(created);
  }

  @Test
  void refusesASnapshotThatItWouldNotMakeDiffer() {
    var strange = Models.of(model.snapshot().replace("minor_units", "amount"));

    assertThatIllegalStateException()
        .isThrownBy(() -> SnapshotPattern.of(strange))
        .withMessageContaining("minor_units");
  }

  private static PastPayment payment(PastStatus status) {
    var id = DerivedId.of("merchant-1007", "order-of-the-past-7");
    return new PastPayment(id, "merchant-1007", "order-of-the-past-7", 4_200, status, THEN);
  }
}
