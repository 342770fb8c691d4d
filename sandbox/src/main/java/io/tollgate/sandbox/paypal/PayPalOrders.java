package io.tollgate.sandbox.paypal;

import io.tollgate.sandbox.paypal.PayPalScript.Course;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Orders and what is made of them, kept as they look on the wire. Every public step is one at a
 * time, so that the book is never torn.
 */
final class PayPalOrders {

  /** What PayPal keeps of every capture, whatever it is. */
  private static final BigDecimal FEE = new BigDecimal("-0.30");

  private static final Set<String> WHOLE = Set.of("HUF", "JPY", "TWD");

  /** An order, and what is going to happen to it. */
  private static final class Kept {

    final ObjectNode json;
    PayPalScript script;

    Kept(ObjectNode json, PayPalScript script) {
      this.json = json;
      this.script = script;
    }

    ObjectNode unit() {
      return (ObjectNode) json.path("purchase_units").path(0);
    }

    ArrayNode payments(String kind) {
      return unit().withObjectProperty("payments").withArrayProperty(kind);
    }

    String status() {
      return json.path("status").asString("");
    }
  }

  private final Map<String, Kept> orders = new LinkedHashMap<>();
  private final Map<String, String> orderOfKey = new LinkedHashMap<>();
  private final Map<String, ObjectNode> doneByKey = new LinkedHashMap<>();
  private final List<ObjectNode> report = new ArrayList<>();
  private final String baseUrl;
  private final Predicate<String> isVaulted;
  private final Consumer<Runnable> later;
  private final PayPalEvents events;

  /**
   * New orders.
   *
   * @param isVaulted whether the vault has a payment token
   * @param later runs something once what is pending becomes final
   */
  PayPalOrders(
      String baseUrl, Predicate<String> isVaulted, Consumer<Runnable> later, PayPalEvents events) {
    this.baseUrl = baseUrl;
    this.isVaulted = isVaulted;
    this.later = later;
    this.events = events;
  }

  /** The script of a request: by its vault id, else by the order's description. */
  synchronized PayPalScript script(@Nullable String orderId, JsonNode body) {
    String vaultId = vaultId(body);
    if (vaultId != null) {
      PayPalScript script = PayPalScript.of(vaultId);
      return script == null ? PayPalScript.PLAIN : script;
    }
    Kept kept = orderId == null ? null : orders.get(orderId);
    return kept == null ? described(body) : kept.script;
  }

  /** The script of a payment that was made of an order. */
  synchronized PayPalScript scriptOf(String kind, String paymentId) {
    return find(kind, paymentId).kept.script;
  }

  synchronized ObjectNode create(@Nullable String key, JsonNode body) {
    if (key == null && body.has("payment_source")) {
      throw PayPalRefusal.invalid("PAYPAL_REQUEST_ID_REQUIRED");
    }
    String before = key == null ? null : orderOfKey.get(key);
    if (before != null) {
      return get(before);
    }
    Kept kept = drafted(body);
    String id = kept.json.path("id").asString("");
    // Where this is refused there is no order.
    ObjectNode created = vaultId(body) == null ? asking(kept, id, body) : charge(kept, body);
    orders.put(id, kept);
    if (key != null) {
      orderOfKey.put(key, id);
    }
    return created;
  }

  private ObjectNode asking(Kept kept, String id, JsonNode body) {
    boolean isAsked = body.has("payment_source");
    kept.json.put("status", isAsked ? "PAYER_ACTION_REQUIRED" : "CREATED");
    link(kept.json, isAsked ? "payer-action" : "approve", "/_sim/checkout/" + id);
    return kept.json.deepCopy();
  }

  synchronized ObjectNode get(String id) {
    return kept(id).json.deepCopy();
  }

