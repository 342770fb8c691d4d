package io.tollgate.channels.btcpay;

import io.tollgate.channels.codec.Json;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What we read of a pull payment, which is an amount that its page's visitor may claim: so BTCPay
 * gives back. Any part may be missing.
 *
 * @param amount in the currency, which is the order's
 * @param archived whether nothing of it can be claimed any more
 */
record BtcPayPullPayment(
    @Nullable String id,
    @Nullable String name,
    @Nullable String amount,
    @Nullable String currency,
    @Nullable Boolean archived) {

  private static final Json<BtcPayPullPayment> ONE = Json.camel(BtcPayPullPayment.class);
  private static final Json<BtcPayPullPayment[]> MANY = Json.camel(BtcPayPullPayment[].class);

  /** The pull payment that a body spells; empty where it is none. */
  static Optional<BtcPayPullPayment> read(byte[] body) {
    return ONE.read(body).filter(BtcPayPullPayment::isReadable);
  }

  /** The pull payments that a body lists; empty where one of them is none. */
  static Optional<List<BtcPayPullPayment>> readAll(byte[] body) {
    return MANY.read(body)
        .filter(all -> Arrays.stream(all).allMatch(it -> it != null && it.isReadable()))
        .map(List::of);
  }

  /** Whether it carries the operation's id. */
  boolean isNamedAfter(PaymentOperation operation) {
    return BtcPayRequests.refundName(operation).equals(name);
  }

  /** Whether id, amount and currency are those of the operation. */
  boolean isOf(PaymentOperation operation) {
    return isNamedAfter(operation)
        && BtcPayAmounts.read(amount, currency).filter(operation.amount()::equals).isPresent();
  }

  boolean isArchived() {
    return Boolean.TRUE.equals(archived);
  }

  private boolean isReadable() {
    return BtcPayCalls.isId(id);
  }
}
