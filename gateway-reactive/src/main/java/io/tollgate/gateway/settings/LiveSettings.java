package io.tollgate.gateway.settings;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.settings.Settings;
import io.tollgate.domain.settings.SettingsStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * The one picture of the configuration that this process works by. A hint or a poll of the version
 * every few seconds makes it load the next one; a bad one is refused with an alarm, and the picture
 * before stays.
 */
@Component
public final class LiveSettings implements SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(LiveSettings.class);
  private static final Settings NOTHING = new Settings(0, Settings.Parts.NONE);
  private static final Duration SEED_PAUSE = Duration.ofMillis(250);
  private static final Duration POLL = Duration.ofSeconds(3);

  private final SettingsStore store;
  private final SettingsSeed seed;
  private final Counter refused;
  private final AtomicReference<Settings> picture = new AtomicReference<>(NOTHING);
  private final Sinks.Empty<Void> loaded = Sinks.empty();
  private volatile Disposable watching = Disposables.disposed();

  LiveSettings(SettingsStore store, SettingsSeed seed, MeterRegistry meters) {
    this.store = store;
    this.seed = seed;
    this.refused = meters.counter("tollgate.settings.refused");
    meters.gauge("tollgate.settings.version", picture, held -> held.get().version());
  }

  /**
   * The picture of now. Take it once per request.
   *
   * @throws GatewayFault {@code STORE_UNAVAILABLE} until the first one is loaded: an empty picture
   *     would be taken for an answer, as that of a merchant without endpoints
   */
  public Settings current() {
    if (!isLoaded()) {
      throw new GatewayFault(FaultCode.STORE_UNAVAILABLE, "the settings are not loaded yet");
    }
    return picture.get();
  }

  /** Whether there is a picture of what is stored. */
  public boolean isLoaded() {
    return version() > 0;
  }

  /** Completes once there is a picture of what is stored. */
  public Mono<Void> loaded() {
    return loaded.asMono();
  }

  private long version() {
    return picture.get().version();
  }

  @Override
  public void start() {
    var occasions = Flux.merge(store.hints(), Flux.interval(Duration.ZERO, POLL));
    watching =
        seed.plantIn(store)
            .retryWhen(untilTheDatabaseIsReady())
            .thenMany(occasions.onBackpressureLatest().concatMap(_ -> refresh(), 1))
            .subscribe();
  }

  @Override
  public void stop() {
    watching.dispose();
  }

  @Override
  public boolean isRunning() {
    return !watching.isDisposed();
  }

  /** Loads before the doors open and works until they have closed. */
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE + 10;
  }

  private static Retry untilTheDatabaseIsReady() {
    return Retry.fixedDelay(Long.MAX_VALUE, SEED_PAUSE)
        .doBeforeRetry(signal -> {
          if (signal.totalRetries() % 20 == 19) {
            LOG.error("the settings could not be seeded; trying on", signal.failure());
          }
        });
  }

  private Mono<Void> refresh() {
    return store
        .version()
        .filter(version -> version != version())
        .flatMap(_ -> store.load())
        .doOnNext(this::swap)
        .onErrorResume(this::keep)
        .then();
  }

  private void swap(Settings next) {
    picture.set(next);
    loaded.tryEmitEmpty();
    LOG.info("settings version {} is live", next.version());
  }

  private Mono<Settings> keep(Throwable failure) {
    refused.increment();
    LOG.error("new settings were refused; version {} stays", version(), failure);
    return Mono.empty();
  }
}
