package io.tollgate.sandbox.antom;

import static io.tollgate.sandbox.antom.AntomJson.done;
import static io.tollgate.sandbox.antom.AntomJson.result;
import static io.tollgate.sandbox.antom.AntomJson.text;
import static io.tollgate.sandbox.antom.AntomJson.value;

import io.tollgate.sandbox.antom.AntomBook.Charge;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What each path about payments does to the book, and what it is answered. */
final class AntomPayments {

  private final AntomBook book;
  private final AntomNotices notices;
  private final String baseUrl;
  private final AtomicLong ids = new AtomicLong();

  AntomPayments(AntomBook book, AntomNotices notices, String baseUrl) {
    this.book = book;
    this.notices = notices;
    this.baseUrl = baseUrl;
  }

  ObjectNode answer(String path, JsonNode asked) {
    return switch (path) {
      case "/v1/payments/pay" -> pay(asked);
      case "/v1/payments/inquiryPayment" -> inquire(asked);
      case "/v1/payments/cancel" -> cancel(asked);
      case "/v1/payments/capture" -> capture(asked);
      case "/v1/payments/refund" -> refund(asked);
      case "/v1/payments/inquiryRefund" -> inquireRefund(text(asked, "refundRequestId"));
      default -> result("F", "PARAM_ILLEGAL");
    };
  }

  /**
   * The payer is on the page, and pays or gives up.
   *
   * @param outcome {@code fail} where he gives up; else he pays, and the callback may go wrong, as
   *     in {@code callback_lost}
   */
  void visit(String paymentRequestId, String outcome) {
    AntomScript script = AntomScript.of(AntomScript.PREFIX + outcome);
    change(paymentRequestId, charge -> ended(charge.going(script), !outcome.equals("fail")));
  }

  private static Charge ended(Charge charge, boolean pays) {
    return pays ? charge.now("SUCCESS", "SUCCESS") : charge.now("FAIL", "RISK_REJECT");
  }

  private ObjectNode pay(JsonNode asked) {
    String token = text(asked.path("paymentMethod"), "paymentMethodId");
    AntomScript script = AntomScript.of(token);
    if (script.isLeftOut()) {
      return script == AntomScript.SIM_BUSY
          ? result("U", "REQUEST_TRAFFIC_EXCEED_LIMIT")
          : result("F", "PATIENCE_LOST");
    }
    if (book.firstAgreement(it -> it.accessToken().equals(token) && it.isRevoked()).isPresent()) {
      return result("F", "INVALID_ACCESS_TOKEN");
    }
    Charge wanted = charge(asked, script);
    boolean isNew = book.find(wanted.paymentRequestId()).isEmpty();
    Charge charge = book.add(wanted);
    if (charge.value() != wanted.value()) {
      return result("F", "REPEAT_REQ_INCONSISTENT");
    }
    if (isNew) {
      notices.tell(charge);
    }
    return switch (charge.status()) {
      case "SUCCESS" -> AntomJson.of(charge, "S", "SUCCESS");
      case "FAIL" -> AntomJson.of(charge, "F", charge.code());
      case "CANCELLED" -> AntomJson.of(charge, "F", "ORDER_IS_CLOSED");
      default -> open(charge);
    };
  }

  private ObjectNode open(Charge charge) {
    ObjectNode answer = AntomJson.of(charge, "U", "PAYMENT_IN_PROCESS");
    return charge.goes() == AntomScript.SIM_REDIRECT
        ? answer.put("normalUrl", baseUrl + "/pay/" + charge.paymentRequestId())
        : answer;
  }

  private Charge charge(JsonNode asked, AntomScript script) {
    return new Charge(
        text(asked, "paymentRequestId"),
        "2026030119401080010018800" + (1_000_000 + ids.incrementAndGet()),
        text(asked.path("paymentMethod"), "paymentMethodType"),
        text(asked.path("paymentAmount"), "currency"),
        value(asked, "paymentAmount"),
        script.status(),
        script.code(),
        text(asked.path("paymentFactor"), "isAuthorization").equals("true"),
        script.name(),
        Map.of(),
        Map.of());
  }

