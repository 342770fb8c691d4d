package io.tollgate.gateway.notification;

import io.tollgate.delayqueue.ClaimedTask;
import io.tollgate.delayqueue.Verdict;
import io.tollgate.gateway.platform.TaskKind;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tries endpoints again that did not take a notice. */
@Component
final class EndpointNoticeTasks implements TaskKind {

  private final DeliverNotice deliverNotice;

  EndpointNoticeTasks(DeliverNotice deliverNotice) {
    this.deliverNotice = deliverNotice;
  }

  @Override
  public String prefix() {
    return NoticeTasks.FOR_ENDPOINT;
  }

  @Override
  public Mono<Verdict> handle(ClaimedTask task) {
    return deliverNotice.again(task);
  }
}
