package io.tollgate.domain.payment;

import static io.tollgate.domain.PaymentFixtures.NOON;
import static io.tollgate.domain.PaymentFixtures.SECOND_ACCOUNT;
import static io.tollgate.domain.PaymentFixtures.WINDOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.domain.PaymentFixtures;
import io.tollgate.domain.lifecycle.PaymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WatchScheduleTest {
  private static final WatchSchedule SCHEDULE = WatchSchedule.DEFAULT;

  @ParameterizedTest
  @EnumSource(names = {"CREATED", "PENDING", "REQUIRES_ACTION"})
  void checksAYoungPaymentAtFixedAges(PaymentStatus status) {
    assertThat(checkedAges(PaymentFixtures.in(status), Duration.ofSeconds(95)))
        .containsExactly(3L, 6L, 10L, 15L, 22L, 30L, 40L, 55L, 70L, 85L, 95L);
  }

  @Test
  void lateCheckDoesNotDelayTheNextOne() {
    assertThat(SCHEDULE.next(PaymentFixtures.opened(), NOON.plusMillis(3_400)))
        .contains(Duration.ofMillis(2_600));
  }

  @Test
  void checkThatComesAfterSeveralAgesSkipsThem() {
    assertThat(SCHEDULE.next(PaymentFixtures.opened(), NOON.plusSeconds(16)))
        .contains(Duration.ofSeconds(6));
  }

  @Test
  void askingAtAnAgeTellsTheNextOne() {
    assertThat(SCHEDULE.next(PaymentFixtures.opened(), NOON.plusSeconds(6)))
        .contains(Duration.ofSeconds(4));
  }

  @Test
  void checksAPayersPaymentAtASteadyPaceUntilExactlyTheEndOfItsWindow() {
    var waiting = PaymentFixtures.in(PaymentStatus.REQUIRES_ACTION);

    var ages = checkedAges(waiting, WINDOW);

    var later = ages.subList(11, ages.size());
    assertThat(later).startsWith(140L, 185L, 230L).endsWith(1_760L, WINDOW.toSeconds());
    assertThat(later.getLast() - later.get(later.size() - 2)).isLessThanOrEqualTo(45);
  }

  @Test
  void goesOnAfterTheWindowUntilTheChannelSpoke() {
    var waiting = PaymentFixtures.in(PaymentStatus.REQUIRES_ACTION);

    assertThat(SCHEDULE.next(waiting, NOON.plus(WINDOW))).contains(Duration.ofSeconds(45));
    assertThat(SCHEDULE.next(waiting, NOON.plus(WINDOW).plusSeconds(45)))
        .contains(Duration.ofSeconds(45));
  }

  @Test
  void windowOfAPayerDoesNotConcernAPaymentThatWaitsForTheChannel() {
    assertThat(SCHEDULE.next(PaymentFixtures.in(PaymentStatus.PENDING), NOON.plusSeconds(1_760)))
        .contains(Duration.ofSeconds(45));
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTHORIZED", "UNKNOWN"})
  void checksHeldAndSilentPaymentsSlowly(PaymentStatus status) {
    assertThat(SCHEDULE.next(PaymentFixtures.in(status), NOON.plusSeconds(4)))
        .contains(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"})
  void checksNoFinalPayment(PaymentStatus status) {
    assertThat(SCHEDULE.next(PaymentFixtures.in(status), NOON.plusSeconds(4))).isEmpty();
  }

  @Test
  void countsFromTheLiveAttempt() {
    var at = NOON.plusSeconds(2);
    var change = PaymentChange.rerouted(PaymentFixtures.opened(), SECOND_ACCOUNT, at);
    var rerouted = ((PaymentChange.Changed) change).next();

    assertThat(SCHEDULE.next(rerouted, at)).contains(SCHEDULE.first());
  }

  @Test
  void tellsItsFirstAndLastAge() {
    assertThat(SCHEDULE.first()).isEqualTo(Duration.ofSeconds(3));
    assertThat(SCHEDULE.lastAge()).isEqualTo(Duration.ofSeconds(95));
  }

  @Test
  void refusesAgesThatDoNotAscend() {
    var second = Duration.ofSeconds(1);
    for (var ages :
        List.of(
            List.<Duration>of(), List.of(second, second), List.of(second.plus(second), second))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new WatchSchedule(ages, second, second));
    }
  }

  /** Follows the schedule from check to check, as a payment that is never answered would. */
  private static List<Long> checkedAges(Payment payment, Duration until) {
    var ages = new ArrayList<Long>();
    Instant now = NOON.plus(SCHEDULE.first());
    while (!now.isAfter(NOON.plus(until))) {
      ages.add(Duration.between(NOON, now).toSeconds());
      now = now.plus(SCHEDULE.next(payment, now).orElseThrow());
    }
    return ages;
  }
}
