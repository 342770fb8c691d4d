package io.tollgate.delayqueue;

import reactor.core.scheduler.Scheduler;

/**
 * Where a worker runs.
 *
 * @param scheduler for handlers and timeouts
 * @param loop for the worker's own state
 */
record WorkerThreads(Scheduler scheduler, WorkerLoop loop) {

  static WorkerThreads on(Scheduler scheduler) {
    return new WorkerThreads(scheduler, new WorkerLoop(scheduler));
  }
}
