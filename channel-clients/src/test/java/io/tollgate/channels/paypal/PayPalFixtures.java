package io.tollgate.channels.paypal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelLimits;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationQuery;
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
import io.tollgate.sandbox.paypal.PayPalCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Orders, accounts and recorded payloads with valid defaults. */
final class PayPalFixtures {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Clock NOON = Clock.fixed(NOW, ZoneOffset.UTC);
  static final Money AMOUNT = Money.of(1299, "EUR");
  static final String ORDER_ID = "5O190127TN364715T";
  static final String CAPTURE_ID = "3C679366HH908993F";
  static final String AUTHORIZATION_ID = "0AW2184448108334S";
  static final String WEBHOOK_ID = "1JE4291016473214C";
  static final Secret TOKEN = Secret.ofText("A21AAtoken");

  private PayPalFixtures() {}

  /** A payer who goes to PayPal. */
  static Order order() {
    return order(AMOUNT, Product.ACCOUNT_BALANCE, new Method("paypal", null));
  }

  /** A payer whose card the vault keeps. */
  static Order cardOrder() {
    return order(AMOUNT, Product.FOREIGN_CARD, new Method("card", "8kk8451t"));
  }

  static Order order(Money amount, Product product, Method method) {
    return order(amount, product, method, CaptureMode.AUTOMATIC, "order-1", "Zwölf Bücher & mehr");
  }

  static Order heldOrder() {
    return order(
        AMOUNT,
        Product.ACCOUNT_BALANCE,
        new Method("paypal", null),
        CaptureMode.MANUAL,
        "order-1",
        null);
  }

  static Order order(
      Money amount,
      Product product,
      Method method,
      CaptureMode capture,
      String reference,
      String description) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        product,
        amount,
        capture,
        method,
        new Customer("c-1", "payer@example.com", "DE", null, null, null),
        URI.create("https://shop.example/back?order=1"),
        description,
        Map.of("cart", "7"));
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

  static PaymentOperation operation(String id, Order order, Money amount) {
    return new PaymentOperation(new OperationId(id), query(order, ORDER_ID), amount, false, null);
  }

  static OperationQuery operationQuery(PaymentOperation operation, String reference) {
    return new OperationQuery(operation, reference, NOW);
  }

  static AgreementRequest agreement(String id, String reference) {
    return new AgreementRequest(
        new OperationId(id),
        new Method("paypal", null),
        Customer.UNKNOWN,
        AMOUNT.currency(),
        URI.create("https://shop.example/back"),
        "Books, every month",
        reference);
  }

  static ChannelAccount account(String url, Map<String, String> options) {
    return account(url, options, null);
  }

  static ChannelAccount account(String url, Map<String, String> options, String rootPem) {
    var secrets = new LinkedHashMap<String, Secret>();
    secrets.put("client-id", Secret.ofText("sandbox-client"));
    secrets.put("client-secret", Secret.ofText("sandbox-client-secret"));
    if (rootPem != null) {
      secrets.put("webhook-root", Secret.ofText(rootPem));
    }
    var all = new LinkedHashMap<>(options);
    all.putIfAbsent("webhook-id", WEBHOOK_ID);
    return new ChannelAccount(
        new AccountId("paypal", "eu"),
        URI.create(url),
        secrets,
        all,
        new ChannelLimits(50, Duration.ofSeconds(10), Duration.ofSeconds(2), 200));
  }

  static ChannelAccount account() {
    return account("http://127.0.0.1:1", Map.of());
  }

  /** A recorded payload, about the default order. */
  static ObjectNode recorded(String name) {
    try (var in = PayPalFixtures.class.getResourceAsStream(name)) {
      var text =
          new String(in.readAllBytes(), UTF_8).replace("$ATTEMPT", attempt(order()).toString());
      return (ObjectNode) JSON.readTree(text);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** An order that nobody paid, with that status and a page of that relation. */
  static ObjectNode open(String status, String relation) {
    var order = recorded("order-created.json").put("status", status);
    ((ObjectNode) order.at("/links/1")).put("rel", relation);
    return order;
  }

  /** A completed order, whose capture has that status. */
  static ObjectNode captured(String status) {
    var order = recorded("order-completed.json");
    ((ObjectNode) order.at("/purchase_units/0/payments/captures/0")).put("status", status);
    return order;
  }

  /** A completed order, whose authorization has that status. */
  static ObjectNode authorized(String status) {
    var order = recorded("order-authorized.json");
    ((ObjectNode) order.at("/purchase_units/0/payments/authorizations/0")).put("status", status);
    return order;
  }

  static ObjectNode unit(ObjectNode order) {
    return (ObjectNode) order.at("/purchase_units/0");
  }

  /** The order with another payment of that kind. */
  static ObjectNode with(ObjectNode order, String kind, JsonNode payment) {
    ((ArrayNode) unit(order).withObjectProperty("payments").withArrayProperty(kind)).add(payment);
    return order;
  }

  static ObjectNode error(String name, String... issues) {
    var error = JSON.createObjectNode().put("name", name).put("message", "in words");
    if (issues.length > 0) {
      var details = error.putArray("details");
      for (var issue : issues) {
        details.addObject().put("issue", issue).put("description", "in words");
      }
    }
    return error;
  }

  static byte[] bytes(JsonNode node) {
    return JSON.writeValueAsBytes(node);
  }

  /** A webhook that the certificate's owner signed. */
  static RawCallback signed(byte[] body, PayPalCertificate certificate, String address) {
    return callback(
        body, headers(address, certificate.sign("tx-1", "2026-03-01T12:00:00Z", WEBHOOK_ID, body)));
  }

  static Map<String, String> headers(String address, String signature) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("paypal-transmission-id", "tx-1");
    headers.put("paypal-transmission-time", "2026-03-01T12:00:00Z");
    headers.put("paypal-transmission-sig", signature);
    headers.put("paypal-cert-url", address);
    headers.put("paypal-auth-algo", "SHA256withRSA");
    return headers;
  }

  static RawCallback callback(byte[] body, Map<String, String> headers) {
    return callback(body, headers, NOW);
  }

  static RawCallback callback(byte[] body, Map<String, String> headers, Instant at) {
    var all = new LinkedHashMap<String, List<String>>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return new RawCallback("POST", "/callbacks/paypal/eu", "", all, body, at);
  }
}
