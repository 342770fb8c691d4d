package io.tollgate.gateway.notification;

import io.tollgate.gateway.platform.OpensFor;
import io.tollgate.gateway.platform.Role;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** Takes notices from the broker and delivers them, as long as the process works. */
@Component
@OpensFor(Role.WORKER)
final class NoticeWorker implements SmartLifecycle {

  private final NoticeBroker broker;
  private final DeliverNotice deliverNotice;
  private volatile Disposable work = Disposables.disposed();

  NoticeWorker(NoticeBroker broker, DeliverNotice deliverNotice) {
    this.broker = broker;
    this.deliverNotice = deliverNotice;
  }

  @Override
  public void start() {
    work = broker.deliverEach(deliverNotice::deliver).subscribe();
  }

  @Override
  public void stop() {
    work.dispose();
  }

  @Override
  public boolean isRunning() {
    return !work.isDisposed();
  }

  @Override
  public int getPhase() {
    return -100;
  }
}