  private ObjectNode inquire(JsonNode asked) {
    Optional<Charge> found = book.find(text(asked, "paymentRequestId"));
    if (found.isEmpty()) {
      return result("F", "ORDER_NOT_EXIST");
    }
    Charge charge = found.get();
    ObjectNode answer =
        AntomJson.of(charge, "S", "SUCCESS")
            .put("paymentStatus", charge.status())
            .put("paymentResultCode", charge.code());
    var transactions = answer.putArray("transactions");
    charge
        .captures()
        .forEach((id, amount) ->
            AntomJson.amount(
                transactions
                    .addObject()
                    .put("transactionType", "CAPTURE")
                    .put("transactionStatus", "SUCCESS")
                    .put("transactionId", "capture-" + id)
                    .put("transactionRequestId", id),
                "transactionAmount",
                charge.currency(),
                amount));
    settleAfter(charge);
    return answer;
  }

  private void settleAfter(Charge charge) {
    switch (charge.goes()) {
      case SIM_PENDING_THEN_APPROVE -> change(charge.paymentRequestId(), it -> ended(it, true));
      case SIM_PENDING_THEN_FAIL -> change(charge.paymentRequestId(), it -> ended(it, false));
      default -> {}
    }
  }

  /** What is in process goes on to its end, which is told. */
  private void change(String paymentRequestId, UnaryOperator<Charge> change) {
    boolean isOpen =
        book.find(paymentRequestId).filter(it -> it.status().equals("PROCESSING")).isPresent();
    if (isOpen) {
      book.change(paymentRequestId, change).ifPresent(notices::tell);
    }
  }

  /** What is paid is given back as well; what failed cannot be cancelled. */
  private ObjectNode cancel(JsonNode asked) {
    return book.change(
            text(asked, "paymentRequestId"),
            charge -> charge.status().equals("FAIL") ? charge : charge.now("CANCELLED", "SUCCESS"))
        .map(charge ->
            charge.status().equals("FAIL")
                ? result("F", "ORDER_STATUS_INVALID")
                : done()
                    .put("paymentRequestId", charge.paymentRequestId())
                    .put("paymentId", charge.paymentId()))
        .orElseGet(() -> result("F", "ORDER_NOT_EXIST"));
  }

  private ObjectNode capture(JsonNode asked) {
    String id = text(asked, "captureRequestId");
    Optional<Charge> after = after(asked, it -> it.capturing(id, value(asked, "captureAmount")));
    if (after.isEmpty()) {
      return result("F", "ORDER_NOT_EXIST");
    }
    if (!after.get().captures().containsKey(id)) {
      return result("F", "ORDER_STATUS_INVALID").put("captureRequestId", id);
    }
    notices.captured(after.get(), id);
    return AntomJson.capture(after.get(), id);
  }

  private ObjectNode refund(JsonNode asked) {
    String id = text(asked, "refundRequestId");
    Optional<Charge> after = after(asked, it -> it.refunding(id, value(asked, "refundAmount")));
    if (after.isEmpty()) {
      return result("F", "ORDER_NOT_EXIST");
    }
    if (!after.get().refunds().containsKey(id)) {
      return result("F", "ORDER_STATUS_INVALID").put("refundRequestId", id);
    }
    notices.refunded(after.get(), id);
    return AntomJson.refund(after.get(), id).put("paymentId", after.get().paymentId());
  }

  /** The payment that Antom named, after a change. */
  private Optional<Charge> after(JsonNode asked, UnaryOperator<Charge> change) {
    return book.first(it -> it.paymentId().equals(text(asked, "paymentId")))
        .flatMap(it -> book.change(it.paymentRequestId(), change));
  }

  private ObjectNode inquireRefund(String id) {
    return book.first(charge -> charge.refunds().containsKey(id))
        .map(charge -> AntomJson.refund(charge, id).put("refundStatus", "SUCCESS"))
        .orElseGet(() -> result("F", "REFUND_NOT_EXIST"));
  }
}
