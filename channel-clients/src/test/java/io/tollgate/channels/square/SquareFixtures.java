package io.tollgate.channels.square;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.signing.Hmac;
import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.PayRequest;
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
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Orders, accounts and payloads with valid defaults. */
final class SquareFixtures {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String TOKEN = "EAAA_sandbox";
  static final String SIGNATURE_KEY = "sandbox_signature_key";
  static final String NOTIFICATION_URL = "https://pay.example/callbacks/square/us";
  static final OperationId OPERATION = new OperationId("op_1");
  static final OperationId AGREEMENT = new OperationId("agr_1");
  static final String PAYMENT_ID = "bP9mAsEMYPUGjjGNaNO5ZDVyLhSZY";
  static final String REFUND_ID = PAYMENT_ID + "_xNmgw2vlTO5ZDVyLhSZY";
  static final String LINK_ID = "PKVT6XGJZXYUP3NZ";
  static final String CARD_ID = "ccof:uIbfJXhXETSP197M3GB";
  static final String CUSTOMER_ID = "VDKXEEKPJN48QDG3BGGFAK05P8";

  private SquareFixtures() {}

  static Order order() {
    return order(card("cnon:card-nonce-ok"), Product.FOREIGN_CARD, CaptureMode.AUTOMATIC);
  }

  static Order manual() {
    return order(card("cnon:card-nonce-ok"), Product.FOREIGN_CARD, CaptureMode.MANUAL);
  }

  static Order hosted() {
    return order(new Method("cash_app", null), Product.ACCOUNT_BALANCE, CaptureMode.AUTOMATIC);
  }

  static Method card(String token) {
    return new Method("card", token);
  }

  static Order order(Method method, Product product, CaptureMode capture) {
    return order(Money.of(1299, "USD"), method, product, capture, "order-1");
  }

