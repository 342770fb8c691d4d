package io.tollgate.load.gatling;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Names requests by when they are sent, so that parts of a run are reported apart. The first phase
 * begins with the first name that is asked for, the last one does not end.
 */
final class Phases {

  private record Phase(String name, long endsAtNanos) {}

  private final LongSupplier nanos;
  private final AtomicLong begin = new AtomicLong();
  private final List<Phase> phases = new ArrayList<>();
  private long length;

  Phases() {
    this(System::nanoTime);
  }

  /** On this clock. */
  Phases(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Adds a phase to the end; before the first name is asked for. */
  Phases then(String name, Duration time) {
    length += time.toNanos();
    phases.add(new Phase(name, length));
    return this;
  }

  /** The name of the present phase. */
  String now() {
    // Nobody minds a clock that reads exactly 0: it would only begin a nanosecond later.
    long now = nanos.getAsLong();
    begin.compareAndSet(0, now == 0 ? 1 : now);
    long since = now - begin.get();
    return phases.stream()
        .filter(phase -> since < phase.endsAtNanos)
        .findFirst()
        .orElseGet(phases::getLast)
        .name;
  }
}
