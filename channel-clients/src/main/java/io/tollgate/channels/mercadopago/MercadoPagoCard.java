package io.tollgate.channels.mercadopago;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What we read of a customer's saved card, and of a card token; any part may be missing. Ids and
 * digits are texts in some answers and numbers in others.
 */
record MercadoPagoCard(
    @Nullable JsonNode id,
    @Nullable String customerId,
    @Nullable JsonNode firstSixDigits,
    @Nullable JsonNode lastFourDigits,
    @Nullable Integer expirationMonth,
    @Nullable Integer expirationYear,
    @Nullable PaymentMethod paymentMethod) {

  /** Of a saved card: its brand, as payments name it. */
  record PaymentMethod(@Nullable String id) {}

  /** The card's id at Mercado Pago; null where it has none. */
  @Nullable String reference() {
    return MercadoPagoCalls.idOf(id).orElse(null);
  }

  /** Whether it is of the customer, and can be charged by its id. */
  boolean isOf(String customer) {
    return reference() != null && customer.equals(customerId);
  }

  /** Whether both are the same card, as far as its digits and its end tell. */
  boolean isSameAs(MercadoPagoCard other) {
    return MercadoPagoCalls.idOf(lastFourDigits).isPresent()
        && expirationYear != null
        && MercadoPagoCalls.idOf(lastFourDigits).equals(MercadoPagoCalls.idOf(other.lastFourDigits))
        && MercadoPagoCalls.idOf(firstSixDigits).equals(MercadoPagoCalls.idOf(other.firstSixDigits))
        && Objects.equals(expirationMonth, other.expirationMonth)
        && Objects.equals(expirationYear, other.expirationYear);
  }

  /** What charges it later. */
  MercadoPagoSource source(String customer) {
    var method = paymentMethod == null ? null : paymentMethod.id();
    return new MercadoPagoSource(
        MercadoPagoSource.isMethod(method) ? method : null,
        customer,
        MercadoPagoCalls.id(reference()));
  }
}
