package io.tollgate.channels.airwallex;

import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.Order;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a payment intent (www.airwallex.com/docs/api/payments/payment_intents). Any part
 * may be missing: it comes from outside.
 *
 * @param merchantOrderId our id of the attempt
 * @param amount in the major unit
 * @param capturedAmount in the major unit; 0 before the capture
 */
record AirwallexIntent(
    @Nullable String id,
    @Nullable String merchantOrderId,
    @Nullable BigDecimal amount,
    @Nullable String currency,
    @Nullable BigDecimal capturedAmount,
    @Nullable String status,
    @Nullable Try latestPaymentAttempt,
    @Nullable NextAction nextAction) {

  /** One page of a list. */
  record Page(@Nullable Boolean hasMore, @Nullable List<AirwallexIntent> items) {

    /** The intents of an attempt, as far as they are on this page. */
    List<AirwallexIntent> of(ChannelRequestId requestId) {
      return items == null
          ? List.of()
          : items.stream()
              .filter(Objects::nonNull)
              .filter(intent -> requestId.toString().equals(intent.merchantOrderId()))
              .toList();
    }

    /** Whether the list goes on; one that does not say so may. */
    boolean mayGoOn() {
      return items == null || !Boolean.FALSE.equals(hasMore);
    }
  }

  /**
   * What Airwallex calls a payment attempt: what came of one confirmation.
   *
   * @param failureCode an error code
   * @param providerOriginalResponseCode the issuer's word for it
   */
  record Try(
      @Nullable String status,
      @Nullable String failureCode,
      @Nullable String providerOriginalResponseCode) {}

  /** What the payer has to do. */
  record NextAction(@Nullable String method, @Nullable String url) {}

  /** Whether it is the attempt's, of the order's amount, and has an id. */
  boolean isOf(ChannelRequestId requestId, Order order) {
    return AirwallexRequests.isId(id)
        && requestId.toString().equals(merchantOrderId)
        && money().filter(order.amount()::equals).isPresent();
  }

  /** What is to be paid. */
  Optional<Money> money() {
    return AirwallexAmounts.read(amount, currency);
  }

  /** What was captured; empty where it does not say. */
  Optional<Money> captured() {
    return AirwallexAmounts.read(capturedAmount, currency);
  }

  /** Whether nobody ever tried to pay it. */
  boolean isUntouched() {
    return "REQUIRES_PAYMENT_METHOD".equals(status) && latestPaymentAttempt == null;
  }
}
