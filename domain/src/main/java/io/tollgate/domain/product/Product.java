package io.tollgate.domain.product;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The payment products. */
public enum Product {
  QUICK_PAY,
  ONLINE_BANKING,
  FOREIGN_CARD,
  ACCOUNT_BALANCE,
  CARRIER_BILLING,
  VIRTUAL_CURRENCY;

  private static final Map<String, Product> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Product::code, it -> it));

  private final String code = name().toLowerCase(Locale.ROOT);

  /** As the API spells it, in snake case. */
  public String code() {
    return code;
  }

  /** The product that the API spells so. */
  public static Optional<Product> coded(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }
}
