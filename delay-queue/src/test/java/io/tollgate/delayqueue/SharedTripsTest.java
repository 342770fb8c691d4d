package io.tollgate.delayqueue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class SharedTripsTest {

  private record Trip(List<String> questions, Sinks.One<List<Object>> reply) {
    void arrive() {
      reply.tryEmitValue(questions.stream().map(question -> (Object) ("re " + question)).toList());
    }
  }

  private final List<Trip> trips = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final SharedTrips<String> shared = shared(Duration.ofHours(1));

  private SharedTrips<String> shared(Duration patience) {
    return new SharedTrips<>(
        patience,
        questions -> {
          Trip trip = new Trip(questions, Sinks.one());
          trips.add(trip);
          return trip.reply.asMono();
        });
  }

  private Disposable ask(String question) {
    return ask(shared, question);
  }

  private Disposable ask(SharedTrips<String> of, String question) {
    return of.ask(question)
        .subscribe(
            answer -> answers.add((String) answer), error -> failures.add(error.getMessage()));
  }

  @Test
  void leavesAtOnceWithWhoeverComesAlone() {
    ask("a");

    assertThat(trips).hasSize(1);
    trips.getFirst().arrive();
    assertThat(answers).containsExactly("re a");
  }

  @Test
  void takesAllWhoCameDuringOneTripOnTheNext() {
    ask("a");
    ask("b");
    ask("c");
    assertThat(trips).hasSize(1);

    trips.getFirst().arrive();
    trips.getLast().arrive();

    assertThat(trips).extracting(Trip::questions).containsExactly(List.of("a"), List.of("b", "c"));
    assertThat(answers).containsExactly("re a", "re b", "re c");
  }

  @Test
  void takesNoMoreThanThereAreSeats() {
    IntStream.rangeClosed(0, SharedTrips.SEATS + 5).forEach(i -> ask("q" + i));

    trips.get(0).arrive();
    trips.get(1).arrive();

    assertThat(trips.get(1).questions()).hasSize(SharedTrips.SEATS);
    assertThat(trips.get(2).questions()).hasSize(5);
  }

  @Test
  void leavesOutWhoGaveUpBeforeTheTrip() {
    ask("a");
    ask("b").dispose();
    ask("c");

    trips.getFirst().arrive();

    assertThat(trips.getLast().questions()).containsExactly("c");
  }

  @Test
  void failsForAllAboardAndForNobodyElse() {
    ask("a");
    ask("b");

    trips.getFirst().reply.tryEmitError(new IllegalStateException("broken"));
    trips.getLast().arrive();

    assertThat(failures).containsExactly("broken");
    assertThat(answers).containsExactly("re b");
  }

  @Test
  void failsForThoseWhoHaveWaitedTooLongForASeat() {
    SharedTrips<String> impatient = shared(Duration.ZERO);
    ask(impatient, "a");
    ask(impatient, "b");

    trips.getFirst().reply.tryEmitError(new IllegalStateException("broken"));

    assertThat(failures).containsExactly("broken", "broken");
    assertThat(trips).hasSize(1);
  }

  @Test
  void tellsEachItsOwnTrouble() {
    ask("a");
    ask("b");
    ask("c");
    trips.getFirst().arrive();

    trips.getLast().reply.tryEmitValue(List.of(new IllegalStateException("only b"), "re c"));

    assertThat(failures).containsExactly("only b");
    assertThat(answers).containsExactly("re a", "re c");
  }

  @Test
  void answersEverybodyHoweverManyAskAtOnce() {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Scheduler scheduler = Schedulers.fromExecutor(threads);
    SharedTrips<Integer> echo =
        new SharedTrips<>(
            Duration.ofHours(1),
            questions ->
                Mono.just(questions).publishOn(scheduler).map(each -> new ArrayList<Object>(each)));
    var heard = ConcurrentHashMap.newKeySet();

    Flux.range(0, 20_000)
        .flatMap(i -> echo.ask(i).subscribeOn(scheduler).filter(answer -> answer.equals(i)), 500)
        .doOnNext(heard::add)
        .blockLast(Duration.ofSeconds(30));
    threads.shutdown();

    assertThat(heard).hasSize(20_000);
  }
}
