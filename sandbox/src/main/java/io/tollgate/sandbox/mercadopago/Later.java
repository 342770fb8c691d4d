package io.tollgate.sandbox.mercadopago;

import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the simulator does by itself, now or after a while, until it is closed. */
final class Later {

  private final Disposable.Composite running = Disposables.composite();

  /** Does something once; where it fails, nobody is told. */
  void after(Duration delay, Runnable work) {
    start(Mono.delay(delay).doOnNext(_ -> work.run()));
  }

  void start(Publisher<?> work) {
    var own = Disposables.swap();
    running.add(own);
    own.update(Flux.from(work).onErrorComplete().doFinally(_ -> running.remove(own)).subscribe());
  }

  void close() {
    running.dispose();
  }
}
