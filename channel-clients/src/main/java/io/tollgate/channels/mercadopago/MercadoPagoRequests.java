package io.tollgate.channels.mercadopago;

import static io.tollgate.channels.mercadopago.MercadoPagoCalls.id;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import java.net.URLEncoder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds what is sent to Mercado Pago about payments (facts, section 16, "Ops"; the request classes
 * of sdk-java 3.2.1). Whatever cannot be built throws, before anything is sent.
 *
 * <p>What makes something carries an idempotency key of our id. Capturing and cancelling change a
 * payment that is there and lead to the same state however often they are asked for.
 */
final class MercadoPagoRequests {

  /** The account's option that says where notifications go; else Mercado Pago's panel does. */
  static final String NOTIFY_URL = "notify-url";

  /** Our own part of the address of a notification, which names the attempt. */
  static final String ATTEMPT = "attempt";

  static final int PAGE_SIZE = 30;

  private static final String PAYMENTS = "/v1/payments";
  private static final int DESCRIPTION_LIMIT = 250;

  private MercadoPagoRequests() {}

  /** {@code POST /v1/payments} by Pix. */
  static HttpCall pix(PayRequest request, ChannelAccount account) {
    var body = payment(request, account).put("payment_method_id", MercadoPagoMethods.PIX);
    body.set("payer", payer(request.order().customer()));
    return create(body, request, account);
  }

  /**
   * {@code POST /v1/payments} by a card.
   *
   * @param source the card's token, and its customer where it is a saved one
   */
  static HttpCall card(PayRequest request, MercadoPagoSource source, ChannelAccount account) {
    var order = request.order();
    var body =
        payment(request, account)
            .put("token", source.card())
            .put("installments", 1)
            .put("capture", order.capture() == CaptureMode.AUTOMATIC);
    text(body, "payment_method_id", source.method());
    var payer = payer(order.customer());
    if (source.customer() != null) {
      payer.put("type", "customer").put("id", source.customer());
    }
    body.set("payer", payer);
    return create(body, request, account);
  }

  /**
   * {@code POST /v1/card_tokens}: a token to charge a saved card with once. Mercado Pago asks for
   * the security code unless the account may do without it, which is the account's to know.
   */
  static HttpCall cardToken(PayRequest request, MercadoPagoSource source, ChannelAccount account) {
    var body = object().put("card_id", id(source.card())).put("customer_id", id(source.customer()));
    return MercadoPagoCalls.post("/v1/card_tokens", body, "token-" + request.requestId(), account);
  }

  /** {@code GET /v1/payments/{id}}. */
  static HttpCall retrieve(String payment, ChannelAccount account) {
    return MercadoPagoCalls.get(PAYMENTS + "/" + id(payment), account);
  }

  /** {@code GET /v1/payments/search}: the newest of those that carry the attempt's id. */
  static HttpCall search(ChannelRequestId attempt, ChannelAccount account) {
    var query =
        new FormBody()
            .with("external_reference", attempt.toString())
            .with("sort", "date_created")
            .with("criteria", "desc")
            .with("limit", PAGE_SIZE);
    return MercadoPagoCalls.get(PAYMENTS + "/search", query, account);
  }

  /** {@code PUT /v1/payments/{id}} that cancels what is not paid, or lets go what is held. */
  static HttpCall cancel(String payment, ChannelAccount account) {
    return MercadoPagoCalls.put(
        PAYMENTS + "/" + id(payment), object().put("status", "cancelled"), account);
  }

  /** {@code PUT /v1/payments/{id}} that captures; what is left of it is let go. */
  static HttpCall capture(PaymentOperation operation, String payment, ChannelAccount account) {
    var body = amount(object().put("capture", true), "transaction_amount", operation.amount());
    return MercadoPagoCalls.put(PAYMENTS + "/" + id(payment), body, account);
  }

  /** {@code POST /v1/payments/{id}/refunds}, under the refund's own key. */
  static HttpCall refund(PaymentOperation operation, String payment, ChannelAccount account) {
    var body = amount(object(), "amount", operation.amount());
    return MercadoPagoCalls.post(refunds(payment), body, "refund-" + operation.id(), account);
  }

  /** {@code GET /v1/payments/{id}/refunds/{id}}. */
  static HttpCall retrieveRefund(String payment, String refund, ChannelAccount account) {
    return MercadoPagoCalls.get(refunds(payment) + "/" + id(refund), account);
  }

  /** {@code GET /v1/payments/{id}/refunds}: all of them. */
  static HttpCall listRefunds(String payment, ChannelAccount account) {
    return MercadoPagoCalls.get(refunds(payment), account);
  }

  /**
   * Where notifications about an attempt go, if the account says so. A notification names nothing
   * of ours, so its address does; {@code source_news} asks for signed notifications only.
   */
  static @Nullable String notifyUrl(ChannelRequestId attempt, ChannelAccount account) {
    var url = account.options().get(NOTIFY_URL);
    return url == null
        ? null
        : url
            + (url.contains("?") ? "&" : "?")
            + "source_news=webhooks&"
            + ATTEMPT
            + "="
            + URLEncoder.encode(attempt.toString(), US_ASCII);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Adds a text; nothing is added where there is none. */
  static ObjectNode text(ObjectNode body, String name, @Nullable String value) {
    return value == null ? body : body.put(name, value);
  }

  /** Adds an amount, with the digits that it was encoded with. */
  static ObjectNode amount(ObjectNode body, String name, Money amount) {
    return body.set(name, DecimalNode.valueOf(MercadoPagoAmounts.encode(amount)));
  }

  static ObjectNode payer(Customer customer) {
    return text(object(), "email", customer.email());
  }

  /** A description that is not too long; a character of two halves is not cut. */
  static @Nullable String shortened(@Nullable String text) {
    return text == null || text.length() <= DESCRIPTION_LIMIT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, DESCRIPTION_LIMIT)));
  }

  private static ObjectNode payment(PayRequest request, ChannelAccount account) {
    var order = request.order();
    var body = amount(object(), "transaction_amount", order.amount());
    text(body, "description", shortened(order.description()));
    text(body, "notification_url", notifyUrl(request.requestId(), account));
    return body.put("external_reference", request.requestId().toString());
  }

  private static HttpCall create(ObjectNode body, PayRequest request, ChannelAccount account) {
    return MercadoPagoCalls.post(PAYMENTS, body, "pay-" + request.requestId(), account);
  }

  private static String refunds(String payment) {
    return PAYMENTS + "/" + id(payment) + "/refunds";
  }
}
