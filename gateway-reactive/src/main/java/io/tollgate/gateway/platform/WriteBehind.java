package io.tollgate.gateway.platform;

import io.tollgate.persistence.cold.R2dbcPaymentArchive;
import io.tollgate.persistence.stream.ChangeStream;
import io.tollgate.persistence.stream.DatabaseDrain;
import io.tollgate.persistence.stream.DrainSettings;
import io.tollgate.persistence.stream.LogTrimmer;
import io.tollgate.persistence.stream.ReaderSettings;
import io.tollgate.persistence.stream.TrimSettings;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Writes what changed behind into the database, and keeps the change stream short. */
@Component
@OpensFor(Role.WORKER)
final class WriteBehind implements SmartLifecycle {

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final DatabaseDrain drain;
  private final LogTrimmer trimmer;
  private final DatabaseReady databaseReady;
  private volatile boolean running;

  WriteBehind(
      ChangeStream changes,
      R2dbcPaymentArchive archive,
      DatabaseReady databaseReady,
      TollgateProperties properties) {
    this.databaseReady = databaseReady;
    var redis = properties.redis();
    this.drain =
        new DatabaseDrain(
            changes,
            archive,
            new DrainSettings(
                ReaderSettings.of(DatabaseDrain.GROUP, properties.instance()),
                redis.retention(),
                redis.referenceRetention()));
    this.trimmer = changes.trimmer(TrimSettings.standard());
  }

  @Override
  public void start() {
    running = true;
    databaseReady.done().subscribe(_ -> {}, _ -> {}, this::startDraining);
  }

  private void startDraining() {
    if (running) {
      drain.start();
      trimmer.start();
    }
  }

  @Override
  public void stop() {
    stop(() -> {});
  }

  @Override
  public void stop(Runnable stopped) {
    running = false;
    Mono.when(drain.stop(GRACE), trimmer.stop(GRACE)).doFinally(_ -> stopped.run()).subscribe();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** The last to stop, so that what the others change while they stop is written too. */
  @Override
  public int getPhase() {
    return -200;
  }
}
