package io.tollgate.channels.mercadopago;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Orders, accounts and recorded payloads with valid defaults. */
final class MercadoPagoFixtures {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Instant NOW = Instant.parse("2026-03-01T12:10:00Z");
  static final String TOKEN = "TEST-sandbox";
  static final String SECRET = "sandbox-mercadopago";
  static final Money WHOLE = Money.of(12990, "BRL");
  static final Money PART = Money.of(5000, "BRL");

  /** Mercado Pago's ids in the recorded payloads. */
  static final String PAYMENT = "90000000001";

  static final String REFUND = "1009042015";
  static final String PAGE = "448870796-1a2b3c4d-55aa-66bb-77cc-0123456789ab";
  static final String CUSTOMER = "448870797-7ZjwhKGxILixxN";
  static final String SAVED = "visa:" + CUSTOMER + "/1562188766852";
  static final String CARD_TOKEN = "9b2d63e00d66a8c721607214ceda233a";

  private MercadoPagoFixtures() {}

  static Order order() {
    return order(card("visa:" + CARD_TOKEN), CaptureMode.AUTOMATIC);
  }

  static Order held() {
    return order(card("visa:" + CARD_TOKEN), CaptureMode.MANUAL);
  }

  static Order hosted(String method) {
    return order(new Method(method, null), CaptureMode.AUTOMATIC);
  }

  static Method card(String token) {
    return new Method("card", token);
  }

  static Order order(Method method, CaptureMode capture) {
    return order(method, capture, WHOLE, "order-1");
  }

  static Order order(Method method, CaptureMode capture, Money amount, String reference) {
    return new Order(
        new MerchantId("shop"),
        new Reference(reference),
        Product.FOREIGN_CARD,
        amount,
        capture,
        method,
        new Customer("c-1", "payer@example.com", "BR", "Ada Lovelace", null, null),
        URI.create("https://shop.example/back?order=1"),
        "Doze livros & mais",
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

  static PaymentOperation operation(Order order, Money amount) {
    return operation(order, amount, true, PAYMENT);
  }

  static PaymentOperation operation(Order order, Money amount, boolean isLast, String reference) {
    return new PaymentOperation(
        new OperationId("op_1"), query(order, reference), amount, isLast, null);
  }

  static AgreementRequest agreement(String token, String reference) {
    return agreement("agr_1", token, "payer@example.com", reference);
  }

  static AgreementRequest agreement(String id, String token, String email, String reference) {
    return new AgreementRequest(
        new OperationId(id),
        card(token),
        new Customer("c-1", email, "BR", "Ada Lovelace", null, null),
        Currency.getInstance("BRL"),
        null,
        null,
        reference);
  }

  static ChannelAccount account() {
    return account("http://127.0.0.1:1", Map.of());
  }

  /** An account of Brazil, with other options beside or instead. */
  static ChannelAccount account(String url, Map<String, String> options) {
    var all = new HashMap<>(Map.of("currency", "BRL"));
    all.putAll(options);
    return new ChannelAccount(
        new AccountId("mercadopago", "br"),
        URI.create(url),
        Map.of("access-token", Secret.ofText(TOKEN), "webhook", Secret.ofText(SECRET)),
        all,
        new ChannelLimits(50, Duration.ofSeconds(5), Duration.ofSeconds(5), 200));
  }

  /** A recorded payload, about the default order. */
  static ObjectNode recorded(String name) {
    return (ObjectNode) JSON.readTree(recordedText(name));
  }

  static String recordedText(String name) {
    try (var in = MercadoPagoFixtures.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8).replace("$ATTEMPT", attempt(order()).toString());
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static ObjectNode payment(String status, String detail) {
    return recorded("payment.json").put("status", status).put("status_detail", detail);
  }

  static ObjectNode payment(long id, String status, String detail) {
    return payment(status, detail).put("id", id);
  }

  static ObjectNode refund(String status) {
    return recorded("refund.json").put("status", status);
  }

  static ObjectNode search(ObjectNode... payments) {
    var page = JSON.createObjectNode();
    page.putObject("paging").put("total", payments.length).put("limit", 30).put("offset", 0);
    var results = page.putArray("results");
    for (var payment : payments) {
      results.add(payment);
    }
    return page;
  }

  static ArrayNode list(ObjectNode... things) {
    return JSON.createArrayNode().addAll(List.of(things));
  }

  static ObjectNode error(int status, int... codes) {
    var error = JSON.createObjectNode().put("message", "in words").put("error", "bad_request");
    error.put("status", status);
    var causes = error.putArray("cause");
    for (var code : codes) {
      causes.addObject().put("code", code).put("description", "in words");
    }
    return error;
  }

  static byte[] bytes(Object node) {
    return JSON.writeValueAsBytes(node);
  }

  static RawCallback callback(String query, Map<String, List<String>> headers, String body) {
    return new RawCallback(
        "POST", "/callbacks/mercadopago/br", query, headers, body.getBytes(UTF_8), NOW);
  }

  static String name(Object outcome) {
    return outcome.getClass().getSimpleName();
  }
}
