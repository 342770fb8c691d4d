package io.tollgate.gateway.platform;

import io.tollgate.persistence.cold.R2dbcPaymentArchive;
import io.tollgate.persistence.hot.Fence;
import io.tollgate.persistence.stream.ChangeStream;
import io.tollgate.persistence.stream.DatabaseDrain;
import io.tollgate.persistence.stream.DrainSettings;
import io.tollgate.persistence.stream.LogTrimmer;
import io.tollgate.persistence.stream.ReaderSettings;
import io.tollgate.persistence.stream.TrimSettings;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes what changed behind into the database, and keeps the change stream short. */
@Component
@OpensFor(Role.WORKER)
final class WriteBehind extends BackgroundWork {

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final DatabaseDrain drain;
  private final LogTrimmer trimmer;

  WriteBehind(
      ChangeStream changes,
      R2dbcPaymentArchive archive,
      Fence fence,
      DatabaseReady databaseReady,
      TollgateProperties properties) {
    super(databaseReady.done(), Phase.CHANGES);
    var redis = properties.redis();
    this.drain =
        new DatabaseDrain(
            changes,
            archive,
            fence,
            new DrainSettings(
                ReaderSettings.of(DatabaseDrain.GROUP, properties.instance()),
                redis.retention(),
                redis.referenceRetention()));
    this.trimmer = changes.trimmer(TrimSettings.standard());
  }

  @Override
  protected void begin() {
    drain.start();
    trimmer.start();
  }

  @Override
  protected Mono<Void> end() {
    return Mono.when(drain.stop(GRACE), trimmer.stop(GRACE));
  }
}
