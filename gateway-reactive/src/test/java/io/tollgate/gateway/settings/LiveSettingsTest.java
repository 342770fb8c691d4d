package io.tollgate.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.domain.fault.FaultCode;
import io.tollgate.domain.fault.GatewayFault;
import io.tollgate.domain.merchant.Merchant;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.settings.Settings;
import io.tollgate.domain.settings.SettingsStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.StandardEnvironment;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class LiveSettingsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final MerchantId DEMO = new MerchantId("demo");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final HintingStore store = new HintingStore();
  private final LiveSettings settings =
      new LiveSettings(
          store,
          new SettingsSeed(new SettingsProperties(null, false), new StandardEnvironment()),
          meters);

  @AfterEach
  void stop() {
    settings.stop();
  }

  @Test
  void refusesUntilItHasLoaded() {
    assertThat(settings.isLoaded()).isFalse();
    assertThatExceptionOfType(GatewayFault.class)
        .isThrownBy(settings::current)
        .satisfies(fault -> assertThat(fault.code()).isEqualTo(FaultCode.STORE_UNAVAILABLE));
    StepVerifier.create(settings.loaded())
        .expectSubscription()
        .expectNoEvent(Duration.ofMillis(100))
        .then(settings::start)
        .expectComplete()
        .verify(LIMIT);
    assertThat(settings.isLoaded()).isTrue();
  }

  @Test
  void loadsAtItsStart() {
    settings.start();

    await().atMost(LIMIT).until(settings::isLoaded);
    assertThat(settings.current().merchant(DEMO)).isPresent();
  }

  @Test
  void loadsTheNextPictureAtAHint() {
    settings.start();
    await().atMost(LIMIT).until(settings::isLoaded);

    store.picture = new Settings(2, Settings.Parts.NONE);
    store.hint();

    await().atMost(Duration.ofSeconds(2)).until(() -> settings.current().version() == 2);
    assertThat(settings.current().merchant(DEMO)).isEmpty();
  }

  @Test
  void loadsTheNextPictureWithoutAHintToo() {
    settings.start();
    await().atMost(LIMIT).until(settings::isLoaded);

    store.picture = new Settings(2, Settings.Parts.NONE);

    await().atMost(LIMIT).until(() -> settings.current().version() == 2);
  }

  @Test
  void loadsNothingWhereTheVersionIsTheSame() {
    settings.start();
    await().atMost(LIMIT).until(settings::isLoaded);
    int asked = store.versions.get();

    store.hint();

    await().atMost(LIMIT).until(() -> store.versions.get() > asked);
    assertThat(store.loads).hasValue(1);
  }

  @Test
  void keepsItsPictureWhereTheNextOneIsBadAndTakesTheOneAfter() {
    settings.start();
    await().atMost(LIMIT).until(settings::isLoaded);
    var before = settings.current();

    store.bad = true;
    store.picture = new Settings(2, Settings.Parts.NONE);
    store.hint();
    await()
        .atMost(LIMIT)
        .until(() -> meters.get("tollgate.settings.refused").counter().count() > 0);
    assertThat(settings.current()).isSameAs(before);

    store.bad = false;
    store.hint();
    await().atMost(LIMIT).until(() -> settings.current().version() == 2);
  }

  /** A store that holds one picture, gives hints, and can hold a bad one. */
  private static final class HintingStore implements SettingsStore {

    final AtomicInteger loads = new AtomicInteger();
    final AtomicInteger versions = new AtomicInteger();
    volatile boolean bad;
    volatile Settings picture =
        new Settings(
            1,
            new Settings.Parts(
                List.of(new Merchant(DEMO, "Demo shop", true, 100)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of()));
    private final Sinks.Many<Long> hints = Sinks.many().multicast().directBestEffort();

    void hint() {
      hints.tryEmitNext(picture.version()).orThrow();
    }

    @Override
    public Mono<Settings> load() {
      return Mono.fromSupplier(() -> {
        loads.incrementAndGet();
        if (bad) {
          throw new IllegalArgumentException("route refers to an account that is unknown");
        }
        return picture;
      });
    }

    @Override
    public Mono<Long> version() {
      return Mono.fromSupplier(() -> {
        versions.incrementAndGet();
        return picture.version();
      });
    }

    @Override
    public Flux<Long> hints() {
      return hints.asFlux();
    }

    @Override
    public Mono<Long> replace(Settings.Parts parts) {
      return Mono.just(picture.version());
    }

    @Override
    public Mono<Void> disableEndpoint(String endpointId) {
      return Mono.empty();
    }
  }
}
