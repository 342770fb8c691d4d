package io.tollgate.domain.risk;

import io.tollgate.domain.payment.Order;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Applies risk rules to an order, as far as that needs no counting. */
public final class RiskRules {

  private RiskRules() {}

  /** The first rule that refuses the order by its amount alone. */
  public static Optional<RiskRule> brokenBy(Order order, Collection<RiskRule> rules) {
    return rules.stream()
        .filter(rule -> concerns(rule, order) && isBroken(rule, order))
        .findFirst();
  }

  /** The counters that the order counts in. */
  public static List<RiskCounter> countersOf(Order order, Collection<RiskRule> rules) {
    return rules.stream()
        .filter(rule -> concerns(rule, order))
        .map(rule -> rule instanceof RiskRule.Velocity velocity ? counter(velocity, order) : null)
        .filter(Objects::nonNull)
        .toList();
  }

  private static boolean concerns(RiskRule rule, Order order) {
    return rule.merchants().isEmpty() || rule.merchants().contains(order.merchant());
  }

  private static boolean isBroken(RiskRule rule, Order order) {
    return switch (rule) {
      case RiskRule.AmountLimit limit ->
          limit.currency().equals(order.amount().currency().getCurrencyCode())
              && order.amount().minorUnits() > limit.maxMinorUnits();
      case RiskRule.Velocity _ -> false;
    };
  }

  private static @Nullable RiskCounter counter(RiskRule.Velocity rule, Order order) {
    var subject = subject(rule.per(), order);
    return subject == null
        ? null
        : new RiskCounter(rule.name(), subject, rule.window(), rule.maxPayments());
  }

  private static @Nullable String subject(RiskRule.Per per, Order order) {
    return switch (per) {
      case MERCHANT -> order.merchant().value();
      case CUSTOMER -> order.customer().id();
      case METHOD -> order.method().token();
    };
  }
}
