package io.tollgate.channels.paypay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.domain.channel.AccountId;
import io.tollgate.domain.channel.AgreementRequest;
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
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Orders, accounts and payloads of the documents' shape, with valid defaults. */
final class PayPayFixtures {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final String API_KEY = "a_sandbox";
  static final String API_SECRET = "c2FuZGJveC1zZWNyZXQtb2YtcGF5cGF5";
  static final String MERCHANT = "123456789";
  static final OperationId OPERATION = new OperationId("op_1");
  static final OperationId AGREEMENT = new OperationId("agr_1");
  static final String PAYMENT_ID = "03104999834071171072";
  static final String CODE_ID = "04-ttsARm7PuT2ElFoO";
  static final String TOKEN = "5ed73c8b-2b2c-4a8a-8d1a-8a7b9a2d9c11";

  private PayPayFixtures() {}

  static Order byCode() {
    return order(Product.ACCOUNT_BALANCE, null, CaptureMode.AUTOMATIC, 1_299);
  }

  static Order byToken() {
    return order(Product.QUICK_PAY, TOKEN, CaptureMode.AUTOMATIC, 1_299);
  }

  static Order held(String token) {
    var product = token == null ? Product.ACCOUNT_BALANCE : Product.QUICK_PAY;
    return order(product, token, CaptureMode.MANUAL, 1_299);
  }

  static Order order(Product product, String token, CaptureMode capture, long yen) {
    return order(product, token, capture, yen, "order-1");
  }

