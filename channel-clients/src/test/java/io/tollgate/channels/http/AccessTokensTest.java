package io.tollgate.channels.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tollgate.channels.http.AccessTokens.Token;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.merchant.Secret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class AccessTokensTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final ChannelAccount ACCOUNT =
      new ChannelAccount(
          new AccountId("scripted", "demo"),
          URI.create("http://127.0.0.1:1"),
          Map.of(),
          Map.of(),
          ChannelLimits.DEFAULT);

  private final AtomicInteger fetched = new AtomicInteger();
  private volatile Instant now = NOON;
  private volatile boolean broken;
  private final AccessTokens tokens = new AccessTokens(clock(() -> now));

  @Test
  void fetchesOneForAHerd() {
    var all =
        Flux.range(0, 200)
            .flatMap(_ -> Mono.defer(this::token).subscribeOn(Schedulers.parallel()), 200)
            .collectList()
            .block(LIMIT);

    assertThat(all).hasSize(200).containsOnly("token-1");
    assertThat(fetched).hasValue(1);
  }

  @Test
  void renewsInGoodTimeWhileTheLastIsStillLent() {
    assertThat(token().block(LIMIT)).isEqualTo("token-1");
    at(3600 - 61);
    assertThat(token().block(LIMIT)).isEqualTo("token-1");
    assertThat(fetched).hasValue(1);

    at(3600 - 59);
    assertThat(token().block(LIMIT)).isEqualTo("token-1");

    await().atMost(LIMIT).until(() -> "token-2".equals(token().block(LIMIT)));
    assertThat(fetched).hasValue(2);
  }

  @Test
  void lendsNoneThatMayEndOnItsWay() {
    token().block(LIMIT);
    at(3600 - 4);

    assertThat(token().block(LIMIT)).isEqualTo("token-2");
  }

  @Test
  void goesOnWithTheLastOneWhileTheNextCannotBeFetched() {
    token().block(LIMIT);
    broken = true;
    at(3600 - 30);
    assertThat(token().block(LIMIT)).isEqualTo("token-1");
    at(3600);
    assertThatThrownBy(() -> token().block(LIMIT)).hasMessageContaining("no token");

    broken = false;
    assertThat(token().block(LIMIT)).isNotEqualTo("token-1");
  }

  @Test
  void fetchesAnotherForOneThatWasRefused() {
    token().block(LIMIT);
    tokens.refused(ACCOUNT, Secret.ofText("token-0"));
    assertThat(token().block(LIMIT)).isEqualTo("token-1");

    tokens.refused(ACCOUNT, Secret.ofText("token-1"));
    assertThat(token().block(LIMIT)).isEqualTo("token-2");
  }

  private Mono<String> token() {
    return tokens.token(ACCOUNT, _ -> fetch()).map(Secret::revealText);
  }

  private Mono<Token> fetch() {
    return Mono.delay(Duration.ofMillis(20))
        .map(_ -> {
          int number = fetched.incrementAndGet();
          if (broken) {
            throw new IllegalStateException("no token");
          }
          return new Token(Secret.ofText("token-" + number), Duration.ofHours(1));
        });
  }

  private void at(long second) {
    now = NOON.plusSeconds(second);
  }

  private static Clock clock(InstantSource source) {
    return source.withZone(ZoneOffset.UTC);
  }
}
