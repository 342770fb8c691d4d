package io.tollgate.gateway.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.lifecycle.PaymentEvent;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.payment.ConflictRecord;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.payment.PaymentChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class SettlePaymentTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Instant NOW = Rooms.NOON.plusSeconds(2);
  private static final ChannelOutcome PAID = new ChannelOutcome.Approved("ch_1");
  private static final ChannelOutcome PENDING = new ChannelOutcome.Pending("ch_1");
  private static final ChannelOutcome DECLINED =
      new ChannelOutcome.Declined(
          new DeclineReason(DeclineReason.Category.DO_NOT_HONOR, "declined"), "ch_1");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final InMemoryPayments payments = new InMemoryPayments();
  private final SettlePayment settlePayment =
      Rooms.settling(payments, Clock.fixed(NOW.plusNanos(123_456), ZoneOffset.UTC), meters);

  @Test
  void savesTheNextVersionAndItsNextCheck() {
    var opened = payments.hold(Rooms.opened());

    var settled = settled(settlePayment.settle(opened, 1, PENDING));

    assertThat(settled.status()).isEqualTo(PaymentStatus.PENDING);
    assertThat(settled.version()).isEqualTo(2);
    assertThat(settled.updatedAt()).isEqualTo(NOW);
    assertThat(payments.saved()).containsExactly(settled);
    assertThat(payments.checks()).containsExactly(Optional.of(Duration.ofSeconds(1)));
  }

  @Test
  void endsTheWatchOfAFinalPaymentAndCountsItOnce() {
    var opened = payments.hold(Rooms.opened());

    settled(settlePayment.settle(opened, 1, PAID));

    assertThat(payments.checks()).containsExactly(Optional.empty());
    assertThat(finals("succeeded")).isEqualTo(1);
  }

  @Test
  void savesTheSameOutcomeOnce() {
    var opened = payments.hold(Rooms.opened());

    var first = settled(settlePayment.settle(opened, 1, PAID));
    var second = settled(settlePayment.settle(first, 1, PAID));

    assertThat(second).isEqualTo(first);
    assertThat(payments.saved()).containsExactly(first);
    assertThat(finals("succeeded")).isEqualTo(1);
  }

  @Test
  void savesOnceWhatTwoDoorsLearnedAtOnce() {
    var opened = payments.hold(Rooms.opened());

    var first = settled(settlePayment.settle(opened, 1, PAID));
    var late = settled(settlePayment.settle(opened, 1, PAID));

    assertThat(late).isEqualTo(first);
    assertThat(payments.saved()).containsExactly(first);
  }

  @Test
  void decidesAgainOnWhatSomebodyElseSaved() {
    var opened = payments.hold(Rooms.opened());
    once(current -> changed(current, PENDING));

    var settled = settled(settlePayment.settle(opened, 1, PAID));

    assertThat(settled.status()).isEqualTo(PaymentStatus.SUCCEEDED);
    assertThat(settled.version()).isEqualTo(3);
    assertThat(payments.saved()).containsExactly(settled);
    assertThat(finals("succeeded")).isEqualTo(1);
  }

  @Test
  void takesBackADeclineThatSomebodyElsesMoneyOvertook() {
    var opened = payments.hold(Rooms.opened());
    once(current -> changed(current, PAID));

    var settled = settled(settlePayment.settle(opened, 1, DECLINED));

    assertThat(settled.status()).isEqualTo(PaymentStatus.SUCCEEDED);
    assertThat(settled.conflicts())
        .containsExactly(new ConflictRecord(1, PaymentEvent.DECLINED, NOW));
    assertThat(finals("failed")).isZero();
  }

  @Test
  void recordsAConflictOnceAndRaisesTheAlarm() {
    var failed = payments.hold(changed(Rooms.opened(), DECLINED));

    var contradicted = settled(settlePayment.settle(failed, 1, PAID));
    var again = settled(settlePayment.settle(contradicted, 1, PAID));

    assertThat(again).isEqualTo(contradicted);
    assertThat(contradicted.status()).isEqualTo(PaymentStatus.FAILED);
    assertThat(contradicted.conflicts())
        .containsExactly(new ConflictRecord(1, PaymentEvent.PAID, NOW));
    assertThat(payments.saved()).containsExactly(contradicted);
    assertThat(conflicts("PAID")).isEqualTo(1);
  }

  @Test
  void alarmsOfAConflictOnceHoweverOftenItIsSaved() {
    var failed = payments.hold(changed(Rooms.opened(), DECLINED));
    var rounds = new AtomicInteger();
    payments.beforeEachSave(
        current -> rounds.incrementAndGet() <= 3 ? Rooms.nextVersionOf(current) : current);

    settled(settlePayment.settle(failed, 1, PAID));

    assertThat(conflicts("PAID")).isEqualTo(1);
  }

  @Test
  void givesUpOnAPaymentThatIsStaleTwentyTimes() {
    var opened = payments.hold(Rooms.opened());
    var rounds = new AtomicInteger();
    payments.beforeEachSave(current -> {
      rounds.incrementAndGet();
      return Rooms.nextVersionOf(current);
    });

    settlePayment
        .settle(opened, 1, PAID)
        .as(StepVerifier::create)
        .expectErrorSatisfies(error ->
            assertThat(error)
                .isInstanceOfSatisfying(
                    GatewayFault.class,
                    fault -> assertThat(fault.code()).isEqualTo(FaultCode.INTERNAL)))
        .verify(LIMIT);

    assertThat(rounds).hasValue(20);
    assertThat(payments.saved()).isEmpty();
  }

  @Test
  void failsAnAttemptThatTheChannelNeverGot() {
    var opened = payments.hold(Rooms.opened());

    var settled = settled(settlePayment.settleAbsent(opened, 1));

    assertThat(settled.status()).isEqualTo(PaymentStatus.FAILED);
    assertThat(settled.failure())
        .isEqualTo(new DeclineReason(DeclineReason.Category.NEVER_ARRIVED, null));
  }

  @Test
  void leavesASilentPaymentOpen() {
    var opened = payments.hold(Rooms.opened());

    var settled = settled(settlePayment.settleSilent(opened, 1));

    assertThat(settled.status()).isEqualTo(PaymentStatus.UNKNOWN);
    assertThat(payments.checks()).containsExactly(Optional.of(Rooms.TIMES.watch().slowPace()));
  }

  @Test
  void reroutesOnlyWhatNobodyElseMoved() {
    var opened = payments.hold(Rooms.opened());
    once(current -> changed(current, PENDING));

    var settled = settled(settlePayment.reroute(opened, ScriptedChannel.ACCOUNT.id()));

    assertThat(settled.attempts()).hasSize(1);
    assertThat(settled.status()).isEqualTo(PaymentStatus.PENDING);
    assertThat(payments.saved()).isEmpty();
  }

  private static Payment settled(Mono<Payment> settling) {
    var seen = new ArrayList<Payment>();
    settling.as(StepVerifier::create).consumeNextWith(seen::add).expectComplete().verify(LIMIT);
    return seen.getFirst();
  }

  private void once(UnaryOperator<Payment> change) {
    var happened = new AtomicBoolean();
    payments.beforeEachSave(
        current -> happened.compareAndSet(false, true) ? change.apply(current) : current);
  }

  private static Payment changed(Payment payment, ChannelOutcome outcome) {
    return ((PaymentChange.Changed) PaymentChange.of(payment, 1, outcome, NOW)).next();
  }

  private double finals(String status) {
    var counter = meters.find("tollgate.payments.final").tag("status", status).counter();
    return counter == null ? 0 : counter.count();
  }

  private double conflicts(String event) {
    var counter = meters.find("tollgate.payments.conflicts").tag("event", event).counter();
    return counter == null ? 0 : counter.count();
  }
}
