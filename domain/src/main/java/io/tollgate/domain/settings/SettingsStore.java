package io.tollgate.domain.settings;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where the configuration is kept. */
public interface SettingsStore {

  /** The whole picture as it is stored; fails where it is not consistent. */
  Mono<Settings> load();

  /** The version of what is stored. */
  Mono<Long> version();

  /** Something, whenever a change was hinted at; hints may be lost. */
  Flux<Long> hints();

  /** Replaces the whole configuration in one transaction, raises the version and hints at it. */
  Mono<Long> replace(Settings.Parts parts);

  /**
   * Switches a webhook endpoint off for good, because it asked for it; raises the version and hints
   * at it. Nothing where there is no such endpoint.
   */
  Mono<Void> disableEndpoint(String endpointId);
}
