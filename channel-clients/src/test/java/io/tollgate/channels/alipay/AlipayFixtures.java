package io.tollgate.channels.alipay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.signing.Rsa;
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
import java.net.URLEncoder;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Orders, accounts, keys and answers with valid defaults. */
final class AlipayFixtures {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final String APP_ID = "2021000000000001";
  static final String SELLER_ID = "2088000000000001";
  static final String TRADE_NO = "2026030122001400001000000001";
  static final String AUTH_NO = "2026030110002001000000000001";
  static final String AGREEMENT_NO = "20260301000000000001";
  static final OperationId OPERATION = new OperationId("op_1-a");
  static final OperationId AGREEMENT = new OperationId("agr_1");
  static final KeyPair OURS = keys();
  static final KeyPair ALIPAYS = keys();

  private AlipayFixtures() {}

  static Order order() {
    return order(AlipayScene.BARCODE_METHOD, "281234567890123456");
  }

  static Order order(String type, String token) {
    return order(Product.ACCOUNT_BALANCE, type, token, CaptureMode.AUTOMATIC);
  }

  static Order order(Product product, String type, String token, CaptureMode capture) {
    return order(product, type, token, capture, "order-1");
  }

  static Order order(
      Product product, String type, String token, CaptureMode capture, String reference) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        product,
        Money.of(8888, "CNY"),
        capture,
        new Method(type, token),
        new Customer("c-1", "payer@example.com", "CN", null, null, null),
        URI.create("https://shop.example/back?order=1&x=%C3%A4"),
        "十二本书 & more",
        Map.of());
  }

  static ChannelRequestId attempt(Order order) {
    return new ChannelRequestId(order.paymentId(), 1);
  }

  static String out(Order order) {
    return AlipayIds.out(attempt(order));
  }

  static PayRequest request(Order order) {
    return new PayRequest(attempt(order), order);
  }

  static AttemptQuery query(Order order) {
    return new AttemptQuery(attempt(order), null, order, NOW);
  }

  static PaymentOperation operation(Order order, long minorUnits) {
    return operation(OPERATION.value(), order, minorUnits);
  }

  static PaymentOperation operation(String id, Order order, long minorUnits) {
    var query = new AttemptQuery(attempt(order), AUTH_NO, order, NOW);
    return new PaymentOperation(
        new OperationId(id), query, Money.of(minorUnits, "CNY"), true, null);
  }

  static AgreementRequest agreement() {
    return new AgreementRequest(
        AGREEMENT,
        new Method(AlipayScene.PAGE_METHOD, null),
        Customer.UNKNOWN,
        Currency.getInstance("CNY"),
        URI.create("https://shop.example/agreed"),
        null,
        null);
  }

  static ChannelAccount account() {
    return account("http://127.0.0.1:1/gateway.do", Map.of());
  }

  static ChannelAccount account(String url, Map<String, String> more) {
    var options = new HashMap<String, String>();
    options.put("app-id", APP_ID);
    options.put("seller-id", SELLER_ID);
    options.put("notify-url", "https://pay.example/callbacks/alipay/cn");
    options.putAll(more);
    return new ChannelAccount(
        new AccountId("alipay", "cn"),
        URI.create(url),
        Map.of(
            "private-key", secret(OURS.getPrivate().getEncoded()),
            "alipay-public-key", secret(ALIPAYS.getPublic().getEncoded())),
        options,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofMillis(1_500), 200));
  }

  static AlipayCalls calls() {
    return new AlipayCalls(account(), CLOCK);
  }

  /** A node that says yes. */
  static ObjectNode ok() {
    return JSON.createObjectNode().put("code", "10000").put("msg", "Success");
  }

  static ObjectNode failed(String code, String subCode) {
    return JSON.createObjectNode()
        .put("code", code)
        .put("msg", "Business Failed")
        .put("sub_code", subCode)
        .put("sub_msg", "in words");
  }

  /** A trade of the default order. */
  static ObjectNode trade(String status) {
    return ok().put("out_trade_no", out(order()))
        .put("trade_no", TRADE_NO)
        .put("trade_status", status)
        .put("total_amount", "88.88");
  }

  /** Held money under the default order's number, as a question about one request shows it. */
  static ObjectNode auth(String outRequestNo, String amount, String status) {
    return ok().put("auth_no", AUTH_NO)
        .put("out_order_no", out(order()))
        .put("out_request_no", outRequestNo)
        .put("amount", amount)
        .put("status", status);
  }

  /** A signed answer. */
  static Exchange answer(String method, ObjectNode node) {
    return new Exchange.Answered(200, signed(method, node.toString()));
  }

  static byte[] signed(String method, String node) {
    var name = method.replace('.', '_') + "_response";
    var text = "{\"" + name + "\":" + node + ",\"sign\":\"" + sign(node) + "\"}";
    return text.getBytes(UTF_8);
  }

  /** Alipay's signature over a text. */
  static String sign(String text) {
    var key = secret(ALIPAYS.getPrivate().getEncoded());
    return Base64.getEncoder().encodeToString(Rsa.sign(key, text.getBytes(UTF_8)));
  }

  /** The fields of a notification about the default order. */
  static Map<String, String> notification(String status) {
    var fields = new TreeMap<String, String>();
    fields.put("app_id", APP_ID);
    fields.put("seller_id", SELLER_ID);
    fields.put("charset", "utf-8");
    fields.put("notify_id", "2026030100222");
    fields.put("notify_type", "trade_status_sync");
    fields.put("subject", "十二本书 & more");
    fields.put("out_trade_no", out(order()));
    fields.put("trade_no", TRADE_NO);
    fields.put("trade_status", status);
    fields.put("total_amount", "88.88");
    fields.put("empty", "");
    return fields;
  }

  /** A notification as it comes, signed by the rule of notifications. */
  static byte[] form(Map<String, String> fields) {
    var all = new TreeMap<>(fields);
    all.put("sign_type", "RSA2");
    all.put("sign", sign(AlipaySigning.notificationContent(all)));
    return unsigned(all);
  }

  static byte[] unsigned(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
        .collect(Collectors.joining("&"))
        .getBytes(UTF_8);
  }

  static RawCallback callback(byte[] body) {
    return new RawCallback(
        "POST",
        "/callbacks/alipay/cn",
        "",
        Map.of("content-type", List.of("application/x-www-form-urlencoded")),
        body,
        NOW);
  }

  static Secret secret(byte[] der) {
    return Secret.ofText(Base64.getEncoder().encodeToString(der));
  }

  /** Short, as thousands of payloads are signed. */
  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has RSA", missing);
    }
  }
}
