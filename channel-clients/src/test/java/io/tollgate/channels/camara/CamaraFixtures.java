package io.tollgate.channels.camara;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Orders, accounts and recorded payloads with valid defaults. */
final class CamaraFixtures {

  static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String PHONE = "+34671999000";
  static final OperationId OPERATION = new OperationId("op_1");

  /** The operator's ids in the recorded payloads. */
  static final String PAYMENT_ID = "AK234rfweSBuWGFUEWFGWEVWRV";

  static final String REFUND_ID = "RF8349tfr2rA3v8r8vr3rv";
  static final String CALLBACK_URL = "https://pay.example/callbacks/camara/es";
  static final KeyPair KEYS = keys();

  private CamaraFixtures() {}

  static Order order() {
    return order(Money.of(1299, "EUR"), CaptureMode.AUTOMATIC, PHONE, "order-1");
  }

  static Order manual() {
    return order(Money.of(1299, "EUR"), CaptureMode.MANUAL, PHONE, "order-1");
  }

  static Order order(Money amount, CaptureMode capture, String phone, String reference) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        Product.CARRIER_BILLING,
        amount,
        capture,
        new Method("carrier", null),
        new Customer("c-1", null, "ES", null, phone, null),
        null,
        "Twelve books & more",
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

  static PaymentOperation operation(Order order, String reference, Money amount) {
    return new PaymentOperation(OPERATION, query(order, reference), amount, true, null);
  }

  /** An account with a key of its own at that operator; the options are added to the needed. */
  static ChannelAccount account(String url, Map<String, String> options) {
    var all = new HashMap<>(Map.of("token-url", url + "/oauth2/token"));
    all.putAll(options);
    return new ChannelAccount(
        new AccountId("camara", "es"),
        URI.create(url),
        Map.of(
            "client-id", Secret.ofText("sandbox-client"),
            "client-key", Secret.ofText(base64(KEYS.getPrivate().getEncoded())),
            "client-secret", Secret.ofText("sandbox-secret"),
            "callback", Secret.ofText("event secret")),
        all,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofSeconds(5), 500));
  }

  static ChannelAccount account() {
    return account("http://127.0.0.1:1", Map.of("callback-url", CALLBACK_URL));
  }

  static CamaraRequests requests(Map<String, String> options) {
    return new CamaraRequests(new CamaraSettings(account("http://127.0.0.1:1", options)));
  }

  static String publicKey() {
    return base64(KEYS.getPublic().getEncoded());
  }

  /** A recorded payload, about the default order. */
  static ObjectNode recorded(String name) {
    return (ObjectNode) JSON.readTree(recordedText(name));
  }

  static String recordedText(String name) {
    try (var in = CamaraFixtures.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8)
          .replace("$ATTEMPT", attempt(order()).toString())
          .replace("$OPERATION", OPERATION.value());
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static ObjectNode payment(String status) {
    return recorded("payment-succeeded.json").put("paymentStatus", status);
  }

  /** A payment whose payer has to type a password. */
  static ObjectNode asking(String status) {
    var payment = payment(status);
    payment.putObject("validationInfo").put("action", "validate").put("authorizationId", "Fn34o8");
    return payment;
  }

  static ObjectNode charge(ObjectNode payment) {
    return (ObjectNode) payment.at("/amountTransaction/paymentAmount/chargingInformation");
  }

  static ObjectNode refund(String status) {
    return recorded("refund-partial.json").put("refundStatus", status);
  }

  static ObjectNode totalRefund(String status) {
    var refund = refund(status).put("type", "total");
    ((ObjectNode) refund.at("/amountTransaction/refundAmount")).removeAll();
    return refund;
  }

  static ObjectNode error(int status, String code) {
    return JSON.createObjectNode().put("status", status).put("code", code).put("message", "text");
  }

  static byte[] bytes(ObjectNode node) {
    return JSON.writeValueAsBytes(node);
  }

  /** An event about the default order, as it comes to the address that the operator was given. */
  static RawCallback callback(byte[] body, String authorization) {
    return callback("attempt=" + attempt(order()), body, authorization);
  }

  static RawCallback callback(String rawQuery, byte[] body, String authorization) {
    return new RawCallback(
        "POST",
        "/callbacks/camara/es",
        rawQuery,
        Map.of("authorization", List.of(authorization)),
        body,
        NOW);
  }

  /** What the operator shows with an event about the default order. */
  static String shown() {
    return "Bearer " + CamaraSigning.eventToken(Secret.ofText("event secret"), attempt(order()));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
