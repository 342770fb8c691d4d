package io.tollgate.delayqueue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** What a worker counts. */
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
  private final AtomicInteger inflight = new AtomicInteger();

  WorkerMeters(MeterRegistry meters) {
    this.meters = meters;
    Gauge.builder("tollgate.delayqueue.inflight", inflight, AtomicInteger::get)
        .description("Tasks being handled")
        .strongReference(true)
        .register(meters);
  }

  void inflight(int tasks) {
    inflight.set(tasks);
  }

  void error(Operation operation) {
    Counter.builder("tollgate.delayqueue.errors")
        .description("Failed calls of Redis or of the handler")
        .tag("operation", operation.name().toLowerCase(Locale.ROOT))
        .register(meters)
        .increment();
  }
}