  static Order order(
      Money amount, Method method, Product product, CaptureMode capture, String reference) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        product,
        amount,
        capture,
        method,
        new Customer("c-1", "payer@example.com", "US", null, null, null),
        URI.create("https://shop.example/back"),
        "Zwölf Bücher & mehr",
        Map.of());
  }

  static ChannelRequestId attempt(Order order) {
    return new ChannelRequestId(order.paymentId(), 1);
  }

  static PayRequest request(Order order) {
    return new PayRequest(attempt(order), order);
  }

  static AttemptQuery query(Order order, String reference) {
    return new AttemptQuery(attempt(order), reference, order, NOW);
  }

  static PaymentOperation operation(Order order, Money amount) {
    return new PaymentOperation(OPERATION, query(order, PAYMENT_ID), amount, true, null);
  }

  static AgreementRequest agreement(String reference) {
    return new AgreementRequest(
        AGREEMENT,
        card("cnon:card-nonce-ok"),
        new Customer("c-1", "payer@example.com", "US", "Ada Lovelace", "+12025550123", null),
        Currency.getInstance("USD"),
        null,
        null,
        reference);
  }

  static ChannelAccount account() {
    return account("http://127.0.0.1:1", Map.of());
  }

  static ChannelAccount account(String url, Map<String, String> options) {
    var all = new HashMap<>(Map.of("notification-url", NOTIFICATION_URL));
    all.putAll(options);
    return new ChannelAccount(
        new AccountId("square", "us"),
        URI.create(url),
        Map.of(
            "access-token", Secret.ofText(TOKEN),
            "signature-key", Secret.ofText(SIGNATURE_KEY)),
        all,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofSeconds(5), 200));
  }

  /** The payment of the default order. */
  static ObjectNode payment(String status) {
    return payment(order(), status);
  }

  static ObjectNode payment(Order order, String status) {
    var payment =
        JSON.createObjectNode()
            .put("id", PAYMENT_ID)
            .put("created_at", "2026-03-01T12:00:01.000Z")
            .put("status", status)
            .put("source_type", "CARD")
            .put("reference_id", attempt(order).toString());
    payment.set("amount_money", money(order.amount()));
    payment.putObject("card_details").put("status", "CAPTURED").putArray("errors");
    return payment;
  }

  /** A payment of the default order that was made on a page of Square's. */
  static ObjectNode hostedPayment(String status) {
    var payment = payment(status).put("note", "attempt-" + attempt(order()));
    payment.remove("reference_id");
    return payment;
  }

  /** The answer to the request for a page for the default order. */
  static ObjectNode link() {
    var answer = JSON.createObjectNode();
    answer
        .putObject("payment_link")
        .put("id", LINK_ID)
        .put("version", 1)
        .put("order_id", "o4b7saqp4HzhNttf5AJxC0Srjd4F")
        .put("url", "https://square.link/u/EXAMPLE")
        .put("payment_note", "attempt-" + attempt(order()));
    answer
        .putObject("related_resources")
        .putArray("orders")
        .addObject()
        .set("total_money", money(order().amount()));
    return answer;
  }

  /** The refund {@link #OPERATION} of the whole default order. */
  static ObjectNode refund(String status) {
    var refund =
        JSON.createObjectNode()
            .put("id", REFUND_ID)
            .put("status", status)
            .put("payment_id", PAYMENT_ID)
            .put("reason", "refund-" + OPERATION);
    refund.set("amount_money", money(order().amount()));
    return refund;
  }

  static ObjectNode cardOnFile(boolean enabled) {
    return JSON.createObjectNode()
        .put("id", CARD_ID)
        .put("customer_id", CUSTOMER_ID)
        .put("reference_id", AGREEMENT.value())
        .put("enabled", enabled);
  }

  static ObjectNode customer() {
    return JSON.createObjectNode().put("id", CUSTOMER_ID).put("reference_id", AGREEMENT.value());
  }

  static ObjectNode money(Money money) {
    return JSON.createObjectNode()
        .put("amount", money.minorUnits())
        .put("currency", money.currency().getCurrencyCode());
  }

  /** An answer about one thing. */
  static ObjectNode about(String name, ObjectNode thing) {
    var answer = JSON.createObjectNode();
    answer.set(name, thing);
    return answer;
  }

  /** A page of a list; the cursor is left out where it is empty. */
  static ObjectNode page(String name, String cursor, ObjectNode... things) {
    var page = JSON.createObjectNode();
    var list = page.putArray(name);
    for (var thing : things) {
      list.add(thing);
    }
    return cursor.isEmpty() ? page : page.put("cursor", cursor);
  }

  static ObjectNode error(String category, String code) {
    var body = JSON.createObjectNode();
    body.putArray("errors")
        .addObject()
        .put("category", category)
        .put("code", code)
        .put("detail", "in words");
    return body;
  }

  static ObjectNode event(String type, String name, ObjectNode thing) {
    var event =
        JSON.createObjectNode()
            .put("merchant_id", "6SSW7HV8K2ST5")
            .put("type", type)
            .put("event_id", "13b867cf-db3d-4b1c-90b6-2f32a9d78124");
    var data = event.putObject("data").put("type", name).put("id", "any");
    data.putObject("object").set(name, thing);
    return event;
  }

  static byte[] bytes(ObjectNode node) {
    return JSON.writeValueAsBytes(node);
  }

  static RawCallback callback(byte[] body, String signature) {
    return new RawCallback(
        "POST",
        "/callbacks/square/us",
        "",
        Map.of("x-square-hmacsha256-signature", List.of(signature)),
        body,
        NOW);
  }

  static RawCallback signed(byte[] body) {
    return callback(body, signature(body, SIGNATURE_KEY, NOTIFICATION_URL));
  }

  static String signature(byte[] body, String key, String url) {
    return Hmac.SHA256.base64(Secret.ofText(key), url.getBytes(UTF_8), body);
  }
}
