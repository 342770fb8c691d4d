package io.tollgate.sandbox.antom;

import io.tollgate.sandbox.antom.AntomBook.Charge;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What each path does to the book, and what it is answered. */
final class AntomOperations {

  static final JsonMapper JSON = JsonMapper.builder().build();

  private final AntomBook book;
  private final String baseUrl;
  private final AtomicLong ids = new AtomicLong();

  AntomOperations(AntomBook book, String baseUrl) {
    this.book = book;
    this.baseUrl = baseUrl;
  }

  ObjectNode answer(String operation, JsonNode asked) {
    return switch (operation) {
      case "/v1/payments/pay" -> pay(asked);
      case "/v1/payments/inquiryPayment" -> inquire(asked);
      case "/v1/payments/cancel" -> cancel(asked);
      case "/v1/payments/capture" -> capture(asked);
      case "/v1/payments/refund" -> refund(asked);
      case "/v1/payments/inquiryRefund" -> inquireRefund(asked);
      case "/v1/authorizations/consult" ->
          result("S", "SUCCESS")
              .put("normalUrl", baseUrl + "/agree/" + asked.path("authState").asString(""));
      case "/v1/authorizations/applyToken" ->
          result("S", "SUCCESS")
              .put("accessToken", "token-of-" + asked.path("authCode").asString(""))
              .put("accessTokenExpiryTime", "2036-01-01T00:00:00+08:00");
      case "/v1/authorizations/revoke" -> result("S", "SUCCESS");
      default -> result("F", "PARAM_ILLEGAL");
    };
  }

  static ObjectNode result(String status, String code) {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("result")
        .put("resultCode", code)
        .put("resultStatus", status)
        .put("resultMessage", "simulated");
    return root;
  }

  /** The notification of a payment that reached its end. */
  static ObjectNode notification(Charge charge) {
    boolean failed = charge.status().equals("FAIL");
    return of(charge, failed ? "F" : "S", failed ? charge.code() : "SUCCESS")
        .put("notifyType", "PAYMENT_RESULT")
        .put("paymentMethodType", charge.held() ? "CARD" : "GCASH");
  }

  /** What the payer's visit to the page does. */
  Optional<Charge> visit(String paymentRequestId) {
    return book.change(
        paymentRequestId,
        charge ->
            charge.status().equals("PROCESSING") ? charge.now("SUCCESS", "SUCCESS") : charge);
  }

  private ObjectNode pay(JsonNode asked) {
    AntomScript script = AntomScript.of(asked.at("/paymentMethod/paymentMethodId").asString(""));
    if (script == AntomScript.SIM_BUSY) {
      return result("U", "REQUEST_TRAFFIC_EXCEED_LIMIT");
    }
    long value = value(asked, "/paymentAmount/value");
    Charge charge = book.add(charge(asked, script, value));
    if (charge.value() != value) {
      return result("F", "REPEAT_REQ_INCONSISTENT");
    }
    return switch (charge.status()) {
      case "SUCCESS" -> of(charge, "S", "SUCCESS");
      case "FAIL" -> of(charge, "F", charge.code());
      case "CANCELLED" -> of(charge, "F", "ORDER_IS_CLOSED");
      default -> open(charge);
    };
  }

  private ObjectNode open(Charge charge) {
    ObjectNode answer = of(charge, "U", "PAYMENT_IN_PROCESS");
    return charge.script().equals(AntomScript.SIM_REDIRECT.name())
        ? answer.put("normalUrl", baseUrl + "/pay/" + charge.paymentRequestId())
        : answer;
  }

  private Charge charge(JsonNode asked, AntomScript script, long value) {
    return new Charge(
        asked.path("paymentRequestId").asString(""),
        id(),
        asked.at("/paymentAmount/currency").asString(""),
        value,
        switch (script) {
          case SIM_DECLINE_BALANCE, SIM_DECLINE_RISK, SIM_DECLINE_LIMIT -> "FAIL";
          case SIM_PENDING_THEN_APPROVE, SIM_PENDING_THEN_FAIL, SIM_REDIRECT -> "PROCESSING";
          default -> "SUCCESS";
        },
        switch (script) {
          case SIM_DECLINE_BALANCE -> "USER_BALANCE_NOT_ENOUGH";
          case SIM_DECLINE_RISK -> "RISK_REJECT";
          case SIM_DECLINE_LIMIT -> "USER_AMOUNT_EXCEED_LIMIT";
          default -> "SUCCESS";
        },
        asked.at("/paymentFactor/isAuthorization").asString("").equals("true"),
        script.name(),
        Map.of(),
        Map.of());
  }

