package io.tollgate.domain;

import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.payment.Reference;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.util.Map;

/** Builds orders: EUR 12.99 by foreign card, unless told otherwise. */
public final class Orders {
  private MerchantId merchant = new MerchantId("demo");
  private Reference reference = new Reference("order-1");
  private Product product = Product.FOREIGN_CARD;
  private Money amount = Money.of(1299, "EUR");
  private Method method = new Method("card", "pm_card_visa");
  private Customer customer = Customer.UNKNOWN;
  private URI returnUrl = URI.create("https://shop.example/return");

  private Orders() {}

  public static Orders order() {
    return new Orders();
  }

  public Orders of(String merchant) {
    this.merchant = new MerchantId(merchant);
    return this;
  }

  public Orders referenced(String reference) {
    this.reference = new Reference(reference);
    return this;
  }

  public Orders by(Product product) {
    this.product = product;
    return this;
  }

  public Orders amount(long minorUnits, String currency) {
    this.amount = Money.of(minorUnits, currency);
    return this;
  }

  public Orders paidWith(String type, String token) {
    this.method = new Method(type, token);
    return this;
  }

  public Orders by(Customer customer) {
    this.customer = customer;
    return this;
  }

  /** By a payer of that country. */
  public Orders from(String country) {
    return by(new Customer(null, null, country, null, null, null));
  }

  /** Null for nowhere. */
  public Orders returningTo(URI returnUrl) {
    this.returnUrl = returnUrl;
    return this;
  }

  public Order build() {
    return new Order(
        merchant,
        reference,
        product,
        amount,
        CaptureMode.AUTOMATIC,
        method,
        customer,
        returnUrl,
        null,
        Map.of());
  }
}
