package io.tollgate.channels.btcpay;

import io.tollgate.channels.codec.Json;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What we read of an invoice. Any part may be missing, whatever the description says: it comes from
 * outside.
 *
 * @param amount what is to be paid, as {@link BtcPayAmounts} explains
 * @param paidAmount what was paid, in the invoice's currency
 * @param type {@code Standard}; one without an amount is a {@code TopUp}
 * @param createdTime in seconds of the epoch
 * @param additionalStatus why it is in its status
 * @param paymentMethods what came which way; only where it was asked for
 */
record BtcPayInvoice(
    @Nullable String id,
    @Nullable String storeId,
    @Nullable String amount,
    @Nullable String paidAmount,
    @Nullable String currency,
    @Nullable String type,
    @Nullable String checkoutLink,
    @Nullable Long createdTime,
    @Nullable String status,
    @Nullable String additionalStatus,
    @Nullable JsonNode metadata,
    @Nullable List<@Nullable BtcPayPaymentMethod> paymentMethods) {

  private static final Json<BtcPayInvoice> ONE = Json.camel(BtcPayInvoice.class);
  private static final Json<BtcPayInvoice[]> MANY = Json.camel(BtcPayInvoice[].class);

  /** The invoice that a body spells; empty where it is none. */
  static Optional<BtcPayInvoice> read(byte[] body) {
    return ONE.read(body).filter(BtcPayInvoice::isReadable);
  }

  /** The invoices that a body lists; empty where one of them is none. */
  static Optional<List<BtcPayInvoice>> readAll(byte[] body) {
    return MANY.read(body)
        .filter(all -> Arrays.stream(all).allMatch(it -> it != null && it.isReadable()))
        .map(List::of);
  }

  /** Our own id of the attempt, or whatever the store's other users number their orders by. */
  Optional<String> orderId() {
    return metadata == null
        ? Optional.empty()
        : metadata.path(BtcPayRequests.ORDER_ID).stringValueOpt();
  }

  /** Whether store, attempt, amount and currency are those of the order. */
  boolean isOf(ChannelRequestId attempt, Order order, ChannelAccount account) {
    return Objects.equals(storeId, account.options().get(BtcPayCalls.STORE))
        && "Standard".equals(type)
        && orderId().filter(attempt.toString()::equals).isPresent()
        && BtcPayAmounts.read(amount, currency).filter(order.amount()::equals).isPresent();
  }

  /** Whether any money came in, as far as BTCPay counts it. */
  boolean hasMoney() {
    return BtcPayAmounts.isMoney(paidAmount)
        || "PaidLate".equals(additionalStatus)
        || "PaidPartial".equals(additionalStatus)
        || "PaidOver".equals(additionalStatus);
  }

  /** When the last payment came, in seconds of the epoch; empty where none did. */
  Optional<Long> lastPaid() {
    return paymentMethods == null
        ? Optional.empty()
        : paymentMethods.stream()
            .filter(Objects::nonNull)
            .flatMap(BtcPayPaymentMethod::receivedAt)
            .max(Comparator.naturalOrder());
  }

  private boolean isReadable() {
    return BtcPayCalls.isId(id) && status != null && additionalStatus != null && amount != null;
  }
}
