package io.tollgate.delayqueue;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * The one thread on which a worker's state lives, so that the state needs no locks. A step that
 * fails is logged and does not keep the next from running.
 */
final class WorkerLoop {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

  private final Scheduler scheduler;
  private final Scheduler.Worker thread;
  private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
  private final AtomicInteger outstanding = new AtomicInteger();

  WorkerLoop(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.thread = scheduler.createWorker();
  }

  /** Steps that come together share one wake-up, which costs more than most steps do. */
  void run(Runnable step) {
    if (thread.isDisposed()) {
      LOG.debug("The worker has stopped, a late step is left out");
      return;
    }
    steps.add(step);
    if (outstanding.getAndIncrement() == 0) {
      wake();
    }
  }

  private void wake() {
    try {
      thread.schedule(this::runAll);
    } catch (RejectedExecutionException e) {
      LOG.debug("The worker has stopped, late steps are left out");
    }
  }

  private void runAll() {
    int seen = outstanding.get();
    for (int i = 0; i < seen; i++) {
      Runnable step = steps.poll();
      if (step != null) {
        guarded(step);
      }
    }
    // What came meanwhile waits behind the timers that are due.
    if (outstanding.addAndGet(-seen) != 0) {
      wake();
    }
  }

  Disposable later(Duration delay, Runnable step) {
    try {
      return thread.schedule(() -> guarded(step), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return Disposables.disposed();
    }
  }

  Disposable every(Duration period, Runnable step) {
    long millis = period.toMillis();
    return thread.schedulePeriodically(() -> guarded(step), millis, millis, TimeUnit.MILLISECONDS);
  }

  long nowMillis() {
    return scheduler.now(TimeUnit.MILLISECONDS);
  }

  void end() {
    thread.dispose();
  }

  private static void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.error("A step of the delay worker failed", e);
    }
  }
}
