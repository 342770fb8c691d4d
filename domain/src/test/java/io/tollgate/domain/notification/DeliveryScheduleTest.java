package io.tollgate.domain.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.domain.PaymentFixtures;
import io.tollgate.domain.lifecycle.PaymentStatus;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveryScheduleTest {
  @Test
  void waitsAsTheStandardWebhooksSpecificationSays() {
    assertThat(
            IntStream.rangeClosed(1, 9)
                .mapToObj(failures -> DeliverySchedule.STANDARD.after(failures).orElseThrow()))
        .containsExactlyElementsOf(
            Stream.of("PT5S", "PT5M", "PT30M", "PT2H", "PT5H", "PT10H", "PT14H", "PT20H", "PT24H")
                .map(Duration::parse)
                .toList());
  }

  @Test
  void givesUpAfterTheTenthFailure() {
    assertThat(DeliverySchedule.STANDARD.after(10)).isEmpty();
    assertThat(DeliverySchedule.STANDARD.after(0)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void tellsOfEveryStatusButTheFirstTwo(PaymentStatus status) {
    var told = EventType.of(PaymentFixtures.in(status));

    switch (status) {
      case CREATED, PENDING -> assertThat(told).isEmpty();
      case REQUIRES_ACTION -> assertThat(told).contains("payment.requires_action");
      case UNKNOWN -> assertThat(told).contains("payment.unknown");
      case AUTHORIZED -> assertThat(told).contains("payment.authorized");
      case SUCCEEDED -> assertThat(told).contains("payment.succeeded");
      case FAILED -> assertThat(told).contains("payment.failed");
      case CANCELLED -> assertThat(told).contains("payment.cancelled");
      case EXPIRED -> assertThat(told).contains("payment.expired");
    }
  }
}
