package io.tollgate.sandbox.mercadopago;

import static io.tollgate.sandbox.mercadopago.MercadoPagoBook.text;

import io.tollgate.sandbox.mercadopago.Reply.Way;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Takes payments, captures and cancels them. */
final class MercadoPagoPayments {

  /** What a Pix code starts with; the payment's id follows. */
  static final String PIX_CODE = "00020126580014br.gov.bcb.pix";

  private static final Set<String> OPEN = Set.of("pending", "in_process", "authorized");
  private static final int NOT_IN_THIS_STATE = 2018;

  private final MercadoPagoBook book;
  private final MercadoPagoVault vault;
  private final MercadoPagoCallbacks callbacks;
  private final MercadoPagoSettings settings;
  private final Later later;
  private final String baseUrl;

  MercadoPagoPayments(
      MercadoPagoBook book,
      MercadoPagoVault vault,
      MercadoPagoCallbacks callbacks,
      MercadoPagoSettings settings,
      Later later,
      String baseUrl) {
    this.book = book;
    this.vault = vault;
    this.callbacks = callbacks;
    this.settings = settings;
    this.later = later;
    this.baseUrl = baseUrl;
  }

  /** {@code POST /v1/payments} */
  Reply create(ObjectNode request) {
    var payer = request.path("payer");
    if (!request.path("transaction_amount").isNumber()) {
      return Reply.refusal(4003, "transaction_amount atributte must be numeric");
    }
    if (payer.path("email").asString("").isEmpty() && payer.path("id").asString("").isEmpty()) {
      return Reply.refusal(4050, "payer.email must be a valid email");
    }
    if (text(request, "payment_method_id").equals("pix")) {
      return pix(request);
    }
    var token = text(request, "token");
    if (token.isEmpty()) {
      return Reply.refusal(3006, "Invalid parameter cardtoken_id");
    }
    if (!request.path("installments").isIntegralNumber()) {
      return Reply.refusal(4004, "installments atributte can't be null");
    }
    return vault.mayCharge(token, payer.path("id").asString(""))
        ? charge(request, token)
        : Reply.refusal(2002, "Customer not found");
  }

  /** {@code GET /v1/payments/search} */
  Reply search(Map<String, String> query) {
    var body = Reply.object();
    var found =
        book.all("payment").stream()
            .filter(payment ->
                text(payment, "external_reference").equals(query.get("external_reference")))
            .toList()
            .reversed();
    var results = body.putArray("results");
    found.forEach(results::add);
    body.putObject("paging").put("total", found.size()).put("limit", 30).put("offset", 0);
    return Reply.ok(body);
  }

  /** {@code PUT /v1/payments/{id}} */
  Reply update(ObjectNode payment, ObjectNode request) {
    if (request.path("capture").asBoolean(false)) {
      return capture(payment, request);
    }
    if (!text(request, "status").equals("cancelled")) {
      return Reply.refusal(2016, "Invalid status for update");
    }
    if (!OPEN.contains(text(payment, "status"))) {
      return Reply.refusal(NOT_IN_THIS_STATE, "not valid for the current payment state");
    }
    change(payment, "cancelled", "by_collector");
    return Reply.ok(payment);
  }

  /** A payment made on a page; false where the payer's wish is none. */
  boolean payOnPage(ObjectNode preference, String outcome) {
    var item = preference.path("items").path(0);
    var request =
        Reply.object()
            .put("payment_method_id", "account_money")
            .put("external_reference", text(preference, "external_reference"))
            .put("notification_url", text(preference, "notification_url"));
    request.set("transaction_amount", item.path("unit_price"));
    request.set("payer", preference.path("payer"));
    return act(add(request, "pending", "pending_waiting_payment", Script.APPROVE), outcome);
  }

  /** What a payer does with a payment that waits; false where there is nothing left to do. */
  boolean act(ObjectNode payment, String outcome) {
    if (!text(payment, "status").equals("pending")) {
      return false;
    }
    switch (outcome) {
      case "approve" -> change(payment, "approved", "accredited");
      case "reject" -> change(payment, "rejected", "cc_rejected_other_reason");
      case "expire" -> change(payment, "cancelled", "expired");
      case "leave" -> callbacks.tell(payment, Script.APPROVE);
      default -> {
        return false;
      }
    }
    return true;
  }

  Script script(ObjectNode payment) {
    var used = book.find("script", text(payment, "id"));
    return used == null ? Script.APPROVE : Script.of(text(used, "token"));
  }

  void change(ObjectNode payment, String status, String detail) {
    payment.put("status", status).put("status_detail", detail).put("date_last_updated", now());
    if (status.equals("approved")) {
      approve(payment);
    }
    callbacks.tell(payment, script(payment));
  }

