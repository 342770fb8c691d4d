package io.tollgate.persistence.hot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class ConvoyTest {

  private static final Duration BOUND = Duration.ofSeconds(20);

  @Test
  void takesAlongWhoGatheredMeanwhile() {
    var voyages = new CopyOnWriteArrayList<List<Integer>>();
    var first = Sinks.<Void>empty();
    var convoy =
        new Convoy<Integer>(who -> {
          voyages.add(who);
          return voyages.size() == 1 ? first.asMono() : Mono.empty();
        });

    var alone = convoy.join(0).toFuture();
    var others = IntStream.range(1, 400).mapToObj(who -> convoy.join(who).toFuture()).toList();
    assertThat(alone).isNotDone();
    assertThat(voyages).containsExactly(List.of(0));
    first.tryEmitEmpty();

    assertThat(alone).isCompleted();
    assertThat(others).allSatisfy(other -> assertThat(other).isCompleted());
    assertThat(voyages).hasSize(3);
    assertThat(voyages.get(1)).hasSize(300);
  }

  @Test
  void failsThoseWhoTravelledAndNobodyElse() {
    var voyages = new CopyOnWriteArrayList<List<Integer>>();
    var convoy =
        new Convoy<Integer>(who -> {
          voyages.add(who);
          return voyages.size() == 1 ? Mono.error(new IllegalStateException("sunk")) : Mono.empty();
        });

    StepVerifier.create(convoy.join(1)).expectErrorMessage("sunk").verify(BOUND);
    StepVerifier.create(convoy.join(2)).expectComplete().verify(BOUND);
  }

  @Test
  void leavesNobodyBehindHoweverManyComeAtOnce() {
    var convoy = new Convoy<Integer>(_ -> Mono.delay(Duration.ofMillis(1)).then());

    var arrived =
        Flux.range(0, 20_000)
            .flatMap(
                who ->
                    Mono.defer(() -> convoy.join(who))
                        .subscribeOn(Schedulers.parallel())
                        .thenReturn(who),
                2_000)
            .count()
            .block(BOUND);

    assertThat(arrived).isEqualTo(20_000);
  }
}
