package io.tollgate.sandbox.square;

import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** What the simulator does by itself after a while, until it is closed. */
final class Later {

  private final Disposable.Composite running = Disposables.composite();

  void run(Duration delay, Runnable work) {
    run(delay, Mono.fromRunnable(work));
  }

  void run(Duration delay, Publisher<?> work) {
    running.add(Mono.delay(delay).thenMany(work).onErrorComplete().subscribe());
  }

  void close() {
    running.dispose();
  }
}
