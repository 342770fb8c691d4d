package io.tollgate.channels.stripe;

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
final class StripeFixtures {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String KEY = "sk_test_sandbox";
  static final String WEBHOOK_SECRET = "whsec_sandbox_stripe";
  static final OperationId OPERATION = new OperationId("op_1");
  static final OperationId AGREEMENT = new OperationId("agr_1");

  /** Stripe's ids in the recorded payloads. */
  static final String INTENT_ID = "pi_3MtwBwLkdIwHu7ix28a3tqPa";

  static final String REFUND_ID = "re_1Nispe2eZvKYlo2Cd31jOCgZ";
  static final String SETUP_ID = "seti_1Pgag7B7WZ01zgkWSgwGdb8Z";
  static final String TOKEN = "cus_QXg1o8vcGmoR32/pm_1MtwBwLkdIwHu7ix";

  private StripeFixtures() {}

  static Order order() {
    return order(Money.of(1299, "EUR"), Product.FOREIGN_CARD, card("pm_card_visa"));
  }

  static Method card(String token) {
    return new Method("card", token);
  }

  static Order order(Money amount, Product product, Method method) {
    return order(amount, product, method, CaptureMode.AUTOMATIC, "order-1");
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
        new Customer("c-1", "payer@example.com", "DE", null, null, null),
        URI.create("https://shop.example/back?order=1&x=ä".replace("ä", "%C3%A4")),
        "Zwölf Bücher & mehr",
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

  static ChannelAccount account(String url, Map<String, String> options) {
    return new ChannelAccount(
        new AccountId("stripe", "eu"),
        URI.create(url),
        Map.of("api-key", Secret.ofText(KEY), "webhook", Secret.ofText(WEBHOOK_SECRET)),
        options,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofMillis(1_500), 200));
  }

  static ChannelAccount account() {
    return account("http://127.0.0.1:1", Map.of());
  }

  /** A recorded payload, about the default order. */
  static ObjectNode recorded(String name) {
    return (ObjectNode) JSON.readTree(recordedText(name));
  }

  static String recordedText(String name) {
    try (var in = StripeFixtures.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8)
          .replace("$ATTEMPT", attempt(order()).toString())
          .replace("$OPERATION", OPERATION.value())
          .replace("$AGREEMENT", AGREEMENT.value());
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static ObjectNode intent(String status) {
    return recorded("intent-succeeded.json").put("status", status);
  }

  static ObjectNode intentOf(Order order, String status) {
    var intent = intent(status);
    ((ObjectNode) intent.get("metadata")).put("attempt_id", attempt(order).toString());
    return intent
        .put("amount", order.amount().minorUnits())
        .put("currency", StripeRequests.currency(order.amount()));
  }

  static PaymentOperation operation(Order order, String reference, Money amount) {
    return operation(order, reference, amount, true);
  }

  static PaymentOperation operation(Order order, String reference, Money amount, boolean isLast) {
    return new PaymentOperation(OPERATION, query(order, reference), amount, isLast, null);
  }

  static AgreementRequest agreement(String token, String reference) {
    return new AgreementRequest(
        AGREEMENT,
        card(token),
        new Customer("c-1", "payer@example.com", "DE", "Ada Lovelace", "+4915112345678", null),
        Currency.getInstance("EUR"),
        URI.create("https://shop.example/agreed"),
        "Zwölf Bücher im Jahr",
        reference);
  }

  static ObjectNode refund(String status) {
    return recorded("refund-succeeded.json").put("status", status);
  }

  static ObjectNode setup(String status) {
    return recorded("setup-succeeded.json").put("status", status);
  }

  /** A page of a list. */
  static ObjectNode page(boolean more, ObjectNode... things) {
    var page = JSON.createObjectNode().put("object", "list").put("has_more", more);
    var data = page.putArray("data");
    for (var thing : things) {
      data.add(thing);
    }
    return page;
  }

  /** An event about the object. */
  static ObjectNode event(String type, ObjectNode object) {
    var event = recorded("event-succeeded.json").put("type", type);
    ((ObjectNode) event.get("data")).set("object", object);
    return event;
  }

  static ObjectNode error(String type) {
    var error = JSON.createObjectNode();
    error.putObject("error").put("type", type).put("message", "in words");
    return error;
  }

  static byte[] bytes(ObjectNode node) {
    return JSON.writeValueAsBytes(node);
  }

  static RawCallback callback(byte[] body, String signature) {
    return new RawCallback(
        "POST",
        "/callbacks/stripe/eu",
        "",
        Map.of("stripe-signature", List.of(signature)),
        body,
        NOW);
  }

  static RawCallback signed(byte[] body) {
    return callback(body, signature(body, WEBHOOK_SECRET, NOW));
  }

  static String signature(byte[] body, String secret, Instant at) {
    var prefix = (at.getEpochSecond() + ".").getBytes(UTF_8);
    return "t="
        + at.getEpochSecond()
        + ",v1="
        + Hmac.SHA256.hex(Secret.ofText(secret), prefix, body);
  }
}
