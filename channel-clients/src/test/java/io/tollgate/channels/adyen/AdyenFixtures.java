package io.tollgate.channels.adyen;

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
import java.util.Base64;
import java.util.Currency;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Orders, accounts and payloads with valid defaults. */
final class AdyenFixtures {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String PSP = "QFQTPCQ8HXSKGK82";
  static final String OWN = "JDD6LKT8MBLZNN84";
  static final String LINK = "PLE83C39B0A0DE0C1E";
  static final String MERCHANT = "TollgateECOM";
  static final String HMAC_KEY = "9064450A8892A093D9E97EFCC9639DE31B74F3A7803135555A3C96F5A57915D6";

  private AdyenFixtures() {}

  static Order order() {
    return order(Product.FOREIGN_CARD, card("shopper-7/8415718415172204"));
  }

  static Order order(Product product, Method method) {
    return order(Money.of(1299, "EUR"), product, method, CaptureMode.AUTOMATIC, "order-1");
  }

  static Order held() {
    return order(
        Money.of(1299, "EUR"),
        Product.FOREIGN_CARD,
        card("shopper-7/8415718415172204"),
        CaptureMode.MANUAL,
        "order-1");
  }

  /** The payer chooses a bank at Adyen's page. */
  static Order hosted() {
    return order(Product.ONLINE_BANKING, new Method("eps", null));
  }

