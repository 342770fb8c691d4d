package io.tollgate.gateway.settings;

import io.tollgate.domain.settings.Settings;
import io.tollgate.domain.settings.SettingsStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A configuration in memory, version 1 at first, that remembers whom it was told to disable. */
public final class InMemorySettings implements SettingsStore {

  private final List<String> disabled = new CopyOnWriteArrayList<>();
  private final AtomicReference<Settings> stored;

  public InMemorySettings(Settings.Parts parts) {
    this.stored = new AtomicReference<>(new Settings(1, parts));
  }

  /** The endpoints that were switched off, in order. */
  public List<String> disabled() {
    return List.copyOf(disabled);
  }

  @Override
  public Mono<Settings> load() {
    return Mono.fromSupplier(stored::get);
  }

  @Override
  public Mono<Long> version() {
    return Mono.fromSupplier(() -> stored.get().version());
  }

  @Override
  public Flux<Long> hints() {
    return Flux.never();
  }

  @Override
  public Mono<Long> replace(Settings.Parts parts) {
    return Mono.fromSupplier(
        () -> stored.updateAndGet(current -> new Settings(current.version() + 1, parts)).version());
  }

  @Override
  public Mono<Void> disableEndpoint(String endpointId) {
    return Mono.fromRunnable(() -> disabled.add(endpointId));
  }
}
