package io.tollgate.persistence.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.IdempotencyKeys.Answer;
import io.tollgate.domain.payment.IdempotencyKeys.Claim;
import io.tollgate.persistence.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;

class RedisIdempotencyKeysTest {

  @RegisterExtension static final TestRedis REDIS = TestRedis.single();

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final MerchantId SHOP = new MerchantId("shop");
  private static final Fingerprint REQUEST = new Fingerprint("a1");
  private static final Fingerprint ANOTHER = new Fingerprint("b2");
  private static final Answer ANSWER = new Answer(201, "application/json", "{\"id\":\"ü\"}");

  private final RedisIdempotencyKeys keys = new RedisIdempotencyKeys(REDIS.connection());

  private Claim claim(Fingerprint request) {
    return keys.claim(SHOP, "key", request).block(BOUND);
  }

  @Test
  void grantsAKeyOnceAndThenRepeatsTheAnswer() {
    assertThat(claim(REQUEST)).isEqualTo(new Claim.Granted());
    assertThat(claim(REQUEST)).isEqualTo(new Claim.Running());
    keys.complete(SHOP, "key", REQUEST, ANSWER).block(BOUND);

    assertThat(claim(REQUEST)).isEqualTo(new Claim.Answered(ANSWER));
    assertThat(claim(ANOTHER)).isEqualTo(new Claim.Mismatch());
    assertThat(REDIS.commands().ttl(REDIS.commands().keys("*").getFirst()))
        .isBetween(86_390L, 86_400L);
  }

  @Test
  void keepsMerchantsApart() {
    claim(REQUEST);

    assertThat(keys.claim(new MerchantId("shop2"), "key", ANOTHER).block(BOUND))
        .isEqualTo(new Claim.Granted());
  }

  @Test
  void grantsAReleasedKeyAgain() {
    claim(REQUEST);
    keys.release(SHOP, "key", ANOTHER).block(BOUND);
    assertThat(claim(REQUEST)).as("not another's to release").isEqualTo(new Claim.Running());

    keys.release(SHOP, "key", REQUEST).block(BOUND);

    assertThat(claim(ANOTHER)).isEqualTo(new Claim.Granted());
  }

  @Test
  void neverReleasesNorReplacesAnAnswer() {
    claim(REQUEST);
    keys.complete(SHOP, "key", REQUEST, ANSWER).block(BOUND);

    keys.release(SHOP, "key", REQUEST).block(BOUND);
    keys.complete(SHOP, "key", REQUEST, new Answer(500, "text/plain", "")).block(BOUND);

    assertThat(claim(REQUEST)).isEqualTo(new Claim.Answered(ANSWER));
  }

  @Test
  void letsAForgottenClaimLapse() {
    var brief =
        new RedisIdempotencyKeys(REDIS.connection(), Duration.ofMillis(200), Duration.ofHours(24));
    brief.claim(SHOP, "key", REQUEST).block(BOUND);

    await().atMost(BOUND).until(() -> claim(ANOTHER).equals(new Claim.Granted()));
  }

  @Test
  void grantsAResentClaimAgain() {
    var claim = keys.claim(SHOP, "key", REQUEST);

    assertThat(claim.block(BOUND)).isEqualTo(new Claim.Granted());
    assertThat(claim.block(BOUND)).isEqualTo(new Claim.Granted());
  }

  @Test
  void grantsOneOfAThousandAtOnce() {
    var granted =
        Flux.range(0, 1_000)
            .flatMap(_ -> keys.claim(SHOP, "key", REQUEST), 1_000)
            .filter(new Claim.Granted()::equals)
            .count()
            .block(BOUND);

    assertThat(granted).isEqualTo(1);
  }
}
