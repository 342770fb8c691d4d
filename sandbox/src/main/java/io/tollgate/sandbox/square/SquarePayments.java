package io.tollgate.sandbox.square;

import io.tollgate.sandbox.square.SquareReply.Way;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Takes payments, completes and cancels them. */
final class SquarePayments {

  private static final String METHOD_ERROR = "PAYMENT_METHOD_ERROR";
  private static final int LONGEST_KEY = 45;

  private final SquareBook book;
  private final SquareCallbacks callbacks;
  private final SquareSimulatorSettings settings;
  private final Later later;

  SquarePayments(
      SquareBook book, SquareCallbacks callbacks, SquareSimulatorSettings settings, Later later) {
    this.book = book;
    this.callbacks = callbacks;
    this.settings = settings;
    this.later = later;
  }

  SquareReply create(ObjectNode request) {
    var key = request.path("idempotency_key").asString("");
    if (key.isEmpty() || key.length() > LONGEST_KEY || !request.path("amount_money").isObject()) {
      return SquareReply.invalid("MISSING_REQUIRED_PARAMETER");
    }
    synchronized (book) {
      var before = book.made("payment", key);
      return before == null ? charge(request, key) : repeated(before, request);
    }
  }

  /** A payment that a payer makes on a page of ours. */
  SquareReply take(ObjectNode order, String key, boolean pays) {
    return pays ? charged(order, key) : declined(order, key, "GENERIC_DECLINE");
  }

  SquareReply complete(String id) {
    return move(id, "COMPLETED");
  }

  SquareReply cancel(String id) {
    return move(id, "CANCELED");
  }

  /** Succeeds where there is no such payment, too. */
  SquareReply cancelByKey(ObjectNode request) {
    synchronized (book) {
      var payment = book.made("payment", request.path("idempotency_key").asString(""));
      if (payment != null && is(payment, "APPROVED")) {
        change(payment, "CANCELED");
      }
      return SquareReply.ok(SquareReply.JSON.createObjectNode());
    }
  }

  private static SquareReply repeated(ObjectNode before, ObjectNode request) {
    boolean isSame =
        before.path("amount_money").equals(request.path("amount_money"))
            && before.path("reference_id").equals(request.path("reference_id"));
    return isSame
        ? SquareReply.of("payment", before)
        : SquareReply.invalid("IDEMPOTENCY_KEY_REUSED");
  }

  private SquareReply charge(ObjectNode request, String key) {
    var source = request.path("source_id").asString("");
    if (source.startsWith("ccof:") && !mayCharge(source, request)) {
      return declined(request, key, "INVALID_CARD");
    }
    return switch (Script.of(source)) {
      case INVALID_REQUEST -> SquareReply.invalid("VALUE_TOO_LOW");
      case RATE_LIMITED -> SquareReply.error(429, "RATE_LIMIT_ERROR", "RATE_LIMITED");
      case SERVER_ERROR -> SquareReply.broken();
      case DROP -> SquareReply.broken().by(Way.DROPPED);
      case CARD_NONCE_DECLINED, DECLINE -> declined(request, key, Script.code(source));
      case PENDING_THEN_OK -> pending(request, key, "COMPLETED");
      case PENDING_THEN_FAIL -> pending(request, key, "FAILED");
      case SLOW -> charged(request, key).by(Way.LATE);
      case CHARGE_THEN_TIMEOUT -> charged(request, key).by(Way.NEVER);
      case CHARGE_THEN_DROP -> charged(request, key).by(Way.DROPPED);
      case CHARGE_THEN_ERROR -> {
        var _ = charged(request, key);
        yield SquareReply.broken();
      }
      case CARD_NONCE_OK,
          REFUND_PENDING,
          REFUND_FAILS,
          REFUND_THEN_DROP,
          CALLBACK_LOST,
          CALLBACK_LATE,
          CALLBACK_TWICE,
          CALLBACK_FORGED ->
          charged(request, key);
    };
  }

  /** A card on file is charged with its customer, until it is disabled. */
  private boolean mayCharge(String source, ObjectNode request) {
    var card = book.find("card", source);
    return card != null
        && card.path("enabled").asBoolean(false)
        && card.path("customer_id").equals(request.path("customer_id"));
  }

  private SquareReply charged(ObjectNode request, String key) {
    boolean isHeld = !request.path("autocomplete").asBoolean(true);
    var payment = book.add("payment", key, payment(request, isHeld ? "APPROVED" : "COMPLETED"));
    tell(payment, Script.of(request.path("source_id").asString("")));
    return SquareReply.of("payment", payment);
  }

  private SquareReply declined(ObjectNode request, String key, String code) {
    var payment = book.add("payment", key, payment(request, "FAILED"));
    SquareReply.addError(payment.withObject("card_details"), METHOD_ERROR, code);
    tell(payment, Script.CARD_NONCE_OK);
    var reply = SquareReply.error(402, METHOD_ERROR, code);
    reply.body().set("payment", payment.deepCopy());
    return reply;
  }

  private SquareReply pending(ObjectNode request, String key, String end) {
    var payment = book.add("payment", key, payment(request, "PENDING"));
    later.run(settings.processing(), () -> settle(payment, end));
    return SquareReply.of("payment", payment);
  }

  private void settle(ObjectNode payment, String status) {
    synchronized (book) {
      if (is(payment, "PENDING")) {
        change(payment, status);
      }
    }
  }

  private SquareReply move(String id, String status) {
    synchronized (book) {
      var payment = book.find("payment", id);
      if (payment == null) {
        return SquareReply.notFound();
      }
      if (!is(payment, "APPROVED")) {
        return SquareReply.invalid("BAD_REQUEST");
      }
      change(payment, status);
      return SquareReply.of("payment", payment);
    }
  }

  private void change(ObjectNode payment, String status) {
    payment.put("status", status).put("updated_at", Instant.now().toString());
    payment.withObject("card_details").put("status", cardStatus(status));
    tell(payment, Script.CARD_NONCE_OK);
  }

  private void tell(ObjectNode payment, Script script) {
    callbacks.tell("payment", payment, script);
  }

  private static ObjectNode payment(ObjectNode request, String status) {
    var now = Instant.now().toString();
    var money = request.path("amount_money");
    var payment =
        SquareReply.JSON
            .createObjectNode()
            .put("id", SquareBook.newId())
            .put("created_at", now)
            .put("updated_at", now)
            .put("status", status)
            .put("source_type", "CARD")
            .put("location_id", request.path("location_id").asString("L1"))
            .put("version_token", SquareBook.newId());
    for (var field : new String[] {"reference_id", "customer_id", "note", "order_id"}) {
      if (request.has(field)) {
        payment.set(field, request.path(field));
      }
    }
    payment.set("amount_money", money);
    payment.set("total_money", money);
    payment
        .putObject("card_details")
        .put("status", cardStatus(status))
        .put("statement_description", Script.name(request.path("source_id").asString("")));
    return payment;
  }

  private static String cardStatus(String status) {
    return switch (status) {
      case "COMPLETED" -> "CAPTURED";
      case "CANCELED" -> "VOIDED";
      case "FAILED" -> "FAILED";
      default -> "AUTHORIZED";
    };
  }

  private static boolean is(ObjectNode payment, String status) {
    return payment.path("status").asString().equals(status);
  }
}
