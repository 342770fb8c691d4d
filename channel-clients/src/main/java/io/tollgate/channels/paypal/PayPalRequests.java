package io.tollgate.channels.paypal;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.tollgate.channels.codec.FormBody;
import io.tollgate.channels.codec.JsonBody;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.Product;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds what is sent to PayPal about payments (facts, section 2; official descriptions of Orders
 * v2, Payments v2 and Transaction Search v1). Whatever cannot be built throws, before anything is
 * sent.
 *
 * <p>The keys of {@code PayPal-Request-Id} are made of our ids: {@code <attempt>} creates an order,
 * {@code <attempt>-charge} completes it with a saved method, {@code <attempt>-take} completes what
 * the payer approved, and an operation's id is its own key.
 */
final class PayPalRequests {

  static final String CLIENT_ID = "client-id";
  static final String CLIENT_SECRET = "client-secret";
  static final String WALLET = "paypal";
  static final String CARD = "card";
  static final int REPORT_PAGE_SIZE = 500;

  private static final int DESCRIPTION_LIMIT = 127;
  private static final byte[] NOTHING = {};
  private static final Pattern ID = Pattern.compile("[A-Z0-9]{1,36}");
  private static final Pattern TOKEN = Pattern.compile("[0-9a-zA-Z_-]{1,255}");

  private PayPalRequests() {}

  /** Whether a text has the shape of PayPal's ids; nothing else goes into an address. */
  static boolean isId(@Nullable String text) {
    return text != null && ID.matcher(text).matches();
  }

  /** Whether a text has the shape of the vault's ids. */
  static boolean isToken(@Nullable String text) {
    return text != null && TOKEN.matcher(text).matches();
  }

