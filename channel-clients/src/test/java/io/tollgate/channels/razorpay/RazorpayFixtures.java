package io.tollgate.channels.razorpay;

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
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Orders, accounts and payloads of the documents' shape, with valid defaults. */
final class RazorpayFixtures {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String WEBHOOK_SECRET = "webhook-secret-of-the-sandbox";
  static final String KEY_SECRET = "key-secret-of-the-sandbox";
  static final OperationId OPERATION = new OperationId("op_1");
  static final OperationId AGREEMENT = new OperationId("agr_1");
  static final String ORDER_ID = "order_DaZlswtdcn9UNV";
  static final String PAYMENT_ID = "pay_L0nSsccovt6zyp";
  static final String REFUND_ID = "rfnd_FP8DDKxqJif6ca";
  static final String LINK_ID = "plink_ExjpAUN3gVHrPJ";
  static final String TOKEN = "cust_1Aa00000000001/token_FHf94Uym9tdYFJ";

  private RazorpayFixtures() {}

  static Order order() {
    return order(Product.ONLINE_BANKING, new Method("netbanking", "HDFC"), CaptureMode.AUTOMATIC);
  }

  static Order manual() {
    return order(Product.ONLINE_BANKING, new Method("netbanking", "HDFC"), CaptureMode.MANUAL);
  }

  static Order hosted() {
    return order(Product.FOREIGN_CARD, new Method("card", "link"), CaptureMode.AUTOMATIC);
  }

  static Order order(Product product, Method method, CaptureMode capture) {
    return order(product, method, capture, "order-1");
  }

  static Order order(Product product, Method method, CaptureMode capture, String reference) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        product,
        Money.of(129900, "INR"),
        capture,
        method,
        customer(),
        URI.create("https://shop.example/back?order=1"),
        "Zwölf Bücher & mehr",
        Map.of("cart", "7"));
  }

  static Customer customer() {
    return new Customer("c-1", "payer@example.com", "IN", "Ada", "+919876543210", "203.0.113.7");
  }

  static ChannelRequestId attempt() {
    return new ChannelRequestId(order().paymentId(), 1);
  }

  static PayRequest request(Order order) {
    return new PayRequest(attempt(), order);
  }

  /** The request for that order, whichever it is. */
  static PayRequest requestOf(Order order) {
    return new PayRequest(new ChannelRequestId(order.paymentId(), 1), order);
  }

  static AttemptQuery query(Order order, String reference) {
    return new AttemptQuery(attempt(), reference, order, NOW);
  }

  static PaymentOperation operation(Money amount) {
    return new PaymentOperation(OPERATION, query(order(), ORDER_ID), amount, true, null);
  }

  static AgreementRequest agreement(String reference) {
    return new AgreementRequest(
        AGREEMENT,
        new Method("upi", "payer@upi"),
        customer(),
        Currency.getInstance("INR"),
        URI.create("https://shop.example/agreed"),
        "Zwölf Bücher im Jahr",
        reference);
  }

  static ChannelAccount account(String url, Map<String, String> options) {
    return new ChannelAccount(
        new AccountId("razorpay", "in"),
        URI.create(url),
        Map.of(
            "key-id", Secret.ofText("rzp_test_1"),
            "key-secret", Secret.ofText(KEY_SECRET),
            "webhook", Secret.ofText(WEBHOOK_SECRET)),
        options,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofSeconds(5), 200));
  }

  static ChannelAccount account() {
    return account("http://127.0.0.1:1", Map.of());
  }

  static ObjectNode orderNode() {
    return JSON.createObjectNode()
        .put("id", ORDER_ID)
        .put("entity", "order")
        .put("amount", 129900)
        .put("amount_paid", 0)
        .put("currency", "INR")
        .put("receipt", attempt().toString())
        .put("status", "created");
  }

  static ObjectNode payment(String status) {
    var payment =
        JSON.createObjectNode()
            .put("id", PAYMENT_ID)
            .put("entity", "payment")
            .put("amount", 129900)
            .put("currency", "INR")
            .put("status", status)
            .put("order_id", ORDER_ID)
            .put("method", "netbanking")
            .put("amount_refunded", 0)
            .put("captured", "captured".equals(status));
    payment.putObject("notes").put("attempt_id", attempt().toString()).put("capture", "automatic");
    return payment;
  }

  static ObjectNode failed(String reason) {
    return payment("failed").put("error_code", "BAD_REQUEST_ERROR").put("error_reason", reason);
  }

  static ObjectNode refund(String status) {
    var refund =
        JSON.createObjectNode()
            .put("id", REFUND_ID)
            .put("entity", "refund")
            .put("amount", 500)
            .put("currency", "INR")
            .put("payment_id", PAYMENT_ID)
            .put("receipt", OPERATION.value())
            .put("status", status);
    refund.putObject("notes").put("refund_id", OPERATION.value());
    return refund;
  }

  static ObjectNode link(String status) {
    return JSON.createObjectNode()
        .put("id", LINK_ID)
        .put("amount", 129900)
        .put("amount_paid", "paid".equals(status) ? 129900 : 0)
        .put("currency", "INR")
        .put("reference_id", attempt().toString())
        .put("status", status)
        .put("short_url", "https://rzp.io/i/nxrHnLJ");
  }

  static ObjectNode token(String status) {
    var token = JSON.createObjectNode().put("id", "token_FHf94Uym9tdYFJ").put("entity", "token");
    token.putObject("recurring_details").put("status", status).putNull("failure_reason");
    return token;
  }

  static ObjectNode collection(ObjectNode... things) {
    var list = JSON.createObjectNode().put("entity", "collection").put("count", things.length);
    var items = list.putArray("items");
    for (var thing : things) {
      items.add(thing);
    }
    return list;
  }

  static ObjectNode error(String code, String step, String reason) {
    var error = JSON.createObjectNode();
    error
        .putObject("error")
        .put("code", code)
        .put("description", "in words")
        .put("step", step)
        .put("reason", reason)
        .putObject("metadata");
    return error;
  }

  static ObjectNode event(String type, String kind, ObjectNode entity) {
    var event = JSON.createObjectNode().put("entity", "event").put("event", type);
    event.putObject("payload").putObject(kind).set("entity", entity);
    return event;
  }

  static byte[] bytes(ObjectNode node) {
    return JSON.writeValueAsBytes(node);
  }

  static String signature(byte[] body) {
    return Hmac.SHA256.hex(Secret.ofText(WEBHOOK_SECRET), body);
  }

  static RawCallback callback(byte[] body, String signature) {
    return new RawCallback(
        "POST",
        "/callbacks/razorpay/in",
        "",
        Map.of("x-razorpay-signature", List.of(signature)),
        body,
        NOW);
  }

  static RawCallback unsigned(String form) {
    return new RawCallback(
        "POST", "/callbacks/razorpay/in", "", Map.of(), form.getBytes(UTF_8), NOW);
  }
}
