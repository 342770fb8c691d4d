package io.tollgate.gateway.notification;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.delayqueue.DelayedTask;
import io.tollgate.domain.lifecycle.PaymentStatus;
import io.tollgate.domain.payment.Payment;
import io.tollgate.gateway.payment.Rooms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class PublishNoticesTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final RecordedTasks queue = new RecordedTasks();
  private final ScriptedBroker broker = new ScriptedBroker();
  private final PublishNotices publishNotices =
      new PublishNotices(broker, new NoticeTasks(queue), new SimpleMeterRegistry());

  @Test
  void schedulesNothingThatTheBrokerConfirmed() {
    published(payment(PaymentStatus.SUCCEEDED));

    assertThat(broker.published).hasSize(1);
    assertThat(queue.scheduled()).isEmpty();
  }

  @Test
  void schedulesWhatTheBrokerDidNotConfirm() {
    var payment = payment(PaymentStatus.SUCCEEDED);
    var notice = Notice.of(payment).orElseThrow();
    broker.answer = _ -> Mono.just(Set.of());

    published(payment);

    assertThat(queue.scheduled())
        .singleElement()
        .satisfies(task -> {
          assertThat(task.id()).isEqualTo("notice:" + notice.id());
          assertThat(task.shard()).isEqualTo(payment.id().shard());
          assertThat(task.delay()).isZero();
          assertThat(task.body()).contains("payment.succeeded");
        });
  }

  @Test
  void schedulesOnlyThoseOfABatchThatWereNotConfirmed() {
    var succeeded = payment(PaymentStatus.SUCCEEDED);
    var failed = payment(PaymentStatus.FAILED);
    var otherVersion = Rooms.nextVersionOf(failed);
    var kept = Notice.of(succeeded).orElseThrow().id();
    broker.answer = _ -> Mono.just(Set.of(kept));

    published(succeeded, otherVersion);

    assertThat(queue.scheduled())
        .extracting(DelayedTask::id)
        .containsExactly("notice:" + Notice.of(otherVersion).orElseThrow().id());
  }

  @Test
  void waitsOneSecondForASilentBroker() {
    broker.answer = _ -> Mono.never();

    StepVerifier.withVirtualTime(
            () -> publishNotices.publish(List.of(payment(PaymentStatus.SUCCEEDED))))
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(999))
        .then(() -> assertThat(queue.scheduled()).isEmpty())
        .thenAwait(Duration.ofMillis(1))
        .expectComplete()
        .verify(LIMIT);

    assertThat(queue.scheduled()).hasSize(1);
  }

  @Test
  void asksABrokerNoMoreThatKeepsFailing() {
    broker.answer = _ -> Mono.just(Set.of());

    for (int time = 0; time < 10; time++) {
      published(payment(PaymentStatus.SUCCEEDED));
    }

    assertThat(broker.published).hasSize(3);
    assertThat(queue.scheduled()).hasSize(10);
  }

  @Test
  void failsWhereNeitherTheBrokerNorTheQueueTakesANotice() {
    broker.answer = _ -> Mono.just(Set.of());
    queue.away = true;

    publishNotices
        .publish(List.of(payment(PaymentStatus.SUCCEEDED)))
        .as(StepVerifier::create)
        .expectErrorMessage("the queue is away")
        .verify(LIMIT);
  }

  @ParameterizedTest
  @EnumSource(
      value = PaymentStatus.class,
      names = {"CREATED", "PENDING"})
  void tellsNothingOfAPaymentThatHasOnlyBegun(PaymentStatus status) {
    published(payment(status));

    assertThat(broker.published).isEmpty();
    assertThat(queue.scheduled()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = PaymentStatus.class,
      names = {"CREATED", "PENDING"},
      mode = EnumSource.Mode.EXCLUDE)
  void tellsOfEveryOtherStatus(PaymentStatus status) {
    published(payment(status));

    assertThat(broker.published)
        .singleElement()
        .extracting(Notice::type)
        .isEqualTo("payment." + status.code());
  }

  @Test
  void givesEveryVersionItsOwnIdAndARepetitionTheSame() {
    var payment = payment(PaymentStatus.REQUIRES_ACTION);

    assertThat(Notice.of(payment)).isEqualTo(Notice.of(payment));
    assertThat(Notice.of(payment).orElseThrow().id())
        .startsWith("evt_")
        .isNotEqualTo(Notice.of(Rooms.nextVersionOf(payment)).orElseThrow().id());
  }

  private void published(Payment... payments) {
    publishNotices
        .publish(List.of(payments))
        .as(StepVerifier::create)
        .expectComplete()
        .verify(LIMIT);
  }

  private static Payment payment(PaymentStatus status) {
    return Rooms.in(status);
  }

  /** Confirms everything unless told otherwise, and remembers what it was given. */
  private static final class ScriptedBroker implements NoticeBroker {

    final List<Notice> published = new ArrayList<>();
    Function<List<Notice>, Mono<Set<String>>> answer =
        notices -> Mono.just(notices.stream().map(Notice::id).collect(toSet()));

    @Override
    public Mono<Set<String>> publish(List<Notice> notices) {
      return Mono.defer(() -> {
        published.addAll(notices);
        return answer.apply(notices);
      });
    }

    @Override
    public Flux<Notice> deliverEach(Function<Notice, Mono<Void>> deliver) {
      return Flux.never();
    }
  }
}
