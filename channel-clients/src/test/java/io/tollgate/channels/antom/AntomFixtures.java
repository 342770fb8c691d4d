package io.tollgate.channels.antom;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Orders, accounts, keys and payloads with valid defaults. */
final class AntomFixtures {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String CLIENT_ID = "SANDBOX_5Y0000000000";
  static final String PAYMENT_ID = "20260301194010800100188000200000001";
  static final String CAPTURE_ID = "20260301194010800100188000200000002";
  static final String REFUND_ID = "20260301194010800100188000200000003";
  static final OperationId OPERATION = new OperationId("op_1");
  static final OperationId AGREEMENT = new OperationId("agr_1");
  static final KeyPair OURS = keys();
  static final KeyPair ANTOMS = keys();

  private AntomFixtures() {}

  static Order order() {
    return order(Product.ACCOUNT_BALANCE, new Method("gcash", null), CaptureMode.AUTOMATIC);
  }

  static Order heldOrder() {
    return order(Product.FOREIGN_CARD, new Method("card", "tok_1"), CaptureMode.MANUAL);
  }

  static Order order(Product product, Method method, CaptureMode capture) {
    return order(product, method, capture, "order-1");
  }

  static Order order(Product product, Method method, CaptureMode capture, String reference) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        product,
        Money.of(1299, "PHP"),
        capture,
        method,
        new Customer("c-1", "payer@example.com", "PH", null, null, "203.0.113.7"),
        URI.create("https://shop.example/back?order=1"),
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

  static PaymentOperation operation(Order order, long minor) {
    return new PaymentOperation(
        OPERATION, query(order, PAYMENT_ID), Money.of(minor, "PHP"), true, null);
  }

  static AgreementRequest agreement(String reference) {
    return new AgreementRequest(
        AGREEMENT,
        new Method("gcash", null),
        new Customer("c-1", "payer@example.com", "PH", null, null, null),
        Currency.getInstance("PHP"),
        URI.create("https://shop.example/agreed"),
        null,
        reference);
  }

  static ChannelAccount account(String url, Map<String, String> more) {
    var options = new HashMap<>(more);
    options.putIfAbsent("client-id", CLIENT_ID);
    return new ChannelAccount(
        new AccountId("antom", "sea"),
        URI.create(url),
        Map.of("private-key", secret(OURS, true), "antom-public-key", secret(ANTOMS, false)),
        options,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofMillis(1_500), 200));
  }

  static ChannelAccount account() {
    return account("http://127.0.0.1:1", Map.of());
  }

  /** An answer's result. */
  static ObjectNode result(String status, String code) {
    var root = JSON.createObjectNode();
    root.putObject("result")
        .put("resultStatus", status)
        .put("resultCode", code)
        .put("resultMessage", "in words");
    return root;
  }

  /** The answer to paying, of an order. */
  static ObjectNode paid(Order order, String status, String code) {
    var answer =
        result(status, code)
            .put("paymentRequestId", attempt(order).toString())
            .put("paymentId", PAYMENT_ID)
            .put("paymentTime", "2026-03-01T20:00:00+08:00");
    amount(answer, "paymentAmount", "1299");
    return answer;
  }

  /** The answer to a question about an order. */
  static ObjectNode asked(Order order, String paymentStatus) {
    return paid(order, "S", "SUCCESS")
        .put("paymentStatus", paymentStatus)
        .put("paymentResultCode", "SUCCESS");
  }

  static void amount(ObjectNode node, String name, String value) {
    node.putObject(name).put("currency", "PHP").put("value", value);
  }

  /** Something that happened to the payment. */
  static ObjectNode transaction(ObjectNode answer, String type, String status, String value) {
    var transaction =
        answer
            .withArray("transactions")
            .addObject()
            .put("transactionType", type)
            .put("transactionStatus", status)
            .put("transactionId", CAPTURE_ID)
            .put("transactionRequestId", OPERATION.value());
    amount(transaction, "transactionAmount", value);
    return answer;
  }

  static byte[] bytes(ObjectNode node) {
    return JSON.writeValueAsBytes(node);
  }

  static AntomAnswer signed(ObjectNode node) {
    return new AntomAnswer.Signed(bytes(node));
  }

  static RawCallback callback(byte[] body, String signature) {
    return new RawCallback(
        "POST",
        "/callbacks/antom/sea",
        "",
        Map.of(
            "client-id", List.of(CLIENT_ID),
            "request-time", List.of("1772366400000"),
            "signature", List.of(signature)),
        body,
        NOW);
  }

  static RawCallback signedCallback(byte[] body) {
    return callback(body, signature(body));
  }

  static String signature(byte[] body) {
    return AntomSigning.header(
        secret(ANTOMS, true),
        "1",
        AntomSigning.content("/callbacks/antom/sea", CLIENT_ID, "1772366400000", body));
  }

  static String text(KeyPair keys, boolean isPrivate) {
    var key = isPrivate ? keys.getPrivate() : keys.getPublic();
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  static Secret secret(KeyPair keys, boolean isPrivate) {
    return Secret.of(text(keys, isPrivate).getBytes(UTF_8));
  }

  /** Short, as thousands of payloads are signed. */
  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has RSA", impossible);
    }
  }
}
