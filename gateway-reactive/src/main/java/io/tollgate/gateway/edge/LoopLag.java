package io.tollgate.gateway.edge;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.tollgate.gateway.platform.BackgroundWork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * How late the event loops are, and how much of the new work is too much for them. Each loop is
 * given a small task again and again; the later it is done, the longer is the queue in front of
 * every request. While the tasks are late the share that is too much grows, by steps; while they
 * are not it shrinks, by smaller ones.
 */
@Component
final class LoopLag extends BackgroundWork {

  private static final long PACE_MILLIS = 100;
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final double UP = 0.1;
  private static final double DOWN = 0.025;
  private static final double MOST = 0.95;

  /** One long pause is over by the time that it is noticed. */
  private static final double WORTH_ACTING_ON = 0.25;

  private final LoopResources loops;
  private final AtomicReference<Double> share = new AtomicReference<>(0.0);
  private final AtomicLong lagNanos = new AtomicLong();
  private final List<ScheduledFuture<?>> tasks = new ArrayList<>();

  LoopLag(LoopResources loops, MeterRegistry meters) {
    super(Mono.empty(), Phase.TASKS);
    this.loops = loops;
    meters.gauge("tollgate.overload.share", this, LoopLag::excess);
    meters.gauge("tollgate.loop.lag", lagNanos, nanos -> nanos.get() / 1e9);
  }

  /** The part of the new work that should be refused now: 0 to 0.95. */
  double excess() {
    double now = share.get();
    return now < WORTH_ACTING_ON ? 0 : now;
  }

  @Override
  protected void begin() {
    for (EventExecutor loop : loops.onServer(true)) {
      var dueAt = new AtomicLong(System.nanoTime());
      tasks.add(
          loop.scheduleWithFixedDelay(() -> done(dueAt), 0, PACE_MILLIS, TimeUnit.MILLISECONDS));
    }
  }

  private void done(AtomicLong dueAt) {
    long now = System.nanoTime();
    learn(now - dueAt.get());
    dueAt.set(now + TimeUnit.MILLISECONDS.toNanos(PACE_MILLIS));
  }

  /** A loop did its task so much later than it was due. */
  void learn(long late) {
    lagNanos.set(late);
    share.updateAndGet(
        before -> late > LATE_NANOS ? Math.min(MOST, before + UP) : Math.max(0, before - DOWN));
  }

  @Override
  protected Mono<Void> end() {
    return Mono.fromRunnable(() -> tasks.forEach(task -> task.cancel(false)));
  }
}
