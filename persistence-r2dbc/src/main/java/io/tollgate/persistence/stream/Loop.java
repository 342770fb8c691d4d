package io.tollgate.persistence.stream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Runs one round after another, each answering the pause behind it, until it is stopped. */
final class Loop {

  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final String name;
  private final Supplier<Mono<Duration>> round;
  private final AtomicBoolean started = new AtomicBoolean();
  private final Sinks.One<Boolean> stopping = Sinks.one();
  private final Sinks.Empty<Void> ended = Sinks.empty();
  private volatile boolean isStopping;
  private volatile @Nullable Disposable running;

  /**
   * A loop that has not started.
   *
   * @param round must not fail: it knows best how long to wait after a failure
   */
  Loop(String name, Supplier<Mono<Duration>> round) {
    this.name = name;
    this.round = round;
  }

  void start() {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException(name + " was started before");
    }
    running =
        Mono.defer(round)
            .flatMap(this::rest)
            .repeat(() -> !isStopping)
            .doFinally(_ -> ended.tryEmitEmpty())
            .subscribe(_ -> {}, error -> LOG.error("alarm: {} died", name, error));
  }

  private Mono<Boolean> rest(Duration pause) {
    return pause.isZero()
        ? Mono.just(true)
        : Mono.firstWithSignal(Mono.delay(pause).thenReturn(true), stopping.asMono());
  }

  /** Ends after the round under way, which is broken off when it lasts longer than the grace. */
  Mono<Void> stop(Duration grace) {
    return Mono.defer(() -> {
      isStopping = true;
      stopping.tryEmitValue(true);
      return started.get()
          ? ended.asMono().timeout(grace, Mono.fromRunnable(this::breakOff))
          : Mono.empty();
    });
  }

  private void breakOff() {
    var underWay = running;
    if (underWay != null) {
      underWay.dispose();
    }
  }
}
