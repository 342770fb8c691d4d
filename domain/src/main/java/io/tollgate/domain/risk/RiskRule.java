package io.tollgate.domain.risk;

import io.tollgate.domain.merchant.MerchantId;
import java.time.Duration;
import java.util.Set;

/** A rule that may refuse a payment. An empty set of merchants means all. */
public sealed interface RiskRule {

  /** Unique; named in the refusal. */
  String name();

  Set<MerchantId> merchants();

  /** Refuses single amounts of a currency above a limit, in minor units. */
  record AmountLimit(String name, Set<MerchantId> merchants, String currency, long maxMinorUnits)
      implements RiskRule {
    public AmountLimit {
      merchants = Set.copyOf(merchants);
    }
  }

  /** Refuses more than {@code maxPayments} within a fixed window, counted by {@code per}. */
  record Velocity(String name, Set<MerchantId> merchants, Per per, Duration window, int maxPayments)
      implements RiskRule {
    public Velocity {
      merchants = Set.copyOf(merchants);
      if (maxPayments < 1 || window.toMillis() < 1) {
        throw new IllegalArgumentException("velocity rule " + name + " allows nothing");
      }
    }
  }

  /** Whose payments are counted together. */
  enum Per {
    MERCHANT,
    /** The merchant's customer, by the id that the merchant gave; no id, no count. */
    CUSTOMER,
    /** The token of the method; no token, no count. */
    METHOD
  }
}
