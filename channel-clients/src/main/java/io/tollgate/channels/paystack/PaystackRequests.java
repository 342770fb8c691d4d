package io.tollgate.channels.paystack;

import static io.tollgate.channels.paystack.PaystackCalls.word;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.money.Money;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to Paystack about payments and refunds (facts, section 12; spec 1.0.0).
 * Whatever cannot be built throws, before anything is sent.
 *
 * <p>The attempt's id is the transaction's reference, which Paystack takes once. Nothing of ours
 * makes Paystack give back once: see {@link PaystackRefunds}.
 */
final class PaystackRequests {

  private static final String REFUNDS = "/refund";

  /** How far our clock and Paystack's may be apart when a refund is looked for by its age. */
  private static final Duration CLOCK_SLACK = Duration.ofMinutes(5);

  private PaystackRequests() {}

  /** {@code POST /transaction/initialize}: the payer pays at Paystack's page. */
  static HttpCall initialize(PayRequest request, PaystackWay.Page way, ChannelAccount account) {
    var order = request.order();
    var body =
        order(request, way.email(), account)
            .withTexts("channels", List.of(order.method().type()))
            .with("callback_url", text(order.returnUrl()));
    return PaystackCalls.post("/transaction/initialize", body, account);
  }

  /** {@code POST /transaction/charge_authorization}. */
  static HttpCall chargeSaved(PayRequest request, PaystackWay.Saved way, ChannelAccount account) {
    var body = order(request, way.email(), account).with("authorization_code", way.authorization());
    return PaystackCalls.post("/transaction/charge_authorization", body, account);
  }

  /**
   * {@code POST /charge}. The description has no currency there; without one Paystack takes the
   * account's own (vendor: PaystackOSS/doc-code-snippets, M-PESA, sends it).
   */
  static HttpCall charge(PayRequest request, PaystackWay.Direct way, ChannelAccount account) {
    var body =
        order(request, way.email(), account).with(request.order().method().type(), way.details());
    return PaystackCalls.post("/charge", body, account);
  }

  /** {@code POST /charge/submit_otp}. */
  static HttpCall submitOtp(ChannelRequestId attempt, String otp, ChannelAccount account) {
    var body = new JsonBody().with("otp", otp).with("reference", PaystackIds.reference(attempt));
    return PaystackCalls.post("/charge/submit_otp", body, account);
  }

  /** {@code GET /charge/{reference}}: what a charge under way waits for. */
  static HttpCall pending(ChannelRequestId attempt, ChannelAccount account) {
    return PaystackCalls.get("/charge/" + word(PaystackIds.reference(attempt)), account);
  }

  /** {@code GET /transaction/verify/{reference}}. */
  static HttpCall verify(ChannelRequestId attempt, ChannelAccount account) {
    return PaystackCalls.get(
        "/transaction/verify/" + word(PaystackIds.reference(attempt)), account);
  }

  /** {@code POST /refund}. Our id of it is in the note that only the merchant reads. */
  static HttpCall refund(PaymentOperation operation, ChannelAccount account) {
    var body =
        new JsonBody()
            .with("transaction", PaystackIds.reference(operation.attempt().requestId()))
            .with("amount", amount(operation.amount(), account))
            .with("merchant_note", PaystackIds.note(operation.id()));
    return PaystackCalls.post(REFUNDS, body, account);
  }

  /** {@code GET /refund/{id}}. */
  static HttpCall fetchRefund(String reference, ChannelAccount account) {
    return PaystackCalls.get(REFUNDS + "/" + word(reference), account);
  }

  /** {@code GET /refund}: a page of those made since. */
  static HttpCall listRefunds(Instant since, @Nullable String page, ChannelAccount account) {
    var query =
        new FormBody()
            .with("perPage", PaystackCalls.PAGE_SIZE)
            .with("page", page == null ? "1" : page)
            .with("from", since.minus(CLOCK_SLACK).toString());
    return PaystackCalls.get(REFUNDS, query, account);
  }

  private static JsonBody order(PayRequest request, String email, ChannelAccount account) {
    var amount = request.order().amount();
    return new JsonBody()
        .with("email", email)
        .with("amount", amount(amount, account))
        .with("currency", amount.currency().getCurrencyCode())
        .with("reference", PaystackIds.reference(request.requestId()));
  }

  private static long amount(Money amount, ChannelAccount account) {
    return PaystackAmounts.encode(amount, account)
        .orElseThrow(() -> new IllegalArgumentException("amount: Paystack cannot take it"));
  }

  private static @Nullable String text(@Nullable URI uri) {
    return uri == null ? null : uri.toString();
  }
}
