package io.tollgate.domain.channel;

import io.tollgate.domain.payment.Order;

/** What an order may come without, and some channels cannot do without. */
public enum OrderField {
  CUSTOMER_EMAIL("customer.email"),
  CUSTOMER_PHONE("customer.phone"),
  METHOD_TOKEN("method.token");

  private final String path;

  OrderField(String path) {
    this.path = path;
  }

  /** Where it stands in a merchant's request: {@code customer.email}. */
  public String path() {
    return path;
  }

  boolean isIn(Order order) {
    return switch (this) {
      case CUSTOMER_EMAIL -> order.customer().email() != null;
      case CUSTOMER_PHONE -> order.customer().phone() != null;
      case METHOD_TOKEN -> order.method().token() != null;
    };
  }
}
