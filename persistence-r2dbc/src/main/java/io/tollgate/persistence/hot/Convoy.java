package io.tollgate.persistence.hot;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Gathers what is asked for while a voyage is under way, and takes all of it along on the next. Who
 * comes alone leaves at once.
 */
final class Convoy<T> {

  private static final int MOST = 300;

  private final Function<List<T>, Mono<Void>> voyage;
  private final Queue<Passenger<T>> waiting = new ConcurrentLinkedQueue<>();

  /** Those who wait and those who travel. */
  private final AtomicInteger passengers = new AtomicInteger();

  private record Passenger<T>(T who, Sinks.Empty<Void> arrived) {}

  /**
   * Nobody waits yet.
   *
   * @param voyage succeeds or fails for all of its passengers, at least one
   */
  Convoy(Function<List<T>, Mono<Void>> voyage) {
    this.voyage = voyage;
  }

  /** Completes, or fails, as the voyage does; it goes on whether or not somebody waits. */
  Mono<Void> join(T who) {
    var passenger = new Passenger<>(who, Sinks.<Void>empty());
    waiting.add(passenger);
    if (passengers.getAndIncrement() == 0) {
      depart();
    }
    return passenger.arrived().asMono();
  }

  private void depart() {
    var aboard = new ArrayList<Passenger<T>>();
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      aboard.add(next);
      if (aboard.size() == MOST) {
        break;
      }
    }
    Mono.defer(() -> voyage.apply(aboard.stream().map(Passenger::who).toList()))
        .doFinally(_ -> landed(aboard.size()))
        .subscribe(
            _ -> {},
            error -> aboard.forEach(passenger -> passenger.arrived().tryEmitError(error)),
            () -> aboard.forEach(passenger -> passenger.arrived().tryEmitEmpty()));
  }

  private void landed(int count) {
    if (passengers.addAndGet(-count) > 0) {
      depart();
    }
  }
}
