package io.tollgate.persistence.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.payment.Fingerprint;
import io.tollgate.domain.payment.IdempotencyKeys;
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

  private Claim.Granted granted(Fingerprint request) {
    var claim = claim(request);
    assertThat(claim).isInstanceOf(Claim.Granted.class);
    return (Claim.Granted) claim;
  }

  @Test
  void grantsAKeyOnceAndThenRepeatsTheAnswer() {
    granted(REQUEST);
    assertThat(claim(REQUEST)).isEqualTo(new Claim.Running());
    assertThat(keys.complete(SHOP, "key", REQUEST, ANSWER).block(BOUND)).isEqualTo(ANSWER);

    assertThat(claim(REQUEST)).isEqualTo(new Claim.Answered(ANSWER));
    assertThat(claim(ANOTHER)).isEqualTo(new Claim.Mismatch());
    assertThat(REDIS.commands().ttl(REDIS.commands().keys("*").getFirst()))
        .isBetween(86_390L, 86_400L);
  }

  @Test
  void keepsMerchantsApart() {
    claim(REQUEST);

    assertThat(keys.claim(new MerchantId("shop2"), "key", ANOTHER).block(BOUND))
        .isInstanceOf(Claim.Granted.class);
  }

  @Test
  void grantsAReleasedKeyAgain() {
    var claim = granted(REQUEST);
    keys.release(SHOP, "key", new Claim.Granted("before")).block(BOUND);
    assertThat(claim(REQUEST)).as("not another's to release").isEqualTo(new Claim.Running());

    keys.release(SHOP, "key", claim).block(BOUND);

    granted(ANOTHER);
  }

  @Test
  void neverReleasesNorReplacesAnAnswer() {
    var claim = granted(REQUEST);
    keys.complete(SHOP, "key", REQUEST, ANSWER).block(BOUND);

    keys.release(SHOP, "key", claim).block(BOUND);
    keys.renew(SHOP, "key", claim).block(BOUND);
    var late = keys.complete(SHOP, "key", REQUEST, new Answer(200, "text/plain", "")).block(BOUND);

    assertThat(late).as("the answer that stands").isEqualTo(ANSWER);
    assertThat(REDIS.commands().ttl(REDIS.commands().keys("*").getFirst())).isGreaterThan(86_000L);
    assertThat(claim(REQUEST)).isEqualTo(new Claim.Answered(ANSWER));
  }

  @Test
  void grantsAForgottenClaimAnewAfterOneLease() {
    claim(REQUEST);

    assertThat(REDIS.commands().pttl(REDIS.commands().keys("*").getFirst()))
        .isBetween(1L, IdempotencyKeys.LEASE.toMillis());
    REDIS.commands().del(REDIS.commands().keys("*").getFirst());
    var brief = withLeaseOf(Duration.ofMillis(200));
    brief.claim(SHOP, "key", REQUEST).block(BOUND);
    await().atMost(BOUND).until(() -> claim(ANOTHER) instanceof Claim.Granted);
  }

  @Test
  void keepsARenewedClaimForAnotherLease() {
    var brief = withLeaseOf(Duration.ofSeconds(2));
    var claim = (Claim.Granted) brief.claim(SHOP, "key", REQUEST).block(BOUND);

    var answers =
        Flux.range(0, 12)
            .delayElements(Duration.ofMillis(250))
            .concatMap(_ -> brief.renew(SHOP, "key", claim).then(keys.claim(SHOP, "key", REQUEST)))
            .collectList()
            .block(BOUND);

    assertThat(answers).hasSize(12).containsOnly(new Claim.Running());
    await().atMost(BOUND).until(() -> claim(ANOTHER) instanceof Claim.Granted);
  }

  @Test
  void doesNotRenewWhatLapsedAndWasClaimedAnew() {
    var lapsed = new Claim.Granted("before");
    var brief = withLeaseOf(Duration.ofMillis(300));
    brief.claim(SHOP, "key", REQUEST).block(BOUND);

    await()
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(50))
        .until(() ->
            brief
                .renew(SHOP, "key", lapsed)
                .thenReturn(REDIS.commands().keys("*").isEmpty())
                .block(BOUND));
  }

  @Test
  void completesAClaimThatLapsed() {
    assertThat(keys.complete(SHOP, "key", REQUEST, ANSWER).block(BOUND)).isEqualTo(ANSWER);

    assertThat(claim(REQUEST)).isEqualTo(new Claim.Answered(ANSWER));
  }

  @Test
  void leavesAKeyToTheOtherRequestThatHasClaimedItMeanwhile() {
    claim(ANOTHER);

    assertThat(keys.complete(SHOP, "key", REQUEST, ANSWER).block(BOUND)).isEqualTo(ANSWER);

    assertThat(claim(ANOTHER)).isEqualTo(new Claim.Running());
  }

  private static RedisIdempotencyKeys withLeaseOf(Duration lease) {
    return new RedisIdempotencyKeys(REDIS.connection(), lease, Duration.ofHours(24));
  }

  @Test
  void grantsAResentClaimAgain() {
    var claim = keys.claim(SHOP, "key", REQUEST);

    assertThat(claim.block(BOUND)).isInstanceOf(Claim.Granted.class).isEqualTo(claim.block(BOUND));
  }

  @Test
  void grantsOneOfAThousandAtOnce() {
    var granted =
        Flux.range(0, 1_000)
            .flatMap(_ -> keys.claim(SHOP, "key", REQUEST), 1_000)
            .filter(Claim.Granted.class::isInstance)
            .count()
            .block(BOUND);

    assertThat(granted).isEqualTo(1);
  }
}