  /** {@code /capture} or {@code /authorize}. */
  synchronized ObjectNode complete(String id, String step, @Nullable String key, JsonNode body) {
    if (key != null && doneByKey.containsKey(key)) {
      return get(id);
    }
    Kept kept = kept(id);
    String wanted = step.equals("capture") ? "CAPTURE" : "AUTHORIZE";
    if (!wanted.equals(kept.json.path("intent").asString(""))) {
      throw PayPalRefusal.unprocessable("ACTION_DOES_NOT_MATCH_INTENT");
    }
    if (kept.status().equals("COMPLETED")) {
      throw PayPalRefusal.unprocessable(
          wanted.equals("CAPTURE") ? "ORDER_ALREADY_CAPTURED" : "ORDER_ALREADY_AUTHORIZED");
    }
    if (vaultId(body) == null && !kept.status().equals("APPROVED")) {
      throw PayPalRefusal.unprocessable("ORDER_NOT_APPROVED");
    }
    ObjectNode done = charge(kept, body);
    if (key != null) {
      doneByKey.put(key, done);
    }
    return done;
  }

  /** The payer acts at the page; false where there is nothing to act on. */
  synchronized boolean act(String id, boolean approves) {
    Kept kept = kept(id);
    if (!kept.status().equals("CREATED") && !kept.status().equals("PAYER_ACTION_REQUIRED")) {
      return false;
    }
    if (approves) {
      kept.json.put("status", "APPROVED");
      events.tell("CHECKOUT.ORDER.APPROVED", "checkout-order", kept.json, kept.script.calling());
    }
    return true;
  }

  synchronized ObjectNode capture(String authorizationId, @Nullable String key, JsonNode body) {
    ObjectNode before = key == null ? null : doneByKey.get(key);
    if (before != null) {
      return before.deepCopy();
    }
    Found found = find("authorizations", authorizationId);
    ObjectNode held = found.json;
    if (held.path("status").asString("").equals("VOIDED")) {
      throw PayPalRefusal.unprocessable("AUTHORIZATION_VOIDED");
    }
    if (held.path("status").asString("").equals("CAPTURED")) {
      throw PayPalRefusal.unprocessable("AUTHORIZATION_ALREADY_CAPTURED");
    }
    BigDecimal amount = value(body.path("amount"));
    if (amount.add(sum(found.kept, "captures")).compareTo(value(held.path("amount"))) > 0) {
      throw PayPalRefusal.unprocessable("MAX_CAPTURE_AMOUNT_EXCEEDED");
    }
    ObjectNode capture = payment(found.kept, body.path("amount"), body.path("invoice_id"));
    capture.put("final_capture", body.path("final_capture").asBoolean(false));
    boolean isLast =
        capture.path("final_capture").asBoolean()
            || amount.compareTo(value(held.path("amount"))) == 0;
    held.put("status", isLast ? "CAPTURED" : "PARTIALLY_CAPTURED");
    found.kept.payments("captures").add(capture);
    settle(found.kept, capture);
    return remembered(key, capture);
  }

  synchronized void release(String authorizationId) {
    Found found = find("authorizations", authorizationId);
    switch (found.json.path("status").asString("")) {
      case "VOIDED" -> throw PayPalRefusal.unprocessable("PREVIOUSLY_VOIDED");
      case "CAPTURED" -> throw PayPalRefusal.unprocessable("PREVIOUSLY_CAPTURED");
      default -> {
        found.json.put("status", "VOIDED");
        tell("PAYMENT.AUTHORIZATION.VOIDED", "authorization", found);
      }
    }
  }

  synchronized ObjectNode refund(String captureId, @Nullable String key, JsonNode body) {
    ObjectNode before = key == null ? null : doneByKey.get(key);
    if (before != null) {
      return before.deepCopy();
    }
    Found found = find("captures", captureId);
    BigDecimal amount = value(body.path("amount"));
    BigDecimal left = value(found.json.path("amount")).subtract(sum(found.kept, "refunds"));
    if (left.signum() == 0) {
      throw PayPalRefusal.unprocessable("CAPTURE_FULLY_REFUNDED");
    }
    if (amount.compareTo(left) > 0) {
      throw PayPalRefusal.unprocessable("REFUND_AMOUNT_EXCEEDED");
    }
    ObjectNode refund = payment(found.kept, body.path("amount"), body.path("invoice_id"));
    copy(body.path("custom_id"), refund, "custom_id");
    boolean pends = found.kept.script.course() == Course.PEND_THEN_SUCCEED;
    found.kept.payments("refunds").add(refund);
    if (pends) {
      refund.put("status", "PENDING");
      later.accept(() -> finish(() -> refunded(found, refund, left)));
    } else {
      refunded(found, refund, left);
    }
    return remembered(key, refund);
  }

