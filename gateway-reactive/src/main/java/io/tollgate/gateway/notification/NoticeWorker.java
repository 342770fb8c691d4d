package io.tollgate.gateway.notification;

import io.tollgate.gateway.platform.BackgroundWork;
import io.tollgate.gateway.platform.OpensFor;
import io.tollgate.gateway.platform.Role;
import io.tollgate.gateway.settings.LiveSettings;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** Takes notices from the broker and delivers them, as long as the process works. */
@Component
@OpensFor(Role.WORKER)
final class NoticeWorker extends BackgroundWork {

  private final NoticeBroker broker;
  private final DeliverNotice deliverNotice;
  private volatile Disposable work = Disposables.disposed();

  NoticeWorker(NoticeBroker broker, DeliverNotice deliverNotice, LiveSettings settings) {
    super(settings.loaded(), Phase.TASKS);
    this.broker = broker;
    this.deliverNotice = deliverNotice;
  }

  @Override
  protected void begin() {
    work = broker.deliverEach(deliverNotice::deliver).subscribe();
  }

  @Override
  protected Mono<Void> end() {
    return Mono.fromRunnable(work::dispose);
  }
}
