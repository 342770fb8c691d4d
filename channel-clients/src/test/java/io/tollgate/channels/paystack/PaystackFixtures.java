package io.tollgate.channels.paystack;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Orders, accounts and recorded payloads with valid defaults. */
final class PaystackFixtures {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String KEY = "sk_test_sandbox";
  static final String EMAIL = "payer@example.com";
  static final OperationId OPERATION = new OperationId("op_1");
  static final OperationId AGREEMENT = new OperationId("agr_1");
  static final Money PRICE = Money.of(250_000, "NGN");
  static final Money PART = Money.of(50_000, "NGN");

  private PaystackFixtures() {}

  static Order order() {
    return order(PRICE, Product.FOREIGN_CARD, new Method("card", null));
  }

  static Order order(Money amount, Product product, Method method) {
    return order(amount, product, method, payer(EMAIL), "order-1");
  }

  static Order order(
      Money amount, Product product, Method method, Customer payer, String reference) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        product,
        amount,
        CaptureMode.AUTOMATIC,
        method,
        payer,
        URI.create("https://shop.example/back?order=1"),
        "Books",
        Map.of());
  }

  static Customer payer(String email) {
    return new Customer("c-1", email, "NG", "Ada L", "+2348012345678", null);
  }

  static ChannelRequestId attempt(Order order) {
    return new ChannelRequestId(order.paymentId(), 1);
  }

  static String reference() {
    return PaystackIds.reference(attempt(order()));
  }

  static PayRequest request(Order order) {
    return new PayRequest(attempt(order), order);
  }

  static AttemptQuery query(Order order) {
    return new AttemptQuery(attempt(order), null, order, NOW);
  }

  static PaymentOperation operation(Order order, Money amount) {
    return new PaymentOperation(OPERATION, query(order), amount, true, null);
  }

  static AgreementRequest agreement(String method, String reference) {
    return agreement(method, EMAIL, reference);
  }

  static AgreementRequest agreement(String method, String email, String reference) {
    return new AgreementRequest(
        AGREEMENT,
        new Method(method, null),
        payer(email),
        Currency.getInstance("NGN"),
        URI.create("https://shop.example/agreed"),
        "Books every month",
        reference);
  }

  static ChannelAccount account(String url, Map<String, String> options) {
    return new ChannelAccount(
        new AccountId("paystack", "ng"),
        URI.create(url),
        Map.of("api-key", Secret.ofText(KEY)),
        options,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofSeconds(5), 500));
  }

  static ChannelAccount account() {
    return account("http://127.0.0.1:1", Map.of());
  }

  /** A recorded payload, about the default order. */
  static ObjectNode recorded(String name) {
    return (ObjectNode) JSON.readTree(recordedText(name));
  }

  static String recordedText(String name) {
    try (var in = PaystackFixtures.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8)
          .replace("$REFERENCE", reference())
          .replace("$NOTE", PaystackIds.note(OPERATION));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** A verified transaction in that status. */
  static ObjectNode transaction(String status) {
    var answer = recorded("transaction-success.json");
    data(answer).put("status", status);
    return answer;
  }

  /** What is told of a charge under way. */
  static ObjectNode underWay(String status) {
    return accepted(JSON.createObjectNode().put("reference", reference()).put("status", status));
  }

  /** A refund as it is fetched, in that status. */
  static ObjectNode refund(String status) {
    var answer = recorded("refund-fetched.json");
    data(answer).put("status", status);
    return answer;
  }

  static ObjectNode data(ObjectNode answer) {
    return (ObjectNode) answer.get("data");
  }

  static ObjectNode accepted(ObjectNode data) {
    var answer = JSON.createObjectNode().put("status", true).put("message", "in words");
    answer.set("data", data);
    return answer;
  }

  /** A page of a counted list. */
  static ObjectNode page(int number, int count, ObjectNode... things) {
    var answer = JSON.createObjectNode().put("status", true).put("message", "in words");
    var data = answer.putArray("data");
    for (var thing : things) {
      data.add(thing);
    }
    answer.putObject("meta").put("perPage", "100").put("page", number).put("pageCount", count);
    return answer;
  }

  static ObjectNode error(String type, String code) {
    var error = JSON.createObjectNode().put("status", false).put("message", "in words");
    return error.put("type", type).put("code", code);
  }

  static ObjectNode notFound() {
    return error("validation_error", "transaction_not_found");
  }

  static ObjectNode event(String type, ObjectNode data) {
    var event = JSON.createObjectNode().put("event", type);
    event.set("data", data);
    return event;
  }

  static byte[] bytes(ObjectNode node) {
    return JSON.writeValueAsBytes(node);
  }

  static RawCallback callback(byte[] body, String signature) {
    return new RawCallback(
        "POST",
        "/callbacks/paystack/ng",
        "",
        Map.of("x-paystack-signature", List.of(signature)),
        body,
        NOW);
  }

  static RawCallback signed(byte[] body) {
    return callback(body, signature(body));
  }

  static String signature(byte[] body) {
    return Hmac.SHA512.hex(Secret.ofText(KEY), body);
  }
}
