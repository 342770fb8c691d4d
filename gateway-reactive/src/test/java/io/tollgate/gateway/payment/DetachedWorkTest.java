package io.tollgate.gateway.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class DetachedWorkTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final DetachedWork work = new DetachedWork(meters);

  @Test
  void beginsWithoutATaker() {
    var begun = new AtomicBoolean();

    var untaken = work.start(Mono.fromRunnable(() -> begun.set(true)));

    assertThat(begun).isTrue();
    assertThat(untaken).isNotNull();
  }

  @Test
  void goesOnWhenItsTakerHangsUp() {
    var publisher = TestPublisher.<String>create();
    var answer = work.start(publisher.mono());

    answer.subscribe().dispose();

    publisher.assertNotCancelled();
    assertThat(underWay()).isEqualTo(1);
    publisher.emit("paid");
    answer.as(StepVerifier::create).expectNext("paid").expectComplete().verify(LIMIT);
  }

  @Test
  void runsOnceForAnyNumberOfTakers() {
    var runs = new AtomicInteger();
    var sink = Sinks.<String>one();
    var answer =
        work.start(
            Mono.defer(() -> {
              runs.incrementAndGet();
              return sink.asMono();
            }));
    var early = new ArrayList<String>();
    answer.subscribe(early::add);
    answer.subscribe(early::add);

    sink.tryEmitValue("paid").orThrow();

    assertThat(early).containsExactly("paid", "paid");
    answer.as(StepVerifier::create).expectNext("paid").expectComplete().verify(LIMIT);
    assertThat(runs).hasValue(1);
  }

  @Test
  void handsErrorsToEveryTaker() {
    var failure = new IllegalStateException("the store is away");
    var answer = work.start(Mono.error(failure));

    for (int taker = 0; taker < 2; taker++) {
      answer
          .as(StepVerifier::create)
          .expectErrorSatisfies(error -> assertThat(error).isSameAs(failure))
          .verify(LIMIT);
    }
    assertThat(underWay()).isZero();
  }

  @Test
  void completesEmptyWhereTheWorkDoes() {
    work.start(Mono.empty()).as(StepVerifier::create).expectComplete().verify(LIMIT);

    assertThat(underWay()).isZero();
  }

  @Test
  void showsHowMuchIsUnderWay() {
    var first = Sinks.<String>one();
    var second = Sinks.<String>one();
    var answers = new ArrayList<String>();

    work.start(first.asMono()).subscribe(answers::add);
    work.start(second.asMono()).subscribe(answers::add);
    assertThat(underWay()).isEqualTo(2);

    second.tryEmitValue("second").orThrow();
    assertThat(underWay()).isEqualTo(1);
    first.tryEmitValue("first").orThrow();
    assertThat(underWay()).isZero();
    assertThat(answers).containsExactly("second", "first");
  }

  @Test
  void stopsOnceTheLastWorkIsDone() {
    var sink = Sinks.<String>one();
    var stopped = new AtomicBoolean();
    var stillUnderWay = new AtomicBoolean();
    work.start();
    var answer = work.start(sink.asMono());

    work.stop(() -> {
      stillUnderWay.set(underWay() > 0);
      stopped.set(true);
    });
    assertThat(work.isRunning()).isFalse();
    assertThat(stopped).isFalse();
    sink.tryEmitValue("paid").orThrow();

    await().atMost(LIMIT).untilTrue(stopped);
    assertThat(stillUnderWay).isFalse();
    answer.as(StepVerifier::create).expectNext("paid").expectComplete().verify(LIMIT);
  }

  @Test
  void stopsAfterItsGraceWhateverIsLeft() {
    var stopped = new AtomicBoolean();
    work.start(Mono.never()).subscribe();

    StepVerifier.withVirtualTime(
            () -> {
              work.stop(() -> stopped.set(true));
              return Mono.delay(Duration.ofSeconds(26)).then();
            })
        .expectSubscription()
        .thenAwait(Duration.ofSeconds(24))
        .then(() -> assertThat(stopped).isFalse())
        .thenAwait(Duration.ofSeconds(2))
        .then(() -> assertThat(stopped).isTrue())
        .expectComplete()
        .verify(LIMIT);
  }

  private double underWay() {
    return meters.get("tollgate.payments.in_flight").gauge().value();
  }
}
