package io.tollgate.domain.channel;

import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a channel can take and do, as data.
 *
 * @param methods the method types it knows
 * @param operations what it can do beside taking and asking
 * @param countries of the payers that it serves, ISO 3166-1 alpha-2; empty: all
 * @param amounts whether it can take an amount: its currencies, and amounts it cannot express
 */
public record ChannelCapabilities(
    Set<Product> products,
    Set<String> methods,
    Set<CaptureMode> captures,
    Set<ChannelOperation> operations,
    Set<String> countries,
    Predicate<Money> amounts) {

  public ChannelCapabilities {
    products = Set.copyOf(products);
    methods = Set.copyOf(methods);
    captures = Set.copyOf(captures);
    operations = Set.copyOf(operations);
    countries = Set.copyOf(countries);
  }

  /** Whether it can take an order. A payer whose country nobody told may be anywhere. */
  public boolean canTake(Order order) {
    var country = order.customer().country();
    return products.contains(order.product())
        && methods.contains(order.method().type())
        && captures.contains(order.capture())
        && (countries.isEmpty() || country == null || countries.contains(country))
        && amounts.test(order.amount());
  }
}