  static String now() {
    return OffsetDateTime.now(ZoneOffset.ofHours(-4)).toString();
  }

  private Reply pix(ObjectNode request) {
    var payment = add(request, "pending", "pending_waiting_transfer", Script.APPROVE);
    payment
        .putObject("point_of_interaction")
        .put("type", "OPENPLATFORM")
        .putObject("transaction_data")
        .put("qr_code", PIX_CODE + text(payment, "id"))
        .put("ticket_url", baseUrl + "/_sim/pay/" + text(payment, "id"));
    return Reply.created(payment);
  }

  private Reply charge(ObjectNode request, String token) {
    var script = Script.of(token);
    return switch (script) {
      case REFUSE -> Reply.refusal(3003, "Invalid card_token_id");
      case BUSY -> Reply.error(429, "too_many_requests", 429, "Rate limit exceeded");
      case FAIL -> Reply.broken();
      case DROP -> Reply.broken().by(Way.DROPPED);
      case REJECT -> Reply.created(add(request, "rejected", Script.detail(token), script));
      case IN_PROCESS -> inProcess(request, "approved", "accredited", script);
      case IN_PROCESS_THEN_REJECT ->
          inProcess(request, "rejected", "cc_rejected_high_risk", script);
      case SLOW -> approved(request, script).by(Way.LATE);
      case CHARGE_THEN_TIMEOUT -> approved(request, script).by(Way.NEVER);
      case CHARGE_THEN_DROP -> approved(request, script).by(Way.DROPPED);
      case CHARGE_THEN_500 -> approved(request, script).by(Way.BROKEN);
      case APPROVE,
          CALLBACK_LOST,
          CALLBACK_LATE,
          CALLBACK_TWICE,
          CALLBACK_FORGED,
          REFUND_PENDING,
          REFUND_FAILS,
          REFUND_THEN_DROP ->
          approved(request, script);
    };
  }

  private Reply approved(ObjectNode request, Script script) {
    boolean isHeld = !request.path("capture").asBoolean(true);
    return Reply.created(
        isHeld
            ? add(request, "authorized", "pending_capture", script)
            : add(request, "approved", "accredited", script));
  }

  private Reply inProcess(ObjectNode request, String status, String detail, Script script) {
    var payment = add(request, "in_process", "pending_contingency", script);
    later.after(settings.processing(), () -> settle(payment, status, detail));
    return Reply.created(payment);
  }

  private void settle(ObjectNode payment, String status, String detail) {
    synchronized (book) {
      if (text(payment, "status").equals("in_process")) {
        change(payment, status, detail);
      }
    }
  }

  private Reply capture(ObjectNode payment, ObjectNode request) {
    if (!text(payment, "status").equals("authorized")) {
      return Reply.refusal(NOT_IN_THIS_STATE, "not valid for the current payment state");
    }
    var amount = payment.path("transaction_amount").decimalValue();
    var part =
        request.has("transaction_amount")
            ? request.path("transaction_amount").decimalValue()
            : amount;
    if (part.signum() <= 0 || part.compareTo(amount) > 0) {
      return Reply.refusal(2017, "Invalid transaction_amount for update");
    }
    payment.put("transaction_amount", part);
    payment.withObject("transaction_details").put("total_paid_amount", part);
    change(payment, "approved", "accredited");
    return Reply.ok(payment);
  }

  private static void approve(ObjectNode payment) {
    payment.put("captured", true);
    if (!payment.has("date_approved")) {
      payment.put("date_approved", now());
    }
  }

  private ObjectNode add(ObjectNode request, String status, String detail, Script script) {
    var id = book.newId();
    var payment =
        Reply.object()
            .put("id", Long.parseLong(id))
            .put("date_created", now())
            .put("date_last_updated", now())
            .put("operation_type", "regular_payment")
            .put("payment_type_id", "credit_card")
            .put("status", status)
            .put("status_detail", detail)
            .put("currency_id", settings.currency())
            .put("live_mode", false)
            .put("collector_id", 448_870_796L)
            .put("captured", false)
            .put("binary_mode", false)
            .put("installments", request.path("installments").asInt(1));
    for (var field :
        new String[] {
          "payment_method_id",
          "description",
          "external_reference",
          "transaction_amount",
          "notification_url",
          "payer"
        }) {
      if (request.has(field)) {
        payment.set(field, request.path(field));
      }
    }
    payment.put("transaction_amount_refunded", BigDecimal.ZERO);
    payment
        .putObject("transaction_details")
        .set("total_paid_amount", request.path("transaction_amount"));
    if (status.equals("approved")) {
      approve(payment);
    }
    book.add("payment", id, payment);
    book.add("script", id, Reply.object().put("token", text(request, "token")));
    if (!status.equals("pending")) {
      callbacks.tell(payment, script);
    }
    return payment;
  }
}
