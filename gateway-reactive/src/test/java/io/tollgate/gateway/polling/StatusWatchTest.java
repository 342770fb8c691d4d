package io.tollgate.gateway.polling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.channels.ChannelDirectory;
import io.tollgate.delayqueue.ClaimedTask;
import io.tollgate.delayqueue.Verdict;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.payment.Payment;
import io.tollgate.domain.product.NextStep;
import io.tollgate.domain.settings.Settings;
import io.tollgate.gateway.callback.CallbackDoor;
import io.tollgate.gateway.callback.Doors;
import io.tollgate.gateway.payment.InMemoryPayments;
import io.tollgate.gateway.payment.Rooms;
import io.tollgate.gateway.payment.ScriptedChannel;
import io.tollgate.gateway.settings.LivePictures;
import io.tollgate.gateway.settings.LiveSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.StepVerifier;

class StatusWatchTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String REFERENCE = "ch_1";
  private static final ChannelOutcome DECLINED =
      new Declined(new DeclineReason(DeclineReason.Category.DO_NOT_HONOR, null), REFERENCE);
  private static final ChannelOutcome REDIRECT =
      new NeedsAction(new NextStep.Redirect(URI.create("https://bank.example/3ds")), REFERENCE);

  private static final int YOUNG = 7;
  private static final int OLD = 95;
  private static final int WINDOW_ENDED = 15 * 60;
  private static final int SLOW = 10 * 60;
  private static final int PAYER_PACE = 45;
  private static final int DONE = -1;

  private static ChannelDirectory directory;
  private static LiveSettings settings;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final InMemoryPayments payments = new InMemoryPayments();
  private final HandClock clock = new HandClock();
  private final CallbackDoor callbackDoor = Doors.withNothingHeard(clock);
  private final StatusWatch watch = watching(settings);
  private ScriptedChannel channel;

  @BeforeAll
  static void openTheChannels() {
    directory = ChannelDirectory.of(new SimpleMeterRegistry());
    settings =
        LivePictures.of(
            new Settings.Parts(
                List.of(),
                List.of(),
                List.of(),
                List.of(ScriptedChannel.ACCOUNT),
                List.of(),
                List.of()));
  }

  @AfterAll
  static void closeTheChannels() {
    directory.close();
  }

  @BeforeEach
  void resetTheChannel() {
    channel = (ScriptedChannel) directory.find("scripted").orElseThrow();
    channel.reset();
  }

  @ParameterizedTest(name = "{0} at {1} s, answered {2}: {3}, again in {4} s")
  @MethodSource("checks")
  void takesTheChannelsWordAndKeepsToTheSchedule(
      PaymentStatus before, int age, ChannelOutcome answer, PaymentStatus after, int nextCheck) {
    var payment = payments.hold(Rooms.in(before));
    clock.set(age);
    channel.answer = answer;

    var verdict = handled(payment);

    assertThat(stored(payment).status()).isEqualTo(after);
    assertThat(verdict).isEqualTo(nextCheck == DONE ? new Verdict.Done() : again(nextCheck));
  }

  static Stream<Arguments> checks() {
    var cases = new ArrayList<Arguments>();
    for (int age : new int[] {YOUNG, OLD, WINDOW_ENDED}) {
      int pace = age == YOUNG ? 3 : PAYER_PACE;
      for (var open :
          List.of(PaymentStatus.CREATED, PaymentStatus.PENDING, PaymentStatus.REQUIRES_ACTION)) {
        cases.add(arguments(open, age, new Approved(REFERENCE), PaymentStatus.SUCCEEDED, DONE));
        cases.add(arguments(open, age, DECLINED, PaymentStatus.FAILED, DONE));
        cases.add(arguments(open, age, new Closed(true, null), PaymentStatus.EXPIRED, DONE));
        cases.add(arguments(open, age, new Closed(false, null), PaymentStatus.CANCELLED, DONE));
        cases.add(arguments(open, age, new Authorized(REFERENCE), PaymentStatus.AUTHORIZED, SLOW));
        cases.add(arguments(open, age, new Pending(REFERENCE), PaymentStatus.PENDING, pace));
        cases.add(arguments(open, age, REDIRECT, PaymentStatus.REQUIRES_ACTION, pace));
      }
    }
    cases.add(arguments(PaymentStatus.PENDING, YOUNG, new Absent(), PaymentStatus.PENDING, 3));
    cases.add(arguments(PaymentStatus.PENDING, 94, new Absent(), PaymentStatus.PENDING, 1));
    cases.add(arguments(PaymentStatus.PENDING, OLD, new Absent(), PaymentStatus.FAILED, DONE));
    cases.add(arguments(PaymentStatus.CREATED, 94, new Absent(), PaymentStatus.CREATED, 1));
    cases.add(arguments(PaymentStatus.CREATED, OLD, new Absent(), PaymentStatus.FAILED, DONE));
    cases.add(arguments(PaymentStatus.UNKNOWN, OLD, new Absent(), PaymentStatus.FAILED, DONE));

    var silence = new Unknown("no answer");
    cases.add(arguments(PaymentStatus.PENDING, YOUNG, silence, PaymentStatus.PENDING, 3));
    cases.add(arguments(PaymentStatus.PENDING, 94, silence, PaymentStatus.PENDING, 1));
    cases.add(arguments(PaymentStatus.PENDING, OLD, silence, PaymentStatus.UNKNOWN, SLOW));
    cases.add(arguments(PaymentStatus.CREATED, OLD, silence, PaymentStatus.UNKNOWN, SLOW));
    cases.add(arguments(PaymentStatus.UNKNOWN, 4_000, silence, PaymentStatus.UNKNOWN, SLOW));
    cases.add(arguments(PaymentStatus.AUTHORIZED, 4_000, silence, PaymentStatus.AUTHORIZED, SLOW));
    cases.add(
        arguments(
            PaymentStatus.REQUIRES_ACTION,
            OLD,
            silence,
            PaymentStatus.REQUIRES_ACTION,
            PAYER_PACE));
    cases.add(
        arguments(PaymentStatus.REQUIRES_ACTION, 880, silence, PaymentStatus.REQUIRES_ACTION, 20));
    cases.add(
        arguments(
            PaymentStatus.REQUIRES_ACTION, WINDOW_ENDED, silence, PaymentStatus.UNKNOWN, SLOW));

    cases.add(
        arguments(
            PaymentStatus.UNKNOWN, 4_000, new Approved(REFERENCE), PaymentStatus.SUCCEEDED, DONE));
    cases.add(
        arguments(
            PaymentStatus.UNKNOWN, 500, new Pending(REFERENCE), PaymentStatus.PENDING, PAYER_PACE));
    cases.add(
        arguments(
            PaymentStatus.AUTHORIZED,
            500,
            new Authorized(REFERENCE),
            PaymentStatus.AUTHORIZED,
            SLOW));
    return cases.stream();
  }

  @ParameterizedTest
  @EnumSource(
      value = PaymentStatus.class,
      names = {"SUCCEEDED", "FAILED", "CANCELLED", "EXPIRED"})
  void asksNoMoreAboutAFinalPayment(PaymentStatus status) {
    var payment = payments.hold(Rooms.in(status));

    assertThat(handled(payment)).isEqualTo(new Verdict.Done());
    assertThat(channel.calls()).isEmpty();
    assertThat(payments.saved()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = PaymentStatus.class,
      names = {"CREATED", "PENDING", "REQUIRES_ACTION", "UNKNOWN"})
  void closesAtTheChannelOnceThePayersWindowHasEnded(PaymentStatus status) {
    var payment = payments.hold(Rooms.in(status));
    channel.answer = new Pending(REFERENCE);

    clock.set(WINDOW_ENDED - 1);
    handled(payment);
    clock.set(WINDOW_ENDED);
    handled(payment);

    assertThat(channel.calls()).containsExactly("query", "close");
  }

  @Test
  void neverClosesWhatIsAuthorized() {
    var payment = payments.hold(Rooms.in(PaymentStatus.AUTHORIZED));
    clock.set(WINDOW_ENDED + 60);
    channel.answer = new Authorized(REFERENCE);

    handled(payment);

    assertThat(channel.calls()).containsExactly("query");
  }

  @ParameterizedTest
  @EnumSource(
      value = PaymentStatus.class,
      names = {"CREATED", "PENDING", "REQUIRES_ACTION", "UNKNOWN", "AUTHORIZED"})
  void waitsBehindAnOpenBreakerAndSpendsNoAttempt(PaymentStatus status) {
    var payment = payments.hold(Rooms.in(status));
    clock.set(YOUNG);
    channel.available = false;

    assertComesBackSoon(handled(payment));
    assertThat(channel.calls()).isEmpty();
    assertThat(payments.saved()).isEmpty();
  }

  @Test
  void callsAPaymentUnknownWhoseChannelCouldNotBeAskedInTime() {
    var payment = payments.hold(Rooms.in(PaymentStatus.PENDING));
    clock.set(OLD);
    channel.available = false;

    assertThat(handled(payment)).isEqualTo(again(SLOW));
    assertThat(stored(payment).status()).isEqualTo(PaymentStatus.UNKNOWN);
    assertThat(channel.calls()).isEmpty();
  }

  @Test
  void keepsToTheScheduleWhileTheAccountIsNotConfigured() {
    var payment = payments.hold(Rooms.in(PaymentStatus.CREATED));
    var without = watching(LivePictures.of(Settings.Parts.NONE));

    clock.set(YOUNG);
    assertThat(handled(without, payment)).isEqualTo(again(3));
    assertThat(stored(payment).status()).isEqualTo(PaymentStatus.CREATED);

    clock.set(OLD);
    assertThat(handled(without, payment)).isEqualTo(again(SLOW));
    assertThat(stored(payment).status()).isEqualTo(PaymentStatus.UNKNOWN);
  }

  @Test
  void comesBackSoonWhenTheQuestionDidNotLeaveUs() {
    var payment = payments.hold(Rooms.in(PaymentStatus.PENDING));
    clock.set(4_000);
    channel.answer = new NotSent("too many queries");

    assertComesBackSoon(handled(payment));
    assertThat(payments.saved()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = PaymentStatus.class,
      names = {"CREATED", "PENDING", "REQUIRES_ACTION", "UNKNOWN", "AUTHORIZED"})
  void neverFailsAPaymentForSilence(PaymentStatus status) {
    var payment = payments.hold(Rooms.in(status));
    channel.answer = new Unknown("no answer");

    for (int age = 0; age < 3_000; age += 29) {
      clock.set(age);
      assertThat(handled(payment)).isInstanceOf(Verdict.Again.class);
    }

    assertThat(payments.saved()).noneMatch(version -> version.status().isFinal());
  }

  @Test
  void asksAPaymentWhoseChannelNeverAnswersAtTheAgesOfTheSchedule() {
    var payment = payments.hold(Rooms.in(PaymentStatus.PENDING));
    channel.answer = new Unknown("no answer");

    var ages = new ArrayList<Long>();
    var due = Rooms.TIMES.watch().first();
    while (due.compareTo(Duration.ofMinutes(45)) < 0) {
      clock.set(due.toSeconds());
      ages.add(due.toSeconds());
      due = due.plus(((Verdict.Again) handled(payment)).delay());
    }

    assertThat(ages)
        .containsExactly(
            3L, 6L, 10L, 15L, 22L, 30L, 40L, 55L, 70L, 85L, 95L, 695L, 1295L, 1895L, 2495L);
    assertThat(channel.calls()).hasSameSizeAs(ages);
    assertThat(stored(payment).status()).isEqualTo(PaymentStatus.UNKNOWN);
  }

  @Test
  void checksYoungPaymentsTwiceAsOftenWhereCallbacksAreLost() {
    var waiting = payments.hold(Rooms.in(PaymentStatus.PENDING));
    for (int age : new int[] {30, 33, 36}) {
      payments.hold(waiting);
      clock.set(age);
      channel.answer = new Approved(REFERENCE);
      handled(waiting);
    }
    payments.hold(waiting);
    channel.answer = new Pending(REFERENCE);

    clock.set(40);
    assertThat(handled(waiting)).isEqualTo(new Verdict.Again(Duration.ofMillis(7_500), false));
    clock.set(OLD);
    assertThat(handled(waiting)).isEqualTo(again(PAYER_PACE));

    callbackDoor.heard(ScriptedChannel.ACCOUNT.id()).block();
    clock.set(40);
    assertThat(handled(waiting)).isEqualTo(again(15));
  }

  @Test
  void endsTheWatchOfAPaymentThatNobodyStored() {
    var payment = Rooms.in(PaymentStatus.PENDING);

    assertThat(handled(payment)).isEqualTo(new Verdict.Done());
    assertThat(meters.get("tollgate.watch.orphaned").counter().count()).isEqualTo(1);
  }

  private StatusWatch watching(LiveSettings picture) {
    return new StatusWatch(
        payments,
        Rooms.channels(directory),
        Rooms.settling(payments, clock, meters),
        callbackDoor,
        picture,
        Rooms.TIMES,
        clock,
        meters);
  }

  private Verdict handled(Payment payment) {
    return handled(watch, payment);
  }

  private static Verdict handled(StatusWatch watch, Payment payment) {
    var task =
        new ClaimedTask(payment.id().shard(), "watch:" + payment.id(), "", "t", 1, Duration.ZERO);
    var verdicts = new ArrayList<Verdict>();
    watch
        .handle(task)
        .as(StepVerifier::create)
        .consumeNextWith(verdicts::add)
        .expectComplete()
        .verify(LIMIT);
    return verdicts.getFirst();
  }

  private Payment stored(Payment payment) {
    var found = new ArrayList<Payment>();
    payments.find(payment.id()).subscribe(found::add);
    return found.getFirst();
  }

  private static Verdict again(int seconds) {
    return new Verdict.Again(Duration.ofSeconds(seconds), false);
  }

  private static void assertComesBackSoon(Verdict verdict) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Again.class,
            again -> {
              assertThat(again.delay()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(3));
              assertThat(again.spendsAttempt()).isFalse();
            });
  }

  /** Stands where it was put, in seconds after the payment was opened. */
  private static final class HandClock extends Clock {

    private volatile Instant now = Rooms.NOON;

    void set(long age) {
      now = Rooms.NOON.plusSeconds(age);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