  private ObjectNode inquire(JsonNode asked) {
    Optional<Charge> found = book.find(asked.path("paymentRequestId").asString(""));
    if (found.isEmpty()) {
      return result("F", "ORDER_NOT_EXIST");
    }
    Charge charge = found.get();
    ObjectNode answer =
        of(charge, "S", "SUCCESS")
            .put("paymentStatus", charge.status())
            .put("paymentResultCode", charge.code());
    var transactions = answer.putArray("transactions");
    charge.captures().forEach((id, value) -> {
      ObjectNode capture =
          transactions
              .addObject()
              .put("transactionType", "CAPTURE")
              .put("transactionStatus", "SUCCESS")
              .put("transactionId", "capture-" + id)
              .put("transactionRequestId", id);
      amount(capture, "transactionAmount", charge.currency(), value);
    });
    settleLater(charge);
    return answer;
  }

  private void settleLater(Charge charge) {
    if (charge.status().equals("PROCESSING")) {
      book.change(
          charge.paymentRequestId(),
          now ->
              switch (AntomScript.valueOf(now.script())) {
                case SIM_PENDING_THEN_APPROVE -> now.now("SUCCESS", "SUCCESS");
                case SIM_PENDING_THEN_FAIL -> now.now("FAIL", "RISK_REJECT");
                default -> now;
              });
    }
  }

  private ObjectNode cancel(JsonNode asked) {
    return book.change(
            asked.path("paymentRequestId").asString(""),
            charge -> charge.status().equals("FAIL") ? charge : charge.now("CANCELLED", "SUCCESS"))
        .map(charge ->
            charge.status().equals("FAIL")
                ? result("F", "ORDER_STATUS_INVALID")
                : of(charge, "S", "SUCCESS"))
        .orElseGet(() -> result("F", "ORDER_NOT_EXIST"));
  }

  private ObjectNode capture(JsonNode asked) {
    String id = asked.path("captureRequestId").asString("");
    long value = value(asked, "/captureAmount/value");
    Optional<Charge> found = book.named(asked.path("paymentId").asString(""));
    if (found.isEmpty()) {
      return result("F", "ORDER_NOT_EXIST");
    }
    Optional<Charge> after =
        book.change(
            found.get().paymentRequestId(),
            charge -> {
              boolean fits =
                  charge.status().equals("SUCCESS")
                      && charge.held()
                      && charge.captured() + value <= charge.value();
              return fits ? charge.with(plus(charge.captures(), id, value), charge.refunds()) : charge;
            });
    boolean done = after.isPresent() && after.get().captures().containsKey(id);
    ObjectNode answer = done ? result("S", "SUCCESS") : result("F", "ORDER_STATUS_INVALID");
    answer.put("captureRequestId", id).put("captureId", "capture-" + id);
    amount(answer, "captureAmount", found.get().currency(), value);
    return answer;
  }

  private ObjectNode refund(JsonNode asked) {
    String id = asked.path("refundRequestId").asString("");
    long value = value(asked, "/refundAmount/value");
    Optional<Charge> found = book.named(asked.path("paymentId").asString(""));
    if (found.isEmpty()) {
      return result("F", "ORDER_NOT_EXIST");
    }
    Optional<Charge> after =
        book.change(
            found.get().paymentRequestId(),
            charge -> {
              boolean fits = charge.charged() && charge.refunded() + value <= charge.value();
              return fits ? charge.with(charge.captures(), plus(charge.refunds(), id, value)) : charge;
            });
    boolean done = after.isPresent() && after.get().refunds().containsKey(id);
    return done
        ? refund(after.get(), id)
        : result("F", "ORDER_STATUS_INVALID").put("refundRequestId", id);
  }

  private ObjectNode inquireRefund(JsonNode asked) {
    String id = asked.path("refundRequestId").asString("");
    return book.charges().stream()
        .filter(charge -> charge.refunds().containsKey(id))
        .findFirst()
        .map(charge -> refund(charge, id).put("refundStatus", "SUCCESS"))
        .orElseGet(() -> result("F", "REFUND_NOT_EXIST"));
  }

  private static ObjectNode refund(Charge charge, String id) {
    ObjectNode answer =
        result("S", "SUCCESS").put("refundRequestId", id).put("refundId", "refund-" + id);
    amount(answer, "refundAmount", charge.currency(), charge.refunds().getOrDefault(id, 0L));
    return answer;
  }

  private static ObjectNode of(Charge charge, String status, String code) {
    ObjectNode answer =
        result(status, code)
            .put("paymentRequestId", charge.paymentRequestId())
            .put("paymentId", charge.paymentId());
    amount(answer, "paymentAmount", charge.currency(), charge.value());
    return answer;
  }

  private static void amount(ObjectNode node, String name, String currency, long value) {
    node.putObject(name).put("currency", currency).put("value", Long.toString(value));
  }

  /** Numbers travel as texts; one that is none is nothing. */
  private static long value(JsonNode asked, String pointer) {
    String text = asked.at(pointer).asString("");
    return text.matches("[0-9]{1,16}") ? Long.parseLong(text) : 0;
  }

  /** A repetition under the same id changes nothing. */
  private static Map<String, Long> plus(Map<String, Long> amounts, String id, long value) {
    Map<String, Long> more = new HashMap<>(amounts);
    more.putIfAbsent(id, value);
    return more;
  }

  private String id() {
    return "2026030119401080010018800" + (1_000_000 + ids.incrementAndGet());
  }
}
