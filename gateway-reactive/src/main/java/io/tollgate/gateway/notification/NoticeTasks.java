package io.tollgate.gateway.notification;

import io.tollgate.delayqueue.ClaimedTask;
import io.tollgate.delayqueue.DelayQueue;
import io.tollgate.delayqueue.DelayedTask;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.gateway.edge.JsonBodies;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Notices that wait in the delay queue: whole ones, and those for one endpoint. */
@Component
final class NoticeTasks {

  /** A notice that no broker took. */
  static final String WHOLE = "notice:";

  /** A notice that one endpoint did not take. */
  static final String FOR_ENDPOINT = "hook:";

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final DelayQueue delayQueue;

  NoticeTasks(DelayQueue delayQueue) {
    this.delayQueue = delayQueue;
  }

  /** Delivers the notice without a broker, as soon as a worker is free. */
  Mono<Void> deliverSoon(Notice notice) {
    return schedule(WHOLE + notice.id(), notice, Duration.ZERO);
  }

  /** Delivers the notice to one endpoint later. Scheduling it twice leaves one. */
  Mono<Void> deliverLater(Notice notice, String endpointId, Duration delay) {
    return schedule(FOR_ENDPOINT + notice.id() + ":" + endpointId, notice, delay);
  }

  /** The notice that a task carries. */
  static Notice noticeOf(ClaimedTask task) {
    var body = MAPPER.readTree(task.body());
    return new Notice(
        body.get("id").stringValue(),
        body.get("type").stringValue(),
        new MerchantId(body.get("merchant").stringValue()),
        task.shard(),
        body.get("payload").stringValue());
  }

  /** The endpoint that a task is for. */
  static String endpointOf(ClaimedTask task) {
    return task.id().substring(task.id().lastIndexOf(':') + 1);
  }

  private Mono<Void> schedule(String id, Notice notice, Duration delay) {
    var body =
        JsonBodies.write(
            Map.of(
                "id", notice.id(),
                "type", notice.type(),
                "merchant", notice.merchant().value(),
                "payload", notice.payload()));
    return delayQueue
        .schedule(
            new DelayedTask(notice.shard(), id, new String(body, StandardCharsets.UTF_8), delay))
        .then();
  }
}
