package io.tollgate.channels.mercadopago;

import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a preference, which is a page where a payer pays; any part may be missing.
 *
 * @param initPoint the page
 * @param expirationDateTo until when it takes payments, where it expires
 */
record MercadoPagoPreference(
    @Nullable String id,
    @Nullable String externalReference,
    @Nullable String initPoint,
    @Nullable Boolean expires,
    @Nullable String expirationDateTo,
    @Nullable List<@Nullable Item> items) {

  /** What is sold on it. */
  record Item(
      @Nullable BigDecimal unitPrice, @Nullable Integer quantity, @Nullable String currencyId) {

    private boolean is(Order order) {
      return Integer.valueOf(1).equals(quantity)
          && MercadoPagoAmounts.decode(unitPrice, currencyId).equals(Optional.of(order.amount()));
    }
  }

  /** Whether attempt, amount and currency are those of the order. */
  boolean isOf(ChannelRequestId attempt, Order order) {
    if (items == null || items.size() != 1) {
      return false;
    }
    var item = items.getFirst();
    return item != null && item.is(order) && attempt.toString().equals(externalReference);
  }

  /** Whether nobody can pay on it any more. */
  boolean isExpired(Instant now) {
    return Boolean.TRUE.equals(expires) && end().filter(end -> !end.isAfter(now)).isPresent();
  }

  private Optional<Instant> end() {
    try {
      return expirationDateTo == null
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(expirationDateTo).toInstant());
    } catch (DateTimeException unknownShape) {
      return Optional.empty();
    }
  }
}
