package io.tollgate.channels.btcpay;

import static io.tollgate.channels.btcpay.BtcPayCalls.id;
import static io.tollgate.channels.btcpay.BtcPayCalls.ofStore;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.payment.Order;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to a BTCPay Server (facts, section 15; official description of 2.3.9).
 * Whatever cannot be built throws, before anything is sent.
 *
 * <p>There are no idempotency keys. An invoice carries the attempt's id as its order id, and a
 * refund's pull payment carries the operation's id in its name, so that either is found again.
 */
final class BtcPayRequests {

  static final String ORDER_ID = "orderId";

  /** The options that say how long an invoice can be paid, and is watched after; else the store. */
  static final String EXPIRATION = "expiration-minutes";

  static final String MONITORING = "monitoring-minutes";

  /** The option that says how many confirmations settle an invoice; else the store. */
  static final String SPEED = "speed";

  /** How many invoices of a statement are asked for at once. */
  static final int PAGE_SIZE = 100;

  private static final Set<String> SPEEDS =
      Set.of("HighSpeed", "MediumSpeed", "LowMediumSpeed", "LowSpeed");

  private BtcPayRequests() {}

  /** {@code POST /stores/{id}/invoices}. */
  static HttpCall create(ChannelRequestId attempt, Order order, ChannelAccount account) {
    var body =
        new JsonBody()
            .with("amount", BtcPayAmounts.write(order.amount()))
            .with("currency", order.amount().currency().getCurrencyCode())
            .with(
                "metadata",
                new JsonBody()
                    .with(ORDER_ID, attempt.toString())
                    .with("itemDesc", order.description()))
            .with("checkout", checkout(order, account));
    return BtcPayCalls.post(ofStore("/invoices", account), body, account);
  }

  /**
   * {@code GET /stores/{id}/invoices}: those that carry the attempt's id. An invoice that somebody
   * put into the archive still counts; that it can be asked for so is in the server's source
   * (GreenfieldInvoiceController), not in the description.
   */
  static HttpCall find(ChannelRequestId attempt, ChannelAccount account) {
    var query = new FormBody().with(ORDER_ID, attempt.toString()).with("includeArchived", "true");
    return BtcPayCalls.list(ofStore("/invoices", account), query, account);
  }

  /** {@code GET /stores/{id}/invoices/{id}}. */
  static HttpCall retrieve(String invoice, ChannelAccount account) {
    return BtcPayCalls.get(ofStore("/invoices/" + id(invoice), account), account);
  }

  /** {@code GET /stores/{id}/invoices/{id}/payment-methods}. */
  static HttpCall paymentMethods(String invoice, ChannelAccount account) {
    return BtcPayCalls.get(
        ofStore("/invoices/" + id(invoice) + "/payment-methods", account), account);
  }

  /** {@code POST /stores/{id}/invoices/{id}/status}, so that nobody pays it any more. */
  static HttpCall close(String invoice, ChannelAccount account) {
    return BtcPayCalls.post(
        ofStore("/invoices/" + id(invoice) + "/status", account),
        new JsonBody().with("status", "Invalid"),
        account);
  }

  /**
   * {@code POST /stores/{id}/invoices/{id}/refund} of an amount in the order's currency. The other
   * variants let BTCPay choose the amount or the currency, so that no answer could be held against
   * the order.
   */
  static HttpCall refund(PaymentOperation operation, String invoice, ChannelAccount account) {
    var method = operation.attempt().order().method();
    var body =
        new JsonBody()
            .with("name", refundName(operation))
            .with("payoutMethodId", BtcPayMethods.payout(method, account))
            .with("refundVariant", "Custom")
            .with("customAmount", BtcPayAmounts.write(operation.amount()))
            .with("customCurrency", operation.amount().currency().getCurrencyCode());
    return BtcPayCalls.post(
        ofStore("/invoices/" + id(invoice) + "/refund", account), body, account);
  }

  /** What a refund is called at BTCPay; its name may have 50 characters. */
  static String refundName(PaymentOperation operation) {
    return "Refund " + operation.id();
  }

  /**
   * {@code GET /stores/{id}/pull-payments}: all of them, for there is no filter by name. The route
   * is in the server's source (GreenfieldPullPaymentController).
   */
  static HttpCall pullPayments(ChannelAccount account) {
    return BtcPayCalls.list(
        ofStore("/pull-payments", account),
        new FormBody().with("includeArchived", "true"),
        account);
  }

  /** {@code GET /pull-payments/{id}}. */
  static HttpCall pullPayment(String pullPayment, ChannelAccount account) {
    return BtcPayCalls.get("/pull-payments/" + id(pullPayment), account);
  }

  /** {@code GET /pull-payments/{id}/payouts}: what the payer claimed of it. */
  static HttpCall payouts(BtcPayPullPayment pullPayment, ChannelAccount account) {
    return BtcPayCalls.list(
        "/pull-payments/" + id(pullPayment.id()) + "/payouts",
        new FormBody().with("includeCancelled", "true"),
        account);
  }

  /** {@code GET /stores/{id}/invoices}: a page of those that were made on a day. */
  static HttpCall madeOn(LocalDate day, int skip, ChannelAccount account) {
    var query =
        new FormBody()
            .with("startDate", BtcPayStatement.start(day).getEpochSecond())
            .with("endDate", BtcPayStatement.end(day).getEpochSecond())
            .with("skip", skip)
            .with("take", PAGE_SIZE)
            .with("includePaymentMethods", "true")
            .with("includeArchived", "true");
    return BtcPayCalls.list(ofStore("/invoices", account), query, account);
  }

  private static JsonBody checkout(Order order, ChannelAccount account) {
    var checkout =
        new JsonBody()
            .with("speedPolicy", speed(account))
            .with(
                "redirectURL",
                Optional.ofNullable(order.returnUrl()).map(URI::toString).orElse(null));
    minutes(EXPIRATION, account).ifPresent(it -> checkout.with("expirationMinutes", it));
    minutes(MONITORING, account).ifPresent(it -> checkout.with("monitoringMinutes", it));
    BtcPayMethods.only(order.method())
        .ifPresent(only -> checkout.withTexts("paymentMethods", List.of(only)));
    return checkout;
  }

  private static Optional<Long> minutes(String option, ChannelAccount account) {
    return Optional.ofNullable(account.options().get(option)).map(Long::valueOf);
  }

  private static @Nullable String speed(ChannelAccount account) {
    var speed = account.options().get(SPEED);
    if (speed != null && !SPEEDS.contains(speed)) {
      throw new IllegalArgumentException("option " + SPEED + ": none of " + SPEEDS);
    }
    return speed;
  }
}
