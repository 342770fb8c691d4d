package io.tollgate.channels.btcpay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.signing.Hmac;
import io.tollgate.domain.channel.AccountId;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Orders, accounts and recorded payloads with valid defaults. */
final class BtcPayFixtures {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String KEY = "btcpay-sandbox-key";
  static final String WEBHOOK_SECRET = "btcpay-sandbox-webhook";
  static final OperationId OPERATION = new OperationId("op_1");
  static final Money PART = Money.of(500, "EUR");

  /** BTCPay's ids in the recorded payloads. */
  static final String STORE = "9CiNzKoANXxmk5ayZngSXrHTiVvvgCrwrpFQd4m2K776";

  static final String INVOICE = "HMprBnL9BTXWuPvpoKBS6e";
  static final String REFUND = "2B1AmUhMRRsbTGRwD3VZZ4KSPmpG";
  static final URI PAGE = URI.create("https://pay.shop.example/i/" + INVOICE);

  private BtcPayFixtures() {}

  static Order order() {
    return order("crypto");
  }

  static Order order(String method) {
    return order(method, Money.of(1299, "EUR"), "order-1", "Zwölf Bücher & mehr");
  }

  static Order order(String method, Money amount, String reference, String description) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        Product.VIRTUAL_CURRENCY,
        amount,
        CaptureMode.AUTOMATIC,
        new Method(method, null),
        Customer.UNKNOWN,
        URI.create("https://shop.example/back?order=1"),
        description,
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

  static PaymentOperation operation(String invoice, Money amount) {
    return new PaymentOperation(OPERATION, query(order(), invoice), amount, true, null);
  }

  static ChannelAccount account(String url, Map<String, String> options) {
    var all = new HashMap<>(Map.of("store", STORE));
    all.putAll(options);
    return new ChannelAccount(
        new AccountId("btcpay", "own"),
        URI.create(url),
        Map.of("api-key", Secret.ofText(KEY), "webhook", Secret.ofText(WEBHOOK_SECRET)),
        all,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofSeconds(5), 200));
  }

  static ChannelAccount account(Map<String, String> options) {
    return account("https://pay.shop.example", options);
  }

  static ChannelAccount account() {
    return account(Map.of());
  }

  /** A recorded payload, about the default order. */
  static ObjectNode recorded(String name) {
    return (ObjectNode) JSON.readTree(recordedText(name));
  }

  static String recordedText(String name) {
    try (var in = BtcPayFixtures.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8)
          .replace("$ATTEMPT", attempt(order()).toString())
          .replace("$OPERATION", OPERATION.value());
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static ObjectNode invoice(String status, String additional) {
    return recorded("invoice-settled.json")
        .put("status", status)
        .put("additionalStatus", additional);
  }

  /** One that nobody paid. */
  static ObjectNode unpaid(String status) {
    return invoice(status, "None").put("paidAmount", "0.00");
  }

  static ObjectNode pullPayment() {
    return recorded("pull-payment.json");
  }

  static ObjectNode payout(String state) {
    return recorded("payout.json").put("state", state);
  }

  static ObjectNode webhook(String type) {
    return recorded("webhook-settled.json").put("type", type);
  }

  static ArrayNode list(ObjectNode... things) {
    return JSON.createArrayNode().addAll(List.of(things));
  }

  static String problem(String code) {
    return JSON.createObjectNode().put("code", code).put("message", "in words").toString();
  }

  static String wrongField(String path) {
    return list(JSON.createObjectNode().put("path", path).put("message", "in words")).toString();
  }

  static RawCallback callback(byte[] body, String signature) {
    return new RawCallback(
        "POST", "/callbacks/btcpay/own", "", Map.of("btcpay-sig", List.of(signature)), body, NOW);
  }

  static RawCallback signed(ObjectNode event) {
    var body = event.toString().getBytes(UTF_8);
    return callback(body, signature(body, WEBHOOK_SECRET));
  }

  static String signature(byte[] body, String secret) {
    return "sha256=" + Hmac.SHA256.hex(Secret.ofText(secret), body);
  }
}
