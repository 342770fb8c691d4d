package io.tollgate.channels.mercadopago;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a refund; any part may be missing. It carries no id of ours and no currency,
 * which is the payment's.
 *
 * @param amount in the major unit
 * @param dateCreated with its offset
 */
record MercadoPagoRefund(
    @Nullable Long id,
    @Nullable Long paymentId,
    @Nullable BigDecimal amount,
    @Nullable String status,
    @Nullable String dateCreated) {

  /** Mercado Pago's id as a text; null where it has none. */
  @Nullable String reference() {
    return id == null || id <= 0 ? null : id.toString();
  }

  /** When it was made; empty where that cannot be read. */
  Optional<Instant> at() {
    try {
      return dateCreated == null
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(dateCreated).toInstant());
    } catch (DateTimeException unknownShape) {
      return Optional.empty();
    }
  }
}
