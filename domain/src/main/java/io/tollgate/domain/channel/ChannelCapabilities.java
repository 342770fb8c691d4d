package io.tollgate.domain.channel;

import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.product.Product;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a channel can take, as data.
 *
 * @param methods the method types it knows
 * @param amounts whether it can take an amount: its currencies, and amounts it cannot express
 */
public record ChannelCapabilities(
    Set<Product> products,
    Set<String> methods,
    Set<CaptureMode> captures,
    Predicate<Money> amounts) {

  public ChannelCapabilities {
    products = Set.copyOf(products);
    methods = Set.copyOf(methods);
    captures = Set.copyOf(captures);
  }
}
