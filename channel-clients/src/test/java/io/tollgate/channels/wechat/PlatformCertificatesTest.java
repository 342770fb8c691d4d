package io.tollgate.channels.wechat;

import static io.tollgate.channels.wechat.WechatFixtures.NOW;
import static io.tollgate.channels.wechat.WechatFixtures.ours;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.channels.signing.Rsa;
import io.tollgate.sandbox.wechat.WechatSimulator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class PlatformCertificatesTest {

  private static final List<PlatformCertificate> SOME =
      List.of(new PlatformCertificate("1", Rsa.certificate(WechatSimulator.rootCertificate())));
  private static final WechatAccount ACCOUNT =
      ours(Map.of("platform-key-id", "", "platform-certificates", "true"));

  private final Moment clock = new Moment();
  private final PlatformCertificates certificates = new PlatformCertificates(clock);
  private final AtomicInteger fetches = new AtomicInteger();

  @Test
  void fetchesOnceForAHerd() {
    var answer = Sinks.<List<PlatformCertificate>>one();

    var herd =
        Flux.range(0, 500)
            .flatMap(_ -> certificates.ready(ACCOUNT, () -> counted(answer.asMono())), 500)
            .collectList();

    StepVerifier.create(herd)
        .then(() -> answer.tryEmitValue(SOME).orThrow())
        .assertNext(
            all -> assertThat(all).hasSize(500).allMatch(it -> it.certificates().equals(SOME)))
        .expectComplete()
        .verify(Duration.ofSeconds(5));
    assertThat(fetches).hasValue(1);
  }

  @Test
  void goesOnForTheHerdWhereTheFirstOfItGivesUp() {
    var answer = Sinks.<List<PlatformCertificate>>one();

    certificates.ready(ACCOUNT, () -> counted(answer.asMono())).subscribe().dispose();

    StepVerifier.create(certificates.ready(ACCOUNT, () -> counted(answer.asMono())))
        .then(() -> answer.tryEmitValue(SOME).orThrow())
        .expectNextCount(1)
        .expectComplete()
        .verify(Duration.ofSeconds(5));
    assertThat(fetches).hasValue(1);
  }

  @Test
  void lendsTheOldOnesWhileNewOnesAreFetched() {
    certificates.ready(ACCOUNT, () -> counted(Mono.just(SOME))).block();
    clock.pass(Duration.ofHours(9));
    certificates.ready(ACCOUNT, () -> counted(Mono.never())).block();
    assertThat(fetches).hasValue(1);

    clock.pass(Duration.ofHours(1));
    for (int calls = 0; calls < 100; calls++) {
      var keys =
          certificates.ready(ACCOUNT, () -> counted(Mono.never())).block(Duration.ofSeconds(1));
      assertThat(keys.certificates()).isEqualTo(SOME);
    }
    assertThat(fetches).hasValue(2);
  }

  @Test
  void asksOnceAMinuteAtMostForUnknownSerialNumbers() {
    certificates.ready(ACCOUNT, () -> counted(Mono.just(SOME))).block();
    for (int seconds = 0; seconds < 180; seconds++) {
      certificates.newer(ACCOUNT, () -> counted(Mono.just(SOME))).block();
      clock.pass(Duration.ofSeconds(1));
    }

    assertThat(fetches).hasValue(1 + 2);
  }

  @Test
  void asksOnceAMinuteAtMostWhereNoneCanBeHad() {
    for (int seconds = 0; seconds < 120; seconds++) {
      certificates.renew(ACCOUNT, () -> counted(Mono.empty()));
      clock.pass(Duration.ofSeconds(1));
    }

    assertThat(fetches).hasValue(2);
    assertThat(certificates.held(ACCOUNT).certificates()).isEmpty();
  }

  @Test
  void hasNoneWhereNoneCanBeHadAndTriesAgainWithTheNextCall() {
    assertThat(certificates.ready(ACCOUNT, () -> counted(Mono.empty())).blockOptional()).isEmpty();
    assertThat(certificates.ready(ACCOUNT, () -> counted(Mono.just(SOME))).blockOptional())
        .isPresent();
    assertThat(fetches).hasValue(2);
  }

  @Test
  void fetchesNoneForAnAccountWithAPublicKey() {
    var account = ours();

    assertThat(certificates.ready(account, () -> counted(Mono.just(SOME))).block().certificates())
        .isEmpty();
    assertThat(certificates.newer(account, () -> counted(Mono.just(SOME))).block().certificates())
        .isEmpty();
    assertThat(fetches).hasValue(0);
  }

  @Test
  void doesNotWaitForCertificatesWhereThereIsAPublicKeyToo() {
    var both = ours(Map.of("platform-certificates", "true"));

    assertThat(certificates.ready(both, () -> counted(Mono.never())).block(Duration.ofSeconds(1)))
        .isNotNull();
    assertThat(fetches).hasValue(1);
  }

  @Test
  void forgetsWhatOtherSettingsBrought() {
    certificates.ready(ACCOUNT, () -> counted(Mono.just(SOME))).block();

    assertThat(
            certificates.held(ours(Map.of("platform-key-id", "", "h5-type", "iOS"))).certificates())
        .isEmpty();
    assertThat(certificates.held(ACCOUNT).certificates()).isEqualTo(SOME);
  }

  @Test
  void usesACertificateWhileItIsInForceAndUnderAnySpellingOfItsNumber() {
    var keys = new PlatformKeys(ACCOUNT, SOME);
    var now = Instant.now();

    assertThat(keys.find("0001", now)).isPresent();
    assertThat(keys.find("1", now)).isPresent();
    assertThat(keys.find("2", now)).isEmpty();
    assertThat(keys.find("no hex", now)).isEmpty();
    assertThat(keys.find("1", now.minus(Duration.ofDays(2)))).isEmpty();
    assertThat(keys.find("1", now.plus(Duration.ofDays(4000)))).isEmpty();
    assertThat(keys.preferred(now)).contains("1");
    assertThat(keys.preferred(now.plus(Duration.ofDays(4000)))).isEmpty();
  }

  private Mono<List<PlatformCertificate>> counted(Mono<List<PlatformCertificate>> answer) {
    return Mono.defer(() -> {
      fetches.incrementAndGet();
      return answer;
    });
  }

  /** A clock that is set by hand. */
  private static final class Moment extends Clock {

    private Instant now = NOW;

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
