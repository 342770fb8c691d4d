package io.tollgate.gateway.notification;

import io.tollgate.delayqueue.ClaimedTask;
import io.tollgate.delayqueue.Claims;
import io.tollgate.delayqueue.DeadTask;
import io.tollgate.delayqueue.DelayQueue;
import io.tollgate.delayqueue.DelayedTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A delay queue that only remembers what was scheduled, and can be away. */
final class RecordedTasks implements DelayQueue {

  volatile boolean away;
  private final List<DelayedTask> scheduled = new CopyOnWriteArrayList<>();

  List<DelayedTask> scheduled() {
    return List.copyOf(scheduled);
  }

  @Override
  public String name() {
    return "recorded";
  }

  @Override
  public int shards() {
    return 64;
  }

  @Override
  public Mono<Boolean> schedule(DelayedTask task) {
    return Mono.defer(() ->
        away
            ? Mono.error(new IllegalStateException("the queue is away"))
            : Mono.just(scheduled.add(task)));
  }

  @Override
  public Mono<Boolean> cancel(int shard, String id) {
    return Mono.just(false);
  }

  @Override
  public Mono<Claims> claim(List<Integer> shards, int count, Duration lease) {
    return Mono.empty();
  }

  @Override
  public int home(int shard) {
    return 0;
  }

  @Override
  public Mono<Boolean> extend(ClaimedTask task, Duration lease) {
    return Mono.just(false);
  }

  @Override
  public Mono<Boolean> done(ClaimedTask task) {
    return Mono.just(false);
  }

  @Override
  public Mono<Boolean> again(ClaimedTask task, Duration delay, boolean spendsAttempt) {
    return Mono.just(false);
  }

  @Override
  public Mono<Boolean> handBack(ClaimedTask task) {
    return Mono.just(false);
  }

  @Override
  public Mono<Boolean> bury(ClaimedTask task, String why) {
    return Mono.just(false);
  }

  @Override
  public Flux<DeadTask> dead(int shard, int limit) {
    return Flux.empty();
  }

  @Override
  public Mono<Boolean> revive(int shard, String id) {
    return Mono.just(false);
  }

  @Override
  public Mono<Long> revive(int shard, Instant from, Instant to, int limit) {
    return Mono.just(0L);
  }

  @Override
  public Flux<Integer> hints() {
    return Flux.never();
  }

  @Override
  public Mono<List<String>> heartbeat(String group, String worker, Duration timeToLive) {
    return Mono.just(List.of());
  }

  @Override
  public Mono<Boolean> leave(String group, String worker) {
    return Mono.just(false);
  }
}
