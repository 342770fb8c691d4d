package io.tollgate.channels.airwallex;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.channel.RawCallback;
import io.tollgate.domain.merchant.MerchantId;
import io.tollgate.domain.merchant.Secret;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.payment.CaptureMode;
import io.tollgate.domain.payment.Customer;
import io.tollgate.domain.payment.Method;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.payment.Reference;
import io.tollgate.domain.product.Product;
import java.math.BigDecimal;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Orders, accounts and payloads of the documents' shape, with valid defaults. */
final class AirwallexFixtures {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final String CLIENT_ID = "sandbox-client";
  static final String API_KEY = "sandbox-key-of-airwallex";
  static final String WEBHOOK = "whsec_sandbox_of_airwallex";
  static final OperationId OPERATION = new OperationId("op_1");
  static final String INTENT_ID = "int_hkpdskz7vg1xc7uscdj";
  static final String REFUND_ID = "rfd_hkpd9h8lfg9x2hkrc3v";
  static final String CARD = "mtd_sandbox_visa";

  private AirwallexFixtures() {}

  static Order byCard() {
    return order("card", CARD, CaptureMode.AUTOMATIC, Money.of(1_299, "USD"), "order-1");
  }

  static Order held() {
    return order("card", CARD, CaptureMode.MANUAL, Money.of(1_299, "USD"), "order-1");
  }

  static Order byWallet() {
    return order("gcash", null, CaptureMode.AUTOMATIC, Money.of(1_299, "PHP"), "order-1");
  }

  static Order order(
      String method, String token, CaptureMode capture, Money amount, String reference) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        method.equals("card") ? Product.FOREIGN_CARD : Product.ACCOUNT_BALANCE,
        amount,
        capture,
        new Method(method, token),
        new Customer("c-1", "payer@example.com", "SG", "Ada", "+6580001234", null),
        URI.create("https://shop.example/back?order=1"),
        "Twelve books & more",
        Map.of("cart", "7"));
  }

  static ChannelRequestId attempt(Order order) {
    return new ChannelRequestId(order.paymentId(), 1);
  }

  static AttemptQuery query(Order order, String reference) {
    return new AttemptQuery(attempt(order), reference, order, NOW);
  }

  static PaymentOperation operation(Order order, long minor) {
    return operation(order, minor, true);
  }

  static PaymentOperation operation(Order order, long minor, boolean isLast) {
    return new PaymentOperation(
        OPERATION,
        query(order, INTENT_ID),
        new Money(minor, order.amount().currency()),
        isLast,
        null);
  }

  static ChannelAccount account(String url, Map<String, String> options) {
    return account(url, options, Duration.ofSeconds(20));
  }

  static ChannelAccount account(String url, Map<String, String> options, Duration replyTimeout) {
    return new ChannelAccount(
        new AccountId("airwallex", "hk"),
        URI.create(url),
        Map.of(
            "client-id",
            Secret.ofText(CLIENT_ID),
            "api-key",
            Secret.ofText(API_KEY),
            "webhook",
            Secret.ofText(WEBHOOK)),
        options,
        new ChannelLimits(50, replyTimeout, replyTimeout, 500));
  }

  static ChannelAccount account(Map<String, String> options) {
    return account("http://127.0.0.1:1", options);
  }

  static ChannelAccount account() {
    return account(Map.of());
  }

  static ObjectNode login(Instant until) {
    return JSON.createObjectNode()
        .put("token", "eyJhbGciOiJIUzI1NiJ9.token")
        .put("expires_at", until.toString().replace("Z", "+0000"));
  }

  static ObjectNode refused(String code) {
    return JSON.createObjectNode().put("code", code).put("message", "in words");
  }

  static ObjectNode intent(Order order, String status) {
    return JSON.createObjectNode()
        .put("id", INTENT_ID)
        .put("request_id", attempt(order).toString())
        .put("amount", major(order.amount()))
        .put("currency", order.amount().currency().getCurrencyCode())
        .put("merchant_order_id", attempt(order).toString())
        .put("status", status)
        .put("captured_amount", 0)
        .put("created_at", "2026-03-01T12:00:00+0000")
        .put("client_secret", "secret-of-the-intent");
  }

  /** An intent whose confirmation came to that. */
  static ObjectNode tried(Order order, String status, String tryStatus) {
    var intent = intent(order, status);
    intent.putObject("latest_payment_attempt").put("id", "att_1").put("status", tryStatus);
    return intent;
  }

  static ObjectNode failed(Order order, String code, String issuerCode) {
    var intent = intent(order, "REQUIRES_PAYMENT_METHOD");
    var last =
        intent
            .putObject("latest_payment_attempt")
            .put("id", "att_1")
            .put("status", "FAILED")
            .put("failure_code", code);
    if (issuerCode != null) {
      last.put("provider_original_response_code", issuerCode);
    }
    return intent;
  }

  static ObjectNode challenged(Order order, String url) {
    var intent = tried(order, "REQUIRES_CUSTOMER_ACTION", "AUTHENTICATION_REDIRECTED");
    intent.putObject("next_action").put("type", "redirect").put("method", "GET").put("url", url);
    return intent;
  }

  static ObjectNode captured(Order order, long minor) {
    return tried(order, "SUCCEEDED", "CAPTURE_REQUESTED")
        .put("captured_amount", major(new Money(minor, order.amount().currency())));
  }

  static ObjectNode refund(String status, long minor) {
    return JSON.createObjectNode()
        .put("id", REFUND_ID)
        .put("request_id", OPERATION.value())
        .put("payment_intent_id", INTENT_ID)
        .put("amount", major(Money.of(minor, "USD")))
        .put("currency", "USD")
        .put("status", status);
  }

  static ObjectNode page(boolean hasMore, ObjectNode... items) {
    var page = JSON.createObjectNode().put("has_more", hasMore);
    var array = page.putArray("items");
    for (var item : items) {
      array.add(item);
    }
    return page;
  }

  static ObjectNode event(String name, ObjectNode object) {
    var event = JSON.createObjectNode().put("id", "evt_1").put("name", name);
    event.putObject("data").set("object", object);
    return event;
  }

  /** An event as Airwallex would send it now. */
  static RawCallback callback(ObjectNode event) {
    return signed(bytes(event), NOW, WEBHOOK);
  }

  static RawCallback signed(byte[] body, Instant at, String secret) {
    var time = Long.toString(at.toEpochMilli());
    return callback(body, time, signature(time, body, secret));
  }

  static RawCallback callback(byte[] body, String time, String signature) {
    return new RawCallback(
        "POST",
        "/callbacks/airwallex/hk",
        "",
        Map.of("x-timestamp", List.of(time), "x-signature", List.of(signature)),
        body,
        NOW);
  }

  /** Made apart from the code that is tested. */
  static String signature(String time, byte[] body, String secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      mac.update(time.getBytes(UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static byte[] bytes(ObjectNode node) {
    return JSON.writeValueAsBytes(node);
  }

  private static BigDecimal major(Money money) {
    return BigDecimal.valueOf(money.minorUnits(), money.currency().getDefaultFractionDigits());
  }
}
