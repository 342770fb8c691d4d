package io.tollgate.channels.paypal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a setup token or a payment token. Any part may be missing.
 *
 * @param status of a setup token; a payment token has none
 */
record PayPalVaultToken(
    @Nullable String id,
    @Nullable String status,
    @Nullable Customer customer,
    @Nullable List<PayPalOrder.Link> links) {

  /** PayPal's own customer, which has the payment tokens. */
  record Customer(@Nullable String id) {}

  /** What a customer has. */
  record Page(@Nullable List<PayPalVaultToken> paymentTokens) {}
}
