package io.tollgate.gateway.notification;

import io.tollgate.gateway.platform.OpensFor;
import io.tollgate.gateway.platform.Role;
import io.tollgate.gateway.platform.TollgateProperties;
import io.tollgate.persistence.stream.Change;
import io.tollgate.persistence.stream.ChangeReader;
import io.tollgate.persistence.stream.ChangeStream;
import io.tollgate.persistence.stream.ReaderSettings;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Reads what changed, for the notices that it makes. */
@Component
@OpensFor(Role.WORKER)
final class NoticeReader implements SmartLifecycle {

  private static final String GROUP = "notices";
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ChangeReader reader;
  private volatile boolean running;

  NoticeReader(ChangeStream changes, PublishNotices publishNotices, TollgateProperties properties) {
    this.reader =
        changes.reader(
            ReaderSettings.of(GROUP, properties.instance()),
            batch ->
                publishNotices
                    .publish(batch.stream().map(Change::payment).toList())
                    .thenReturn(batch));
  }

  @Override
  public void start() {
    reader.start();
    running = true;
  }

  @Override
  public void stop() {
    stop(() -> {});
  }

  @Override
  public void stop(Runnable stopped) {
    running = false;
    reader.stop(GRACE).doFinally(_ -> stopped.run()).subscribe();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return -200;
  }
}
