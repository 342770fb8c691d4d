package io.tollgate.delayqueue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** What a worker counts, tagged with the name of its queue. */
final class WorkerMeters {

  /** What can go wrong, as the tag of the counter of errors. */
  enum Operation {
    CLAIM,
    EXTEND,
    REPORT,
    HANDLE,
    HEARTBEAT,
    HINTS
  }

  private final MeterRegistry meters;
  private final String queue;
  private final AtomicInteger inflight = new AtomicInteger();

  WorkerMeters(MeterRegistry meters, String queue) {
    this.meters = meters;
    this.queue = queue;
    Gauge.builder("tollgate.delayqueue.inflight", inflight, AtomicInteger::get)
        .description("Tasks being handled")
        .tag("queue", queue)
        .strongReference(true)
        .register(meters);
  }

  void inflight(int tasks) {
    inflight.set(tasks);
  }

  void error(Operation operation) {
    Counter.builder("tollgate.delayqueue.errors")
        .description("Failed calls of Redis or of the handler")
        .tag("queue", queue)
        .tag("operation", operation.name().toLowerCase(Locale.ROOT))
        .register(meters)
        .increment();
  }
}
