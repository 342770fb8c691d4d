package io.tollgate.channels.antom;

import io.tollgate.channels.codec.JsonBody;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to Antom about payments (facts, section 5; field lists of the SDK 2.0.45).
 * Every value is a text, truth values too. Whatever cannot be built throws, before anything is
 * sent.
 *
 * <p>Every request carries an id of ours that Antom does things once for: {@code paymentRequestId},
 * {@code captureRequestId}, {@code refundRequestId}.
 */
final class AntomRequests {

  /** Where Antom tells the results of payments; unset, it is what Antom's dashboard says. */
  static final String NOTIFY_URL = "notify-url";

  /** The currency that we are paid in, where the contract leaves the choice. */
  static final String SETTLEMENT_CURRENCY = "settlement-currency";

  /** What the payer uses: {@code WEB} unless set, {@code WAP}, {@code APP} or {@code MINI_APP}. */
  static final String TERMINAL = "terminal-type";

  private static final int DESCRIPTION_LIMIT = 256;

  private AntomRequests() {}

  /** {@code /v1/payments/pay}, under the attempt's own id. */
  static AntomRequest pay(PayRequest request, ChannelAccount account) {
    return new AntomRequest("/v1/payments/pay", () -> payment(request, account));
  }

  /** {@code /v1/payments/inquiryPayment}; our id finds it whether or not an answer reached us. */
  static AntomRequest inquire(ChannelRequestId attempt) {
    return new AntomRequest("/v1/payments/inquiryPayment", () -> named(attempt));
  }

  /**
   * {@code /v1/payments/cancel}, which ends what is not paid, lets go what is held and gives back
   * what is paid (docs.antom.com/ac/tokenized/cancel).
   */
  static AntomRequest cancel(ChannelRequestId attempt) {
    return new AntomRequest("/v1/payments/cancel", () -> named(attempt));
  }

  /** {@code /v1/payments/capture}, under the capture's own id. */
  static AntomRequest capture(
      PaymentOperation operation, String reference, ChannelAccount account) {
    return new AntomRequest(
        "/v1/payments/capture",
        () ->
            new JsonBody()
                .with("captureRequestId", operation.id().value())
                .with("paymentId", reference)
                .with("captureAmount", AntomAmounts.body(operation.amount(), account))
                .with("isLastCapture", Boolean.toString(operation.isLast())));
  }

  /** {@code /v1/payments/refund}, under the refund's own id. */
  static AntomRequest refund(PaymentOperation operation, String reference, ChannelAccount account) {
    return new AntomRequest(
        "/v1/payments/refund",
        () ->
            new JsonBody()
                .with("refundRequestId", operation.id().value())
                .with("paymentId", reference)
                .with("refundAmount", AntomAmounts.body(operation.amount(), account))
                .with("refundNotifyUrl", account.options().get(NOTIFY_URL)));
  }

  /** {@code /v1/payments/inquiryRefund}. */
  static AntomRequest inquireRefund(PaymentOperation operation) {
    return new AntomRequest(
        "/v1/payments/inquiryRefund",
        () -> new JsonBody().with("refundRequestId", operation.id().value()));
  }

  /** What the payer uses, as the account has it. */
  static String terminal(ChannelAccount account) {
    return account.options().getOrDefault(TERMINAL, "WEB");
  }

  private static JsonBody named(ChannelRequestId attempt) {
    return new JsonBody().with("paymentRequestId", attempt.toString());
  }

  private static JsonBody payment(PayRequest request, ChannelAccount account) {
    var order = request.order();
    return new JsonBody()
        .with("productCode", isAgreed(order) ? "AGREEMENT_PAYMENT" : "CASHIER_PAYMENT")
        .with("paymentRequestId", request.requestId().toString())
        .with("order", order(request, account))
        .with("paymentAmount", AntomAmounts.body(order.amount(), account))
        .with("paymentMethod", method(order, account))
        .with("paymentRedirectUrl", text(order.returnUrl()))
        .with("paymentNotifyUrl", account.options().get(NOTIFY_URL))
        .with("paymentFactor", factor(order.capture()))
        .with("settlementStrategy", settlement(account))
        .with("env", environment(order.customer(), account));
  }

  /** Why Antom has no way to take an order; empty where it has. Only cards are authorized. */
  static Optional<String> problem(Order order) {
    if (order.capture() == CaptureMode.MANUAL && !isCard(order)) {
      return Optional.of("Antom authorizes cards only");
    }
    return isAgreed(order) && order.method().token() == null
        ? Optional.of("Antom charges under an agreement by its token")
        : Optional.empty();
  }

  /**
   * Whether it is charged under the payer's agreement, so that he has nothing to do. A card is
   * charged by its token, and its issuer may want to see the payer.
   */
  static boolean isAgreed(Order order) {
    return order.product() == Product.QUICK_PAY && !isCard(order);
  }

  private static boolean isCard(Order order) {
    return AntomMethods.CARD.equals(order.method().type());
  }

  private static JsonBody order(PayRequest request, ChannelAccount account) {
    var order = request.order();
    var reference = request.requestId().payment().value();
    var description = order.description();
    return new JsonBody()
        .with("referenceOrderId", reference)
        .with("orderDescription", description == null ? reference : shortened(description))
        .with("orderAmount", AntomAmounts.body(order.amount(), account))
        .with("buyer", buyer(order.customer()));
  }

  private static @Nullable JsonBody buyer(Customer customer) {
    return customer.id() == null && customer.email() == null
        ? null
        : new JsonBody()
            .with("referenceBuyerId", customer.id())
            .with("buyerEmail", customer.email());
  }

  private static JsonBody method(Order order, ChannelAccount account) {
    return new JsonBody()
        .with("paymentMethodType", AntomMethods.word(order.method().type(), account))
        .with("paymentMethodId", order.method().token());
  }

  /** Antom takes the money at once where it is not told to hold it. */
  private static @Nullable JsonBody factor(CaptureMode mode) {
    return switch (mode) {
      case AUTOMATIC -> null;
      case MANUAL -> new JsonBody().with("isAuthorization", "true").with("captureMode", "MANUAL");
    };
  }

  private static @Nullable JsonBody settlement(ChannelAccount account) {
    var currency = account.options().get(SETTLEMENT_CURRENCY);
    return currency == null ? null : new JsonBody().with("settlementCurrency", currency);
  }

  private static JsonBody environment(Customer customer, ChannelAccount account) {
    return new JsonBody().with("terminalType", terminal(account)).with("clientIp", customer.ip());
  }

  private static @Nullable String text(@Nullable URI address) {
    return address == null ? null : address.toString();
  }

  /** Not too long; a character of two halves is not cut. */
  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= DESCRIPTION_LIMIT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, DESCRIPTION_LIMIT));
  }
}
