package io.tollgate.domain.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.domain.Orders;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.risk.RiskRule.AmountLimit;
import io.tollgate.domain.risk.RiskRule.Per;
import io.tollgate.domain.risk.RiskRule.Velocity;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RiskRulesTest {
  private static final Set<MerchantId> ALL = Set.of();
  private static final Set<MerchantId> OTHERS = Set.of(new MerchantId("other"));
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void refusesAmountsAboveTheLimitOnly() {
    var limit = new AmountLimit("eur-limit", ALL, "EUR", 1_299);

    assertThat(RiskRules.brokenBy(Orders.order().amount(1_299, "EUR").build(), List.of(limit)))
        .isEmpty();
    assertThat(RiskRules.brokenBy(Orders.order().amount(1_300, "EUR").build(), List.of(limit)))
        .contains(limit);
    assertThat(RiskRules.brokenBy(Orders.order().amount(9_999, "USD").build(), List.of(limit)))
        .isEmpty();
  }

  @Test
  void rulesOfOtherMerchantsDoNotConcernTheOrder() {
    var limit = new AmountLimit("eur-limit", OTHERS, "EUR", 1);
    var velocity = new Velocity("velocity", OTHERS, Per.MERCHANT, MINUTE, 1);

    assertThat(RiskRules.brokenBy(Orders.order().build(), List.of(limit, velocity))).isEmpty();
    assertThat(RiskRules.countersOf(Orders.order().build(), List.of(limit, velocity))).isEmpty();
    assertThat(RiskRules.brokenBy(Orders.order().of("other").build(), List.of(limit)))
        .contains(limit);
  }

  @Test
  void countsByMerchantCustomerAndMethod() {
    var order = Orders.order().by(new Customer("c-1", null, null, null, null, null)).build();
    var rules =
        List.<RiskRule>of(
            new Velocity("by-merchant", ALL, Per.MERCHANT, MINUTE, 100),
            new Velocity("by-customer", ALL, Per.CUSTOMER, MINUTE, 5),
            new Velocity("by-method", ALL, Per.METHOD, MINUTE, 3),
            new AmountLimit("eur-limit", ALL, "EUR", 1));

    assertThat(RiskRules.countersOf(order, rules))
        .containsExactly(
            new RiskCounter("by-merchant", "demo", MINUTE, 100),
            new RiskCounter("by-customer", "c-1", MINUTE, 5),
            new RiskCounter("by-method", "pm_card_visa", MINUTE, 3));
  }

  @Test
  void doesNotCountWhatIsNotNamed() {
    var order = Orders.order().paidWith("ideal", null).build();
    var rules =
        List.<RiskRule>of(
            new Velocity("by-customer", ALL, Per.CUSTOMER, MINUTE, 5),
            new Velocity("by-method", ALL, Per.METHOD, MINUTE, 3));

    assertThat(RiskRules.countersOf(order, rules)).isEmpty();
  }

  @Test
  void velocityIsNotJudgedWithoutCounting() {
    var rule = new Velocity("by-merchant", ALL, Per.MERCHANT, MINUTE, 1);

    assertThat(RiskRules.brokenBy(Orders.order().build(), List.of(rule))).isEmpty();
  }

  @Test
  void refusesRulesThatAllowNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Velocity("v", ALL, Per.MERCHANT, MINUTE, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Velocity("v", ALL, Per.MERCHANT, Duration.ZERO, 1));
  }

  @Test
  void asksNothingWithoutNonceAndCounters() {
    var demo = new MerchantId("demo");
    var counter = new RiskCounter("by-merchant", "demo", MINUTE, 1);

    assertThat(new RiskCheck(demo, "mk_demo", null, List.of()).isEmpty()).isTrue();
    assertThat(new RiskCheck(demo, "mk_demo", "n", List.of()).isEmpty()).isFalse();
    assertThat(new RiskCheck(demo, "mk_demo", null, List.of(counter)).isEmpty()).isFalse();
  }
}