  synchronized ObjectNode payment(String kind, String id) {
    Found found = find(kind, id);
    return full(found.kept, found.json);
  }

  synchronized List<ObjectNode> transactions(Instant from, Instant to) {
    return report.stream()
        .filter(row -> {
          Instant at = Instant.parse(row.path("transaction_initiation_date").asString(""));
          return !at.isBefore(from) && !at.isAfter(to);
        })
        .map(ObjectNode::deepCopy)
        .toList();
  }

  synchronized List<PayPalBook.Charge> charges(Predicate<String> attempt) {
    return orders.values().stream()
        .filter(kept -> attempt.test(kept.unit().path("custom_id").asString("")))
        .map(PayPalOrders::line)
        .toList();
  }

  private static PayPalBook.Charge line(Kept kept) {
    JsonNode amount = kept.unit().path("amount");
    return new PayPalBook.Charge(
        kept.json.path("id").asString(""),
        kept.unit().path("custom_id").asString(""),
        amount.path("currency_code").asString(""),
        value(amount),
        kept.status(),
        sum(kept, "captures"),
        sum(kept, "authorizations"),
        sum(kept, "refunds"),
        (int) kept.payments("captures").valueStream().filter(PayPalOrders::counts).count(),
        (int) kept.payments("refunds").valueStream().filter(PayPalOrders::counts).count());
  }

  private Kept drafted(JsonNode body) {
    JsonNode unit = body.path("purchase_units").path(0);
    JsonNode amount = unit.path("amount");
    if (!unit.isObject() || !amount.path("value").isString()) {
      throw PayPalRefusal.invalid("MISSING_REQUIRED_PARAMETER");
    }
    checkDecimals(amount);
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("id", newId());
    json.put("intent", body.path("intent").asString(""));
    json.put("status", "CREATED");
    json.put("create_time", now());
    json.putArray("purchase_units").add(unit.deepCopy());
    json.putArray("links");
    link(json, "self", "/v2/checkout/orders/" + json.path("id").asString(""));
    return new Kept(json, described(body));
  }

  private static void checkDecimals(JsonNode amount) {
    int most = WHOLE.contains(amount.path("currency_code").asString("")) ? 0 : 2;
    if (new BigDecimal(amount.path("value").asString("")).scale() > most) {
      throw PayPalRefusal.unprocessable("DECIMAL_PRECISION");
    }
  }

  private static PayPalScript described(JsonNode body) {
    String text = body.path("purchase_units").path(0).path("description").asString("");
    PayPalScript script = PayPalScript.of(text);
    return script == null ? PayPalScript.PLAIN : script;
  }

  private ObjectNode charge(Kept kept, JsonNode body) {
    String vaultId = vaultId(body);
    if (vaultId != null) {
      PayPalScript script = PayPalScript.of(vaultId);
      if (script == null && !isVaulted.test(vaultId)) {
        throw PayPalRefusal.unprocessable("TOKEN_ID_NOT_FOUND");
      }
      kept.script = script == null ? PayPalScript.PLAIN : script;
    }
    if (isPaidElsewhere(kept)) {
      throw PayPalRefusal.unprocessable("DUPLICATE_INVOICE_ID");
    }
    return switch (kept.script.course()) {
      case ISSUE -> throw PayPalRefusal.unprocessable(kept.script.code());
      case ACT -> acted(kept, vaultId != null);
      case SUCCEED, PROCESSOR, PEND_THEN_SUCCEED, PEND_THEN_DECLINE -> paid(kept);
    };
  }

