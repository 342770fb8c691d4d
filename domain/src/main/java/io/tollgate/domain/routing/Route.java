package io.tollgate.domain.routing;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A rule that sends orders to a channel account. An empty set means any.
 *
 * @param priority lower goes first
 * @param weight the share among routes of the same priority, at least 1
 * @param countries of payers, ISO 3166-1 alpha-2; a payer whose country nobody told is of none
 * @param minMinorUnits the smallest amount it takes, in minor units
 * @param maxMinorUnits the largest
 */
public record Route(
    String name,
    AccountId account,
    int priority,
    int weight,
    Set<MerchantId> merchants,
    Set<Product> products,
    Set<String> currencies,
    Set<String> countries,
    long minMinorUnits,
    long maxMinorUnits) {

  public Route {
    merchants = Set.copyOf(merchants);
    products = Set.copyOf(products);
    currencies = Set.copyOf(currencies);
    countries = Set.copyOf(countries);
    if (weight < 1) {
      throw new IllegalArgumentException(
          "weight of route " + name + ": " + weight + " (expected: at least 1)");
    }
    if (minMinorUnits > maxMinorUnits) {
      throw new IllegalArgumentException("amounts of route " + name + ": min is above max");
    }
  }

  boolean takes(Order order) {
    return isAnyOr(merchants, order.merchant())
        && isAnyOr(products, order.product())
        && isAnyOr(currencies, order.amount().currency().getCurrencyCode())
        && (countries.isEmpty() || comesFrom(countries, order.customer().country()))
        && order.amount().minorUnits() >= minMinorUnits
        && order.amount().minorUnits() <= maxMinorUnits;
  }

  private static boolean comesFrom(Set<String> countries, @Nullable String country) {
    return country != null && countries.contains(country);
  }

  private static <T> boolean isAnyOr(Set<T> wanted, T actual) {
    return wanted.isEmpty() || wanted.contains(actual);
  }
}
