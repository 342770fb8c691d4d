package io.tollgate.gateway.settings;

import io.tollgate.domain.settings.SettingsStore;
import io.tollgate.persistence.settings.SettingsYaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Fills an empty database with the settings of a YAML file, where {@code tollgate.settings.seed}
 * names one. In the sandbox the file is planted at every start, because ports change.
 */
@Component
final class SettingsSeed {

  private static final Logger LOG = LoggerFactory.getLogger(SettingsSeed.class);

  private final SettingsProperties properties;
  private final Environment environment;

  SettingsSeed(SettingsProperties properties, Environment environment) {
    this.properties = properties;
    this.environment = environment;
  }

  /** Plants the seed where there is one to plant. */
  Mono<Void> plantIn(SettingsStore store) {
    var seed = properties.seed();
    if (seed == null) {
      return Mono.empty();
    }
    return store
        .version()
        .filter(version -> version == 0 || properties.reseed())
        .flatMap(_ -> read(seed))
        .flatMap(yaml -> store.replace(SettingsYaml.read(yaml, environment::getProperty)))
        .doOnNext(version -> LOG.info("settings version {} planted from {}", version, seed))
        .then();
  }

  private static Mono<String> read(Resource seed) {
    return Mono.fromCallable(() -> text(seed)).subscribeOn(Schedulers.boundedElastic());
  }

  private static String text(Resource seed) {
    try {
      return seed.getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the settings seed cannot be read", unreadable);
    }
  }
}
