package io.tollgate.gateway.payment;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Work that goes on when the client that asked for it hangs up. At shutdown it is waited for, so
 * that payments under way finish; the doors have closed by then.
 */
@Component
final class DetachedWork implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(DetachedWork.class);
  private static final Duration GRACE = Duration.ofSeconds(25);

  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean running;

  DetachedWork(MeterRegistry meters) {
    meters.gauge("tollgate.payments.in_flight", underWay);
  }

  /** Starts the work now; the answer may be taken or left, by any number of takers. */
  <T> Mono<T> start(Mono<T> work) {
    // One source emits, so nothing has to be guarded against others.
    var result = Sinks.unsafe().<T>one();
    underWay.incrementAndGet();
    work.doFinally(_ -> underWay.decrementAndGet())
        .subscribe(value -> result.tryEmitValue(value), result::tryEmitError, result::tryEmitEmpty);
    return result.asMono();
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    stop(() -> {});
  }

  @Override
  public void stop(Runnable stopped) {
    running = false;
    Flux.interval(Duration.ZERO, Duration.ofMillis(20))
        .map(_ -> underWay.get())
        .takeUntil(left -> left == 0)
        .take(GRACE)
        .doOnTerminate(() -> {
          LOG.info("{} payments were still under way when the process ended", underWay.get());
          stopped.run();
        })
        .subscribe();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Stops after the web server and before every reader and worker. */
  @Override
  public int getPhase() {
    return 0;
  }
}
