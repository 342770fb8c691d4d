package io.tollgate.domain.channel;

import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a channel can take and do, as data.
 *
 * @param methods the method types it knows
 * @param operations what it can do beside taking and asking
 * @param countries of the payers that it serves, ISO 3166-1 alpha-2; empty: all
 * @param amounts whether it can take an amount: its currencies, and amounts it cannot express
 * @param needs what it needs to be told, for an order as it is
 */
public record ChannelCapabilities(
    Set<Product> products,
    Set<String> methods,
    Set<CaptureMode> captures,
    Set<ChannelOperation> operations,
    Set<String> countries,
    Predicate<Money> amounts,
    Function<Order, Set<OrderField>> needs) {

  /** Those of a channel that needs to be told no more than every order tells. */
  public ChannelCapabilities(
      Set<Product> products,
      Set<String> methods,
      Set<CaptureMode> captures,
      Set<ChannelOperation> operations,
      Set<String> countries,
      Predicate<Money> amounts) {
    this(products, methods, captures, operations, countries, amounts, _ -> Set.of());
  }

  public ChannelCapabilities {
    products = Set.copyOf(products);
    methods = Set.copyOf(methods);
    captures = Set.copyOf(captures);
    operations = Set.copyOf(operations);
    countries = Set.copyOf(countries);
  }

  /** Whether it can take an order as it is. */
  public boolean canTake(Order order) {
    return serves(order) && needs.apply(order).stream().allMatch(field -> field.isIn(order));
  }

  /**
   * Whether it takes orders like this one, were all there that it needs. A payer whose country
   * nobody told may be anywhere.
   */
  public boolean serves(Order order) {
    var country = order.customer().country();
    return products.contains(order.product())
        && methods.contains(order.method().type())
        && captures.contains(order.capture())
        && (countries.isEmpty() || country == null || countries.contains(country))
        && amounts.test(order.amount());
  }

  /** What it needs to be told and the order does not tell. */
  public Set<OrderField> lackedBy(Order order) {
    return needs.apply(order).stream()
        .filter(field -> !field.isIn(order))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
