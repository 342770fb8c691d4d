package io.tollgate.domain.product;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The payment products. */
public enum Product {
  QUICK_PAY,
  ONLINE_BANKING,
  FOREIGN_CARD,
  ACCOUNT_BALANCE,
  CARRIER_BILLING,
  VIRTUAL_CURRENCY;

  /** As the API spells it, in snake case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Product> coded(String code) {
    return Arrays.stream(values()).filter(product -> product.code().equals(code)).findAny();
  }
}
