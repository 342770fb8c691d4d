package io.tollgate.gateway.settings;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.domain.settings.Settings;
import io.tollgate.domain.settings.SettingsStore;
import java.time.Duration;
import org.springframework.core.env.StandardEnvironment;

/** Live settings for tests outside of this package. */
public final class LivePictures {

  private LivePictures() {}

  /** Settings that show what the store has now, and never again. */
  public static LiveSettings of(SettingsStore store) {
    var settings =
        new LiveSettings(
            store,
            new SettingsSeed(new SettingsProperties(null, false), new StandardEnvironment()),
            new SimpleMeterRegistry());
    settings.start();
    try {
      await().atMost(Duration.ofSeconds(10)).until(settings::isLoaded);
    } finally {
      settings.stop();
    }
    return settings;
  }

  /** The same of one picture. */
  public static LiveSettings of(Settings.Parts parts) {
    return of(new InMemorySettings(parts));
  }
}
