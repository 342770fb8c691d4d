package io.tollgate.gateway.notification;

import io.tollgate.gateway.platform.BackgroundWork;
import io.tollgate.gateway.platform.OpensFor;
import io.tollgate.gateway.platform.Role;
import io.tollgate.gateway.platform.TollgateProperties;
import io.tollgate.persistence.stream.Change;
import io.tollgate.persistence.stream.ChangeReader;
import io.tollgate.persistence.stream.ChangeStream;
import io.tollgate.persistence.stream.ReaderSettings;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads what changed, for the notices that it makes. */
@Component
@OpensFor(Role.WORKER)
final class NoticeReader extends BackgroundWork {

  private static final String GROUP = "notices";
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ChangeReader reader;

  NoticeReader(ChangeStream changes, PublishNotices publishNotices, TollgateProperties properties) {
    super(Mono.empty(), Phase.CHANGES);
    this.reader =
        changes.reader(
            ReaderSettings.of(GROUP, properties.instance()),
            batch ->
                publishNotices
                    .publish(batch.stream().map(Change::payment).toList())
                    .thenReturn(batch));
  }

  @Override
  protected void begin() {
    reader.start();
  }

  @Override
  protected Mono<Void> end() {
    return reader.stop(GRACE);
  }
}