  /** Once the payer has acted, the same script goes on as any other. */
  private ObjectNode acted(Kept kept, boolean isFirst) {
    if (!isFirst) {
      return paid(kept);
    }
    kept.json.put("status", "PAYER_ACTION_REQUIRED");
    link(kept.json, "payer-action", "/_sim/checkout/" + kept.json.path("id").asString(""));
    return kept.json.deepCopy();
  }

  private ObjectNode paid(Kept kept) {
    boolean isHeld = kept.json.path("intent").asString("").equals("AUTHORIZE");
    kept.json.put("status", "COMPLETED");
    ObjectNode payment = payment(kept, kept.unit().path("amount"), kept.unit().path("invoice_id"));
    kept.payments(isHeld ? "authorizations" : "captures").add(payment);
    if (isHeld) {
      authorize(kept, payment);
    } else {
      settle(kept, payment);
    }
    return kept.json.deepCopy();
  }

  private void authorize(Kept kept, ObjectNode held) {
    boolean isDeclined = kept.script.course() == Course.PROCESSOR;
    held.put("status", isDeclined ? "DENIED" : "CREATED");
    if (isDeclined) {
      held.putObject("processor_response").put("response_code", kept.script.code());
    }
    tell("PAYMENT.AUTHORIZATION.CREATED", "authorization", new Found(kept, held));
  }

  private void settle(Kept kept, ObjectNode capture) {
    switch (kept.script.course()) {
      case PROCESSOR -> {
        capture.putObject("processor_response").put("response_code", kept.script.code());
        captured(kept, capture, "DECLINED", "DENIED");
      }
      case PEND_THEN_SUCCEED -> {
        captured(kept, capture, "PENDING", "PENDING");
        later.accept(() -> finish(() -> captured(kept, capture, "COMPLETED", "COMPLETED")));
      }
      case PEND_THEN_DECLINE -> {
        captured(kept, capture, "PENDING", "PENDING");
        later.accept(() -> finish(() -> captured(kept, capture, "DECLINED", "DENIED")));
      }
      case SUCCEED, ISSUE, ACT -> captured(kept, capture, "COMPLETED", "COMPLETED");
    }
  }

  private synchronized void finish(Runnable change) {
    change.run();
  }

  private void captured(Kept kept, ObjectNode capture, String status, String event) {
    capture.put("status", status);
    if (status.equals("PENDING")) {
      capture.putObject("status_details").put("reason", "PENDING_REVIEW");
    } else {
      capture.remove("status_details");
    }
    if (status.equals("COMPLETED")) {
      book(kept, capture, "T0006", UnaryOperator.identity(), FEE);
    }
    tell("PAYMENT.CAPTURE." + event, "capture", new Found(kept, capture));
  }

  private void refunded(Found capture, ObjectNode refund, BigDecimal left) {
    boolean isAll = value(refund.path("amount")).compareTo(left) == 0;
    refund.put("status", "COMPLETED");
    capture.json.put("status", isAll ? "REFUNDED" : "PARTIALLY_REFUNDED");
    book(capture.kept, refund, "T1107", BigDecimal::negate, null);
    tell("PAYMENT.CAPTURE.REFUNDED", "refund", new Found(capture.kept, refund));
  }

  private void book(
      Kept kept,
      ObjectNode payment,
      String code,
      UnaryOperator<BigDecimal> sign,
      @Nullable BigDecimal fee) {
    JsonNode amount = payment.path("amount");
    String currency = amount.path("currency_code").asString("");
    ObjectNode row = JsonMapper.shared().createObjectNode();
    row.put("transaction_id", payment.path("id").asString(""));
    row.put("paypal_reference_id", kept.json.path("id").asString(""));
    row.put("paypal_reference_id_type", "ODR");
    row.put("transaction_event_code", code);
    row.put("transaction_initiation_date", now());
    row.putObject("transaction_amount")
        .put("currency_code", currency)
        .put("value", sign.apply(value(amount)).toPlainString());
    if (fee != null && !WHOLE.contains(currency)) {
      row.putObject("fee_amount").put("currency_code", currency).put("value", fee.toPlainString());
    }
    row.put("transaction_status", "S");
    copy(payment.path("invoice_id"), row, "invoice_id");
    copy(payment.path("custom_id"), row, "custom_field");
    report.add(row);
  }

