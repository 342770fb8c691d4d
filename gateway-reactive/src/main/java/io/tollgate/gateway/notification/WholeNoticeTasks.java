package io.tollgate.gateway.notification;

import io.tollgate.delayqueue.ClaimedTask;
import io.tollgate.delayqueue.Verdict;
import io.tollgate.gateway.platform.TaskKind;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Delivers the notices that no broker took. */
@Component
final class WholeNoticeTasks implements TaskKind {

  private final DeliverNotice deliverNotice;

  WholeNoticeTasks(DeliverNotice deliverNotice) {
    this.deliverNotice = deliverNotice;
  }

  @Override
  public String prefix() {
    return NoticeTasks.WHOLE;
  }

  @Override
  public Mono<Verdict> handle(ClaimedTask task) {
    return deliverNotice.deliver(NoticeTasks.noticeOf(task)).thenReturn(new Verdict.Done());
  }
}
