package io.tollgate.domain.payment;

import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the merchant asked for; it never changes.
 *
 * @param returnUrl where the payer comes back to after leaving the merchant's page
 * @param description what the payer may read on a statement
 * @param metadata the merchant's own notes, given back as they came, in their order
 */
public record Order(
    MerchantId merchant,
    Reference reference,
    Product product,
    Money amount,
    CaptureMode capture,
    Method method,
    Customer customer,
    @Nullable URI returnUrl,
    @Nullable String description,
    Map<String, String> metadata) {

  public Order {
    if (!amount.isPositive()) {
      throw new IllegalArgumentException("amount: " + amount + " (expected: more than zero)");
    }
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** The id that the payment of this order has. */
  public PaymentId paymentId() {
    return PaymentId.of(merchant, reference);
  }
}
