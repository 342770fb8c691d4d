package io.tollgate.gateway.platform;

import io.tollgate.delayqueue.DeadTask;
import io.tollgate.delayqueue.DelayQueue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code /actuator/deadtasks} on the management port: the work that was given up (webhooks that no
 * try delivered). {@code GET} lists it, {@code POST /{shard}/{id}} does one again, {@code POST}
 * with {@code from} and {@code to} does all again that died between.
 */
@Component
@Endpoint(id = "deadtasks")
class DeadTasksEndpoint {

  private static final int LISTED_PER_SHARD = 100;
  private static final int REVIVED_PER_SHARD = 1_000;

  private final DelayQueue delayQueue;

  DeadTasksEndpoint(DelayQueue delayQueue) {
    this.delayQueue = delayQueue;
  }

  @ReadOperation
  Mono<List<DeadTask>> list() {
    return delayQueue.dead(LISTED_PER_SHARD).collectList();
  }

  @WriteOperation
  Mono<Map<String, Boolean>> reviveOne(@Selector int shard, @Selector String id) {
    return delayQueue.revive(shard, id).map(done -> Map.of("revived", done));
  }

  @WriteOperation
  Mono<Map<String, Long>> reviveRange(Instant from, Instant to) {
    return delayQueue.revive(from, to, REVIVED_PER_SHARD).map(count -> Map.of("revived", count));
  }
}
