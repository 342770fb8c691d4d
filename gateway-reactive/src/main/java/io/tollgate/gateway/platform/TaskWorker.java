package io.tollgate.gateway.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.delayqueue.ClaimedTask;
import io.tollgate.delayqueue.DelayQueue;
import io.tollgate.delayqueue.DelayWorker;
import io.tollgate.delayqueue.DelayWorkerSettings;
import io.tollgate.delayqueue.Verdict;
import io.tollgate.gateway.settings.LiveSettings;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Does the delayed work of every kind. At shutdown it claims no more, lets what runs finish, and
 * hands the remaining leases back.
 */
@Component
@OpensFor(Role.WORKER)
final class TaskWorker extends BackgroundWork {

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final List<TaskKind> kinds;
  private final DelayWorker worker;

  TaskWorker(
      List<TaskKind> kinds, DelayQueue delayQueue, LiveSettings settings, MeterRegistry meters) {
    super(settings.loaded(), Phase.TASKS);
    this.kinds = List.copyOf(kinds);
    this.worker = DelayWorker.on(delayQueue, this::handle, DelayWorkerSettings.standard(), meters);
  }

  private Mono<Verdict> handle(ClaimedTask task) {
    return kinds.stream()
        .filter(kind -> task.id().startsWith(kind.prefix()))
        .findAny()
        .map(kind -> kind.handle(task))
        .orElseGet(() -> Mono.just(new Verdict.Dead("nobody does this kind of work")));
  }

  @Override
  protected void begin() {
    worker.start();
  }

  @Override
  protected Mono<Void> end() {
    return worker.stop(GRACE);
  }
}