  private boolean isPaidElsewhere(Kept kept) {
    String invoice = kept.unit().path("invoice_id").asString("");
    return orders.values().stream()
        .filter(other -> !other.json.path("id").equals(kept.json.path("id")))
        .filter(other -> other.status().equals("COMPLETED"))
        .anyMatch(other -> other.unit().path("invoice_id").asString("").equals(invoice));
  }

  private ObjectNode payment(Kept kept, JsonNode amount, JsonNode invoice) {
    checkDecimals(amount);
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("id", newId());
    json.put("status", "COMPLETED");
    json.set("amount", amount.deepCopy());
    copy(invoice, json, "invoice_id");
    copy(kept.unit().path("custom_id"), json, "custom_id");
    json.put("create_time", now());
    json.put("update_time", now());
    return json;
  }

  private static void copy(JsonNode from, ObjectNode to, String name) {
    if (from.isString()) {
      to.put(name, from.asString(""));
    }
  }

  private ObjectNode full(Kept kept, ObjectNode payment) {
    ObjectNode full = payment.deepCopy();
    full.putObject("supplementary_data")
        .putObject("related_ids")
        .put("order_id", kept.json.path("id").asString(""));
    return full;
  }

  private ObjectNode remembered(@Nullable String key, ObjectNode payment) {
    if (key != null) {
      doneByKey.put(key, payment);
    }
    return payment.deepCopy();
  }

  private void tell(String type, String resourceType, Found about) {
    events.tell(type, resourceType, full(about.kept, about.json), about.kept.script.calling());
  }

  private void link(ObjectNode json, String relation, String path) {
    json.withArrayProperty("links")
        .addObject()
        .put("href", baseUrl + path)
        .put("rel", relation)
        .put("method", "GET");
  }

  /** A payment, and the order that it is made of. */
  private record Found(Kept kept, ObjectNode json) {}

  private Found find(String kind, String id) {
    for (Kept kept : orders.values()) {
      for (JsonNode payment : kept.payments(kind)) {
        if (payment.path("id").asString("").equals(id)) {
          return new Found(kept, (ObjectNode) payment);
        }
      }
    }
    throw PayPalRefusal.missing();
  }

  private Kept kept(String id) {
    Kept kept = orders.get(id);
    if (kept == null) {
      throw PayPalRefusal.missing();
    }
    return kept;
  }

  private static @Nullable String vaultId(JsonNode body) {
    for (String kind : List.of("paypal", "card")) {
      JsonNode id = body.path("payment_source").path(kind).path("vault_id");
      if (id.isString()) {
        return id.asString("");
      }
    }
    return null;
  }

  private static boolean counts(JsonNode payment) {
    return Set.of("COMPLETED", "REFUNDED", "PARTIALLY_REFUNDED", "CREATED", "PARTIALLY_CAPTURED")
        .contains(payment.path("status").asString(""));
  }

  private static BigDecimal sum(Kept kept, String kind) {
    return kept.payments(kind)
        .valueStream()
        .filter(PayPalOrders::counts)
        .map(payment -> value(payment.path("amount")))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal value(JsonNode amount) {
    if (!amount.path("value").isString()) {
      throw PayPalRefusal.invalid("MISSING_REQUIRED_PARAMETER");
    }
    return new BigDecimal(amount.path("value").asString(""));
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String newId() {
    long bits = ThreadLocalRandom.current().nextLong(1L << 62);
    String text = "0000000000000000" + Long.toString(bits, 36).toUpperCase(java.util.Locale.ROOT);
    return text.substring(text.length() - 17);
  }
}
