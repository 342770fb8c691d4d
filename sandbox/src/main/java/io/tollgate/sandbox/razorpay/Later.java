package io.tollgate.sandbox.razorpay;

import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What the simulator does by itself after a while, until it is closed. */
final class Later {

  private final Sinks.Empty<Void> end = Sinks.empty();

  /** Does something; where it fails, nobody is told. */
  void run(Duration delay, Publisher<?> work) {
    var _ =
        Mono.delay(delay).thenMany(work).takeUntilOther(end.asMono()).onErrorComplete().subscribe();
  }

  void close() {
    var _ = end.tryEmitEmpty();
  }
}