  static Order order(
      Money amount, Product product, Method method, CaptureMode capture, String reference) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        product,
        amount,
        capture,
        method,
        new Customer("c-1", "payer@example.com", "DE", "Erika", "+4930123456", "203.0.113.7"),
        URI.create("https://shop.example/back?order=1"),
        "Zwölf Bücher & mehr",
        Map.of("cart", "7"));
  }

  static Method card(String token) {
    return new Method("card", token);
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

  static String reference(Order order) {
    return AdyenRequests.reference(attempt(order), order, account()).toString();
  }

  static PaymentOperation operation(String id, long minorUnits, boolean isLast) {
    return new PaymentOperation(
        new OperationId(id), query(order(), PSP), Money.of(minorUnits, "EUR"), isLast, null);
  }

  static AgreementRequest agreement() {
    return new AgreementRequest(
        new OperationId("agr_1"),
        card("{\"encryptedCardNumber\":\"adyenjs_0_1_25$a/b\",\"number\":\"4111\"}"),
        order().customer(),
        Currency.getInstance("EUR"),
        URI.create("https://shop.example/agreed"),
        null,
        null);
  }

  static ChannelAccount account() {
    return account(Map.of());
  }

  static ChannelAccount account(Map<String, String> options) {
    return account("https://checkout-test.adyen.com/v71", options);
  }

  static ChannelAccount account(String url, Map<String, String> options) {
    var all = new HashMap<>(Map.of(AdyenOptions.MERCHANT_ACCOUNT, MERCHANT));
    all.putAll(options);
    return new ChannelAccount(
        new AccountId("adyen", "eu"),
        URI.create(url),
        Map.of(
            "api-key", Secret.ofText("AQEkey"),
            "report-key", Secret.ofText("AQEreport"),
            "hmac", Secret.ofText(HMAC_KEY)),
        all,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofMillis(1_500), 200));
  }

  /** The answer to {@code /payments} about an order. */
  static ObjectNode answer(Order order, String resultCode) {
    var answer =
        JSON.createObjectNode()
            .put("pspReference", PSP)
            .put("resultCode", resultCode)
            .put("merchantReference", reference(order));
    answer.putObject("amount").put("currency", "EUR").put("value", 1299);
    return answer;
  }

  static ObjectNode refused(String code) {
    return answer(order(), "Refused")
        .put("refusalReason", "as the code says")
        .put("refusalReasonCode", code);
  }

  /** An answer that wants the payer to act, which has neither reference nor amount. */
  static ObjectNode acting(String resultCode, Map<String, String> action) {
    var answer = JSON.createObjectNode().put("resultCode", resultCode);
    var node = answer.putObject("action");
    action.forEach(node::put);
    return answer;
  }

  static ObjectNode link(Order order, String status) {
    var link =
        JSON.createObjectNode()
            .put("id", LINK)
            .put("merchantAccount", MERCHANT)
            .put("reference", reference(order))
            .put("status", status)
            .put("url", "https://test.adyen.link/" + LINK);
    link.putObject("amount").put("currency", "EUR").put("value", 1299);
    return link;
  }

  static ObjectNode received(String operation, Long minorUnits) {
    var answer =
        JSON.createObjectNode()
            .put("merchantAccount", MERCHANT)
            .put("paymentPspReference", PSP)
            .put("pspReference", OWN)
            .put("reference", "tollgate." + operation)
            .put("status", "received");
    if (minorUnits != null) {
      answer.putObject("amount").put("currency", "EUR").put("value", minorUnits);
    }
    return answer;
  }

  static ObjectNode error(int status, String code, String type) {
    return JSON.createObjectNode()
        .put("status", status)
        .put("errorCode", code)
        .put("message", "a text of Adyen's")
        .put("errorType", type);
  }

  /** An event about the default order, not signed yet. */
  static ObjectNode item(String eventCode, boolean success, String merchantReference) {
    var item = JSON.createObjectNode();
    item.putObject("additionalData").put("authCode", "052095");
    item.putObject("amount").put("currency", "EUR").put("value", 1299);
    return item.put("eventCode", eventCode)
        .put("eventDate", "2026-03-01T13:00:00+01:00")
        .put("merchantAccountCode", MERCHANT)
        .put("merchantReference", merchantReference)
        .put("paymentMethod", "visa")
        .put("pspReference", PSP)
        .put("reason", "")
        .put("success", Boolean.toString(success));
  }

  /** An event about a modification of the default order. */
  static ObjectNode modified(String eventCode, boolean success, String merchantReference) {
    return item(eventCode, success, merchantReference)
        .put("pspReference", OWN)
        .put("originalReference", PSP);
  }

  /** Signs an event in words of its own, so that it does not repeat the code that it tests. */
  static ObjectNode sign(ObjectNode item) {
    var data =
        String.join(
            ":",
            List.of(
                item.path("pspReference").asString(""),
                item.path("originalReference").asString(""),
                item.path("merchantAccountCode").asString(""),
                item.path("merchantReference").asString(""),
                item.at("/amount/value").asString(""),
                item.at("/amount/currency").asString(""),
                item.path("eventCode").asString(""),
                item.path("success").asString("")));
    item.withObjectProperty("additionalData").put("hmacSignature", hmac(data.getBytes(UTF_8)));
    return item;
  }

  static String hmac(byte[] data) {
    return Base64.getEncoder()
        .encodeToString(Hmac.SHA256.code(HexFormat.of().parseHex(HMAC_KEY), data));
  }

  static RawCallback callback(JsonNode item) {
    return callback(bytes(webhook(item)), Map.of());
  }

  static RawCallback callback(byte[] body, Map<String, List<String>> headers) {
    return new RawCallback("POST", "/callbacks/adyen/eu", "", headers, body, NOW);
  }

  static ObjectNode webhook(JsonNode item) {
    var root = JSON.createObjectNode().put("live", "false");
    root.putArray("notificationItems").addObject().set("NotificationRequestItem", item);
    return root;
  }

  static RawCallback tokenEvent(String type, String shopper) {
    var event =
        JSON.createObjectNode()
            .put("createdAt", "2026-03-01T13:00:00+01:00")
            .put("environment", "test")
            .put("eventId", PSP)
            .put("type", type);
    event
        .putObject("data")
        .put("merchantAccount", MERCHANT)
        .put("operation", "created")
        .put("shopperReference", shopper)
        .put("storedPaymentMethodId", "M5N7TQ4TG5PFWR50")
        .put("type", "visa");
    var body = bytes(event);
    return callback(body, Map.of("hmacsignature", List.of(hmac(body))));
  }

  static byte[] bytes(JsonNode tree) {
    return tree.toString().getBytes(UTF_8);
  }
}
