package io.tollgate.delayqueue;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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

  WorkerLoop(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.thread = scheduler.createWorker();
  }

  void run(Runnable step) {
    try {
      thread.schedule(() -> guarded(step));
    } catch (RejectedExecutionException e) {
      LOG.debug("The worker has stopped, a late step is left out");
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
