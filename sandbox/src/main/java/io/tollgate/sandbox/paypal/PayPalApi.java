package io.tollgate.sandbox.paypal;

import io.tollgate.sandbox.paypal.PayPalDoor.Call;
import io.tollgate.sandbox.paypal.PayPalDoor.Reply;
import io.tollgate.sandbox.paypal.PayPalScript.Step;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Which path is which step. */
final class PayPalApi {

  private static final String ORDERS = "/v2/checkout/orders";
  private static final String AUTHORIZATIONS = "/v2/payments/authorizations";
  private static final String CAPTURES = "/v2/payments/captures";
  private static final String REFUNDS = "/v2/payments/refunds";
  private static final String SETUPS = "/v3/vault/setup-tokens";
  private static final String TOKENS = "/v3/vault/payment-tokens";

  private final PayPalSimulatorSettings settings;
  private final PayPalOrders orders;
  private final PayPalVault vault;

  PayPalApi(PayPalSimulatorSettings settings, PayPalOrders orders, PayPalVault vault) {
    this.settings = settings;
    this.orders = orders;
    this.vault = vault;
  }

  /** The step that can go wrong; null for all else. */
  @Nullable Step step(Call call) {
    if (call.is("POST", ORDERS)) {
      boolean charges =
          call.body().at("/payment_source/paypal/vault_id").isString()
              || call.body().at("/payment_source/card/vault_id").isString();
      return charges ? Step.COMPLETE : Step.CREATE;
    }
    if (call.is("POST", ORDERS + "/*/capture") || call.is("POST", ORDERS + "/*/authorize")) {
      return Step.COMPLETE;
    }
    if (call.is("POST", AUTHORIZATIONS + "/*/capture")) {
      return Step.CAPTURE;
    }
    if (call.is("POST", AUTHORIZATIONS + "/*/void")) {
      return Step.VOID;
    }
    if (call.is("POST", CAPTURES + "/*/refund")) {
      return Step.REFUND;
    }
    return call.is("POST", TOKENS) ? Step.EXCHANGE : null;
  }

  /** The script of what the step is done to; the plain one where there is no such thing. */
  PayPalScript script(Call call, Step step) {
    try {
      return switch (step) {
        case CREATE -> orders.script(null, call.body());
        case COMPLETE ->
            orders.script(call.words().size() > 3 ? call.words().get(3) : null, call.body());
        case CAPTURE, VOID -> orders.scriptOf("authorizations", call.words().get(3));
        case REFUND -> orders.scriptOf("captures", call.words().get(3));
        case EXCHANGE -> vault.script(call.body());
      };
    } catch (PayPalRefusal nothing) {
      return PayPalScript.PLAIN;
    }
  }

  boolean actOnOrder(String id, boolean approves) {
    return orders.act(id, approves);
  }

  boolean actOnAgreement(String id, boolean approves) {
    return vault.act(id, approves);
  }

  Reply execute(Call call) {
    return switch (call.method()) {
      case "POST" -> post(call);
      case "GET" -> Reply.json(200, get(call));
      case "DELETE" -> delete(call);
      default -> throw PayPalRefusal.missing();
    };
  }

  private Reply post(Call call) {
    List<String> words = call.words();
    if (call.is("POST", ORDERS)) {
      return Reply.json(201, orders.create(call.key(), call.body()));
    }
    if (call.is("POST", ORDERS + "/*/capture") || call.is("POST", ORDERS + "/*/authorize")) {
      return Reply.json(201, orders.complete(words.get(3), words.get(4), call.key(), call.body()));
    }
    if (call.is("POST", AUTHORIZATIONS + "/*/capture")) {
      return Reply.json(201, orders.capture(words.get(3), call.key(), call.body()));
    }
    if (call.is("POST", AUTHORIZATIONS + "/*/void")) {
      orders.release(words.get(3));
      return Reply.empty(204);
    }
    if (call.is("POST", CAPTURES + "/*/refund")) {
      return Reply.json(201, orders.refund(words.get(3), call.key(), call.body()));
    }
    if (call.is("POST", SETUPS)) {
      return Reply.json(201, vault.setUp(call.key(), call.body()));
    }
    if (call.is("POST", TOKENS)) {
      return Reply.json(201, vault.exchange(call.key(), call.body()));
    }
    throw PayPalRefusal.missing();
  }

  private ObjectNode get(Call call) {
    String last = call.words().getLast();
    if (call.is("GET", ORDERS + "/*")) {
      return orders.get(last);
    }
    if (call.is("GET", CAPTURES + "/*")) {
      return orders.payment("captures", last);
    }
    if (call.is("GET", REFUNDS + "/*")) {
      return orders.payment("refunds", last);
    }
    if (call.is("GET", SETUPS + "/*")) {
      return vault.setup(last);
    }
    if (call.is("GET", TOKENS)) {
      return vault.ofCustomer(fields(call.query()).getOrDefault("customer_id", ""));
    }
    if (call.is("GET", TOKENS + "/*")) {
      return vault.token(last);
    }
    if (call.is("GET", "/v1/reporting/transactions")) {
      return report(fields(call.query()));
    }
    throw PayPalRefusal.missing();
  }

  private Reply delete(Call call) {
    if (!call.is("DELETE", TOKENS + "/*")) {
      throw PayPalRefusal.missing();
    }
    vault.delete(call.words().getLast());
    return Reply.empty(204);
  }

  private ObjectNode report(Map<String, String> query) {
    Instant completeUntil = Instant.now().minus(settings.reportLag());
    int page = Integer.parseInt(query.getOrDefault("page", "1"));
    int size = Integer.parseInt(query.getOrDefault("page_size", "100"));
    List<ObjectNode> rows =
        orders
            .transactions(
                Instant.parse(query.getOrDefault("start_date", "")),
                Instant.parse(query.getOrDefault("end_date", "")))
            .stream()
            .filter(row ->
                !Instant.parse(row.path("transaction_initiation_date").asString(""))
                    .isAfter(completeUntil))
            .toList();
    ObjectNode listing = JsonMapper.shared().createObjectNode();
    var details = listing.putArray("transaction_details");
    rows.stream()
        .skip((long) (page - 1) * size)
        .limit(size)
        .forEach(row -> details.addObject().set("transaction_info", row));
    listing
        .put("account_number", "SIMULATED")
        .put("last_refreshed_datetime", completeUntil.toString())
        .put("page", page)
        .put("total_items", rows.size())
        .put("total_pages", Math.max(1, (rows.size() + size - 1) / size));
    return listing;
  }

  private static Map<String, String> fields(String query) {
    Map<String, String> fields = new HashMap<>();
    for (String field : query.split("&")) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(
            field.substring(0, equals),
            URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }
}