  /** {@code POST /v1/oauth2/token}. */
  static HttpCall token(ChannelAccount account) {
    var client = account.secret(CLIENT_ID);
    var secret = account.secret(CLIENT_SECRET);
    return HttpCall.post(
        address(account, "/v1/oauth2/token"),
        headers -> {
          var both = client.revealText() + ":" + secret.revealText();
          headers.set(
              "Authorization",
              "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
          headers.set("Content-Type", "application/x-www-form-urlencoded");
          headers.set("Accept", "application/json");
        },
        new FormBody().with("grant_type", "client_credentials").bytes());
  }

  /** {@code POST /v2/checkout/orders}. */
  static HttpCall create(
      ChannelRequestId attempt, Order order, ChannelAccount account, Secret token) {
    var settings = PayPalSettings.of(account);
    var id = attempt.toString();
    var unit =
        new JsonBody()
            .with("reference_id", id)
            .with("custom_id", id)
            .with("invoice_id", id)
            .with("description", shortened(order.description()))
            .with("amount", PayPalAmounts.encode(order.amount(), settings));
    var body =
        new JsonBody()
            .with("intent", isHeld(order) ? "AUTHORIZE" : "CAPTURE")
            .with("purchase_units", List.of(unit))
            .with("payment_source", sourceAtCreation(order, settings));
    return post(account, token, "/v2/checkout/orders", id, body);
  }

  /** {@code GET /v2/checkout/orders/{id}}. */
  static HttpCall order(String orderId, ChannelAccount account, Secret token) {
    return get(account, token, "/v2/checkout/orders/" + id(orderId));
  }

  /** {@code POST /v2/checkout/orders/{id}/capture} or {@code /authorize}, with a saved method. */
  static HttpCall charge(
      String orderId, ChannelRequestId attempt, Order order, ChannelAccount account, Secret token) {
    var body = new JsonBody().with("payment_source", saved(order));
    return post(account, token, completion(orderId, order), attempt + "-charge", body);
  }

  /** The same for what the payer approved. */
  static HttpCall take(
      String orderId, ChannelRequestId attempt, Order order, ChannelAccount account, Secret token) {
    return post(account, token, completion(orderId, order), attempt + "-take", new JsonBody());
  }

  /** {@code POST /v2/payments/authorizations/{id}/capture}. */
  static HttpCall capture(
      String authorization, PaymentOperation operation, ChannelAccount account, Secret token) {
    var body =
        new JsonBody()
            .with("amount", PayPalAmounts.encode(operation.amount(), PayPalSettings.of(account)))
            .with("invoice_id", operation.id().value())
            .with("final_capture", operation.isLast());
    return post(
        account,
        token,
        "/v2/payments/authorizations/" + id(authorization) + "/capture",
        operation.id().value(),
        body);
  }

  /** {@code POST /v2/payments/authorizations/{id}/void}, which has no body. */
  static HttpCall release(
      String authorization, PaymentOperation operation, ChannelAccount account, Secret token) {
    return HttpCall.post(
        address(account, "/v2/payments/authorizations/" + id(authorization) + "/void"),
        posting(token, operation.id().value()),
        NOTHING);
  }

  /** {@code POST /v2/payments/captures/{id}/refund}. */
  static HttpCall refund(
      String capture, PaymentOperation operation, ChannelAccount account, Secret token) {
    var body =
        new JsonBody()
            .with("amount", PayPalAmounts.encode(operation.amount(), PayPalSettings.of(account)))
            .with("invoice_id", operation.id().value())
            .with("custom_id", operation.id().value());
    return post(
        account,
        token,
        "/v2/payments/captures/" + id(capture) + "/refund",
        operation.id().value(),
        body);
  }

  /** {@code GET /v2/payments/captures/{id}}. */
  static HttpCall captured(String capture, ChannelAccount account, Secret token) {
    return get(account, token, "/v2/payments/captures/" + id(capture));
  }

  /** {@code GET /v2/payments/refunds/{id}}. */
  static HttpCall refunded(String refund, ChannelAccount account, Secret token) {
    return get(account, token, "/v2/payments/refunds/" + id(refund));
  }

  /**
   * {@code GET /v1/reporting/transactions}: one page of what happened in a span of time. No more
   * than {@code transaction_info} is asked for, as all else is about the payers.
   *
   * @param to the last second that belongs to it
   * @param page from 1
   */
  static HttpCall report(Instant from, Instant to, int page, ChannelAccount account, Secret token) {
    var query =
        new FormBody()
            .with("start_date", from.truncatedTo(ChronoUnit.SECONDS).toString())
            .with("end_date", to.truncatedTo(ChronoUnit.SECONDS).toString())
            .with("fields", "transaction_info")
            .with("page_size", REPORT_PAGE_SIZE)
            .with("page", page);
    return new HttpCall(
        HttpMethod.GET,
        address(account, "/v1/reporting/transactions?" + query.query()),
        authorized(token),
        NOTHING,
        8 << 20);
  }

  static HttpCall get(ChannelAccount account, Secret token, String path) {
    return HttpCall.get(address(account, path), authorized(token));
  }

  static HttpCall delete(ChannelAccount account, Secret token, String path) {
    return new HttpCall(HttpMethod.DELETE, address(account, path), authorized(token), NOTHING);
  }

  static HttpCall post(
      ChannelAccount account, Secret token, String path, String key, JsonBody body) {
    return HttpCall.post(address(account, path), posting(token, key), body.bytes());
  }

  /** A text that goes into an address of the vault. */
  static String token(@Nullable String text) {
    if (text == null || !isToken(text)) {
      throw new IllegalArgumentException("token: not of PayPal's shape");
    }
    return text;
  }

  /** The text, cut to so many characters. */
  static @Nullable String shortened(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    return text.codePointCount(0, text.length()) <= DESCRIPTION_LIMIT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, DESCRIPTION_LIMIT));
  }

  private static boolean isHeld(Order order) {
    return order.capture() == CaptureMode.MANUAL;
  }

  private static String completion(String orderId, Order order) {
    return "/v2/checkout/orders/" + id(orderId) + (isHeld(order) ? "/authorize" : "/capture");
  }

  private static @Nullable JsonBody sourceAtCreation(Order order, PayPalSettings settings) {
    if (order.method().token() == null) {
      return wallet(order);
    }
    return settings.chargesAtCreation() ? saved(order) : null;
  }

  /** The payer will say at PayPal how to pay. */
  private static JsonBody wallet(Order order) {
    if (!WALLET.equals(order.method().type())) {
      throw new IllegalArgumentException("method: no token (expected: one of PayPal's vault)");
    }
    var experience = comingBack(order).with("user_action", "PAY_NOW");
    return new JsonBody().with(WALLET, new JsonBody().with("experience_context", experience));
  }

  /** A method that the vault keeps. */
  private static JsonBody saved(Order order) {
    var source = new JsonBody().with("vault_id", token(order.method().token()));
    return switch (order.method().type()) {
      case WALLET -> new JsonBody().with(WALLET, source);
      case CARD -> new JsonBody().with(CARD, card(source, order));
      default ->
          throw new IllegalArgumentException(
              "method: %s (expected: %s or %s)".formatted(order.method().type(), WALLET, CARD));
    };
  }

  /**
   * {@code ONE_TIME} is for payers who are present; such a one can be sent to the issuer's page.
   */
  private static JsonBody card(JsonBody source, Order order) {
    boolean isPresent = order.product() != Product.QUICK_PAY;
    var credential =
        new JsonBody()
            .with("payment_initiator", isPresent ? "CUSTOMER" : "MERCHANT")
            .with("payment_type", isPresent ? "ONE_TIME" : "UNSCHEDULED")
            .with("usage", "SUBSEQUENT");
    source.with("stored_credential", credential);
    return isPresent && order.returnUrl() != null
        ? source.with("experience_context", comingBack(order))
        : source;
  }

  private static JsonBody comingBack(Order order) {
    var url = order.returnUrl() == null ? null : order.returnUrl().toString();
    return new JsonBody().with("return_url", url).with("cancel_url", url);
  }

  private static Consumer<HttpHeaders> posting(Secret token, String key) {
    return authorized(token)
        .andThen(headers -> {
          headers.set("Content-Type", "application/json");
          headers.set("Prefer", "return=representation");
          headers.set("PayPal-Request-Id", key);
        });
  }

  private static Consumer<HttpHeaders> authorized(Secret token) {
    return headers -> {
      headers.set("Authorization", "Bearer " + token.revealText());
      headers.set("Accept", "application/json");
    };
  }

  private static URI address(ChannelAccount account, String rest) {
    var base = account.baseUrl().toString();
    var root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return URI.create(root + rest);
  }

  private static String id(String text) {
    if (!isId(text)) {
      throw new IllegalArgumentException("id: not of PayPal's shape");
    }
    return text;
  }
}