  static Order order(
      Product product, String token, CaptureMode capture, long yen, String reference) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        product,
        Money.of(yen, "JPY"),
        capture,
        new Method("paypay", token),
        new Customer("c-1", "payer@example.com", "JP", "Ada", "+818012345678", null),
        URI.create("https://shop.example/back?order=1"),
        "本を十二冊 & more",
        Map.of("cart", "7"));
  }

  static ChannelRequestId attempt(Order order) {
    return new ChannelRequestId(order.paymentId(), 1);
  }

  static AttemptQuery query(Order order, String reference) {
    return new AttemptQuery(attempt(order), reference, order, NOW);
  }

  static PaymentOperation operation(Order order, long yen) {
    return operation(order, yen, true);
  }

  static PaymentOperation operation(Order order, long yen, boolean isLast) {
    return new PaymentOperation(
        OPERATION, query(order, PAYMENT_ID), Money.of(yen, "JPY"), isLast, null);
  }

  static AgreementRequest agreement(String token, String reference) {
    return agreement(AGREEMENT, token, reference);
  }

  static AgreementRequest agreement(OperationId id, String token, String reference) {
    return new AgreementRequest(
        id,
        new Method("paypay", token),
        new Customer("c-1", null, "JP", null, "+818012345678", null),
        Currency.getInstance("JPY"),
        URI.create("https://shop.example/agreed?a=1"),
        null,
        reference);
  }

  static ChannelAccount account(String url, Map<String, String> options) {
    var all = new HashMap<>(Map.of("merchant-id", MERCHANT));
    all.putAll(options);
    return new ChannelAccount(
        new AccountId("paypay", "jp"),
        URI.create(url),
        Map.of("api-key", Secret.ofText(API_KEY), "api-secret", Secret.ofText(API_SECRET)),
        all,
        new ChannelLimits(50, Duration.ofSeconds(2), Duration.ofSeconds(2), 500));
  }

  static ChannelAccount account(Map<String, String> options) {
    return account("http://127.0.0.1:1", options);
  }

  static ChannelAccount account() {
    return account(Map.of());
  }

  static ObjectNode answer(String code, ObjectNode data) {
    var answer = JSON.createObjectNode();
    answer
        .putObject("resultInfo")
        .put("code", code)
        .put("message", "in words")
        .put("codeId", "08100001");
    answer.set("data", data == null ? JSON.getNodeFactory().nullNode() : data);
    return answer;
  }

  static ObjectNode success(ObjectNode data) {
    return answer("SUCCESS", data);
  }

  static ObjectNode refused(String code) {
    return answer(code, null);
  }

  static ObjectNode yen(long amount) {
    return JSON.createObjectNode().put("amount", amount).put("currency", "JPY");
  }

  static ObjectNode payment(Order order, String status) {
    var payment =
        JSON.createObjectNode()
            .put("paymentId", PAYMENT_ID)
            .put("status", status)
            .put("acceptedAt", NOW.getEpochSecond())
            .put("merchantPaymentId", attempt(order).toString())
            .put("requestedAt", NOW.getEpochSecond());
    payment.set("amount", yen(order.amount().minorUnits()));
    return payment;
  }

  static ObjectNode captured(Order order, String status, String capture, long yen) {
    var payment = payment(order, status);
    payment
        .putObject("captures")
        .putArray("data")
        .addObject()
        .put("merchantCaptureId", capture)
        .put("status", "COMPLETED")
        .set("amount", yen(yen));
    return payment;
  }

  static ObjectNode code(Order order) {
    var code =
        JSON.createObjectNode()
            .put("codeId", CODE_ID)
            .put("url", "https://qr-stg.sandbox.paypay.ne.jp/28180104ttsARm7PuT2ElFoO")
            .put("deeplink", "paypay://payment?link_key=x")
            .put("expiryDate", NOW.getEpochSecond() + 300)
            .put("merchantPaymentId", attempt(order).toString())
            .put("codeType", "ORDER_QR");
    code.set("amount", yen(order.amount().minorUnits()));
    return code;
  }

  static ObjectNode refund(String status, long yen) {
    var refund =
        JSON.createObjectNode()
            .put("status", status)
            .put("acceptedAt", NOW.getEpochSecond())
            .put("merchantRefundId", OPERATION.value())
            .put("paymentId", PAYMENT_ID)
            .put("requestedAt", NOW.getEpochSecond())
            .put("reason", "");
    refund.set("amount", yen(yen));
    return refund;
  }

  static ObjectNode reverted(String status) {
    return JSON.createObjectNode().put("status", status).put("paymentId", PAYMENT_ID);
  }

  static ObjectNode authorization(String status, String... agreements) {
    var authorization =
        JSON.createObjectNode().put("userAuthorizationId", TOKEN).put("status", status);
    var ids = authorization.putArray("referenceIds");
    for (var agreement : agreements) {
      ids.add(agreement);
    }
    return authorization;
  }

  static ObjectNode transaction(String merchantOrderId) {
    return JSON.createObjectNode()
        .put("notification_type", "Transaction")
        .put("merchant_id", MERCHANT)
        .put("store_id", "123456")
        .put("order_id", PAYMENT_ID)
        .put("merchant_order_id", merchantOrderId)
        .put("order_amount", "1299")
        .put("state", "COMPLETED");
  }

  /** What a payer brings back, with the claims of the published example. */
  static ObjectNode claims() {
    return JSON.createObjectNode()
        .put("result", "succeeded")
        .put("aud", API_KEY)
        .put("iss", "paypay.ne.jp")
        .put("profileIdentifier", "*******7949")
        .put("exp", NOW.getEpochSecond() + 600)
        .put("nonce", PayPayConsent.nonce(AGREEMENT, account()))
        .put("userAuthorizationId", TOKEN)
        .put("referenceId", AGREEMENT.value());
  }

  static String token(ObjectNode claims) {
    return token("{\"typ\":\"JWT\",\"alg\":\"HS256\"}", claims, API_SECRET);
  }

  static String token(String header, ObjectNode claims, String secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret), "HmacSHA256"));
      var signed = encoded(header.getBytes(UTF_8)) + "." + encoded(bytes(claims));
      return signed + "." + encoded(mac.doFinal(signed.getBytes(UTF_8)));
    } catch (java.security.GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static RawCallback callback(byte[] body) {
    return new RawCallback("POST", "/callbacks/paypay/jp", "", Map.of(), body, NOW);
  }

  static RawCallback coming(String query) {
    return new RawCallback("GET", "/callbacks/paypay/jp", query, Map.of(), new byte[0], NOW);
  }

  static byte[] bytes(ObjectNode node) {
    return JSON.writeValueAsBytes(node);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
