package io.tollgate.persistence.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.risk.RiskCheck;
import io.tollgate.domain.risk.RiskCounter;
import io.tollgate.domain.risk.RiskVerdict;
import io.tollgate.persistence.TestRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;

class RedisRiskCountersTest {

  @RegisterExtension static final TestRedis REDIS = TestRedis.single();

  private static final Duration BOUND = Duration.ofSeconds(20);
  private static final Duration DAY = Duration.ofDays(1);
  private static final MerchantId SHOP = new MerchantId("shop");

  private final RedisRiskCounters counters = new RedisRiskCounters(REDIS.connection());

  private RiskVerdict check(String nonce, RiskCounter... asked) {
    return counters.check(new RiskCheck(SHOP, "key-1", nonce, List.of(asked))).block(BOUND);
  }

  private static RiskCounter atMost(int max, String rule) {
    return new RiskCounter(rule, "someone", DAY, max);
  }

  @Test
  void countsUpToTheLimit() {
    var two = atMost(2, "two");

    assertThat(check(null, two)).isEqualTo(new RiskVerdict.Within());
    assertThat(check(null, two)).isEqualTo(new RiskVerdict.Within());
    assertThat(check(null, two)).isEqualTo(new RiskVerdict.Exceeded("two"));
  }

  @Test
  void countsInAllCountersOrInNone() {
    var many = atMost(3, "many");
    var one = atMost(1, "one");

    assertThat(check(null, many, one)).isEqualTo(new RiskVerdict.Within());
    assertThat(check(null, many, one)).isEqualTo(new RiskVerdict.Exceeded("one"));
    assertThat(check(null, many, one)).isEqualTo(new RiskVerdict.Exceeded("one"));

    assertThat(check(null, many)).isEqualTo(new RiskVerdict.Within());
    assertThat(check(null, many)).isEqualTo(new RiskVerdict.Within());
    assertThat(check(null, many)).isEqualTo(new RiskVerdict.Exceeded("many"));
  }

  @Test
  void keepsMerchantsSubjectsAndRulesApart() {
    var one = atMost(1, "one");
    check(null, one);

    assertThat(check(null, new RiskCounter("one", "another", DAY, 1)))
        .isEqualTo(new RiskVerdict.Within());
    assertThat(check(null, atMost(1, "other"))).isEqualTo(new RiskVerdict.Within());
    var elsewhere = new RiskCheck(new MerchantId("shop2"), "key-1", null, List.of(one));
    assertThat(counters.check(elsewhere).block(BOUND)).isEqualTo(new RiskVerdict.Within());
  }

  @Test
  void beginsAnewInTheNextWindow() {
    var brief = new RiskCounter("brief", "someone", Duration.ofMillis(300), 1);

    check(null, brief);

    await().atMost(BOUND).until(() -> check(null, brief).equals(new RiskVerdict.Within()));
  }

  @Test
  void tellsASecondUseOfANonce() {
    var many = atMost(3, "many");

    assertThat(check("n1", many)).isEqualTo(new RiskVerdict.Within());
    assertThat(check("n1", many)).isEqualTo(new RiskVerdict.NonceReused());
    assertThat(check("n2", many)).isEqualTo(new RiskVerdict.Within());
    assertThat(REDIS.commands().keys("*:nonce:*"))
        .allSatisfy(key -> assertThat(REDIS.commands().ttl(key)).isBetween(590L, 600L));

    assertThat(check("n3", many)).as("a replay counts nothing").isEqualTo(new RiskVerdict.Within());
    assertThat(check("n4", many)).isEqualTo(new RiskVerdict.Exceeded("many"));
    assertThat(check("n4"))
        .as("a refused request's nonce")
        .isEqualTo(new RiskVerdict.NonceReused());
  }

  @Test
  void callsNoResentCallAReplay() {
    var check = counters.check(new RiskCheck(SHOP, "key-1", "n1", List.of(atMost(1, "one"))));
    var refused = counters.check(new RiskCheck(SHOP, "key-1", "n2", List.of(atMost(1, "one"))));

    assertThat(check.block(BOUND)).isEqualTo(new RiskVerdict.Within());
    assertThat(check.block(BOUND)).isEqualTo(new RiskVerdict.Within());
    assertThat(refused.block(BOUND)).isEqualTo(new RiskVerdict.Exceeded("one"));
    assertThat(refused.block(BOUND)).isEqualTo(new RiskVerdict.Exceeded("one"));
  }

  @Test
  void asksNothingWhereNothingIsAsked() {
    assertThat(check(null)).isEqualTo(new RiskVerdict.Within());
    assertThat(REDIS.commands().dbsize()).isZero();
  }

  @Test
  void letsNoMoreThanTheLimitThroughAtOnce() {
    var hundred = new RiskCheck(SHOP, "key-1", null, List.of(atMost(100, "hundred")));

    var within =
        Flux.range(0, 500)
            .flatMap(_ -> counters.check(hundred), 500)
            .filter(new RiskVerdict.Within()::equals)
            .count()
            .block(BOUND);

    assertThat(within).isEqualTo(100);
  }
}
