package io.tollgate.delayqueue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Sends to Redis in one trip what many ask for at the same time. While a trip is under way, what
 * comes joins the next one; who comes alone leaves at once. Everybody learns an answer of their
 * own, and a trip that fails fails for all who were on it.
 *
 * @param <Q> what is asked
 */
final class SharedTrips<Q> {

  /** More would keep others waiting for Redis; fewer would spare it less. */
  static final int SEATS = 128;

  private final Function<List<Q>, Mono<List<Object>>> send;
  private final long patienceNanos;
  private final Queue<Passenger<Q>> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean underWay;

  /**
   * @param patience how long anybody waits for a seat while trips fail; then they fail too
   * @param send makes the trip, and answers in the order asked
   */
  SharedTrips(Duration patience, Function<List<Q>, Mono<List<Object>>> send) {
    this.patienceNanos = patience.toNanos();
    this.send = send;
  }

  private record Passenger<Q>(Q question, MonoSink<Object> sink, long sinceNanos, Seat seat) {}

  /** Whether the passenger still wants to go. */
  private static final class Seat {
    private volatile boolean givenUp;
  }

  /** The answer to one question; who cancels before the trip begins is left out of it. */
  Mono<Object> ask(Q question) {
    return Mono.create(sink -> {
      Seat seat = new Seat();
      sink.onCancel(() -> seat.givenUp = true);
      waiting.add(new Passenger<>(question, sink, System.nanoTime(), seat));
      depart();
    });
  }

  // Whoever comes while another is in here makes that one go round again.
  private void depart() {
    if (calls.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      while (!underWay && !waiting.isEmpty()) {
        go(boarded());
      }
      seen = calls.addAndGet(-seen);
    } while (seen != 0);
  }

  private List<Passenger<Q>> boarded() {
    List<Passenger<Q>> aboard = new ArrayList<>();
    while (aboard.size() < SEATS) {
      Passenger<Q> next = waiting.poll();
      if (next == null) {
        break;
      }
      if (!next.seat.givenUp) {
        aboard.add(next);
      }
    }
    return aboard;
  }

  private void go(List<Passenger<Q>> aboard) {
    if (aboard.isEmpty()) {
      return;
    }
    underWay = true;
    Mono.defer(() -> send.apply(aboard.stream().map(Passenger::question).toList()))
        .switchIfEmpty(Mono.error(() -> new IllegalStateException("Redis answered nothing")))
        .subscribe(answers -> arrived(aboard, answers), error -> broken(aboard, error));
  }

  private void arrived(List<Passenger<Q>> aboard, List<Object> answers) {
    underWay = false;
    depart();
    for (int i = 0; i < aboard.size(); i++) {
      answer(aboard.get(i).sink, answers.get(i));
    }
  }

  private static void answer(MonoSink<Object> sink, Object answer) {
    if (answer instanceof Throwable error) {
      sink.error(error);
    } else {
      sink.success(answer);
    }
  }

  private void broken(List<Passenger<Q>> aboard, Throwable error) {
    List<Passenger<Q>> failed = new ArrayList<>(aboard);
    long now = System.nanoTime();
    for (Passenger<Q> next = waiting.peek();
        next != null && now - next.sinceNanos >= patienceNanos;
        next = waiting.peek()) {
      failed.add(waiting.remove());
    }
    underWay = false;
    depart();
    failed.forEach(passenger -> passenger.sink.error(error));
  }
}
