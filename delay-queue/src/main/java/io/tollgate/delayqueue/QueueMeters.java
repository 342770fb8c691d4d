package io.tollgate.delayqueue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;

/** What the queue itself counts, tagged with its name. */
final class QueueMeters {

  private final Timer lateness;
  private final Counter claimed;
  private final Counter done;
  private final Counter again;
  private final Counter dead;
  private final Counter stale;

  QueueMeters(MeterRegistry meters, String queue) {
    lateness =
        Timer.builder("tollgate.delayqueue.lateness")
            .description("From a task's due time to its claim")
            .tag("queue", queue)
            .publishPercentileHistogram()
            .register(meters);
    claimed = counter(meters, queue, "claimed", "Tasks claimed");
    done = counter(meters, queue, "done", "Tasks finished");
    again = counter(meters, queue, "again", "Tasks put off or handed back");
    dead = counter(meters, queue, "dead", "Tasks that died; each is an alarm");
    stale = counter(meters, queue, "stale", "Reports under a claim that no longer held");
  }

  private static Counter counter(
      MeterRegistry meters, String queue, String name, String description) {
    return Counter.builder("tollgate.delayqueue." + name)
        .description(description)
        .tag("queue", queue)
        .register(meters);
  }

  void claimed(Claims claims) {
    List<ClaimedTask> tasks = claims.tasks();
    claimed.increment(tasks.size());
    tasks.forEach(task -> lateness.record(task.lateness()));
  }

  void done() {
    done.increment();
  }

  void again() {
    again.increment();
  }

  void dead() {
    dead.increment();
  }

  void stale() {
    stale.increment();
  }
}
