package io.tollgate.sandbox.square;

import io.tollgate.sandbox.square.SquareReply.Way;
import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Takes payments, completes, cancels and gives them back. */
final class SquarePayments {

  private final SquareBook book;
  private final SquareCallbacks callbacks;
  private final SquareSimulatorSettings settings;

  SquarePayments(SquareBook book, SquareCallbacks callbacks, SquareSimulatorSettings settings) {
    this.book = book;
    this.callbacks = callbacks;
    this.settings = settings;
  }

  SquareReply create(ObjectNode request) {
    var key = request.path("idempotency_key").asString("");
    var script = Script.of(request.path("source_id").asString(""));
    if (key.isEmpty() || key.length() > 45 || !request.path("amount_money").isObject()) {
      return SquareReply.invalid("MISSING_REQUIRED_PARAMETER");
    }
    synchronized (book) {
      var before = book.made("payment", key);
      if (before != null) {
        boolean isSame =
            before.path("amount_money").equals(request.path("amount_money"))
                && before.path("reference_id").equals(request.path("reference_id"));
        return isSame
            ? SquareReply.of("payment", before)
            : SquareReply.invalid("IDEMPOTENCY_KEY_REUSED");
      }
      return switch (script) {
        case INVALID_REQUEST -> SquareReply.invalid("VALUE_TOO_LOW");
        case RATE_LIMITED -> SquareReply.error(429, "RATE_LIMIT_ERROR", "RATE_LIMITED");
        case SERVER_ERROR -> SquareReply.error(500, "API_ERROR", "INTERNAL_SERVER_ERROR");
        case DROP -> SquareReply.invalid("BAD_REQUEST").by(Way.DROPPED);
        case CARD_NONCE_DECLINED -> declined(request, key, "GENERIC_DECLINE");
        case INSUFFICIENT_FUNDS -> declined(request, key, "INSUFFICIENT_FUNDS");
        case CARD_EXPIRED -> declined(request, key, "CARD_EXPIRED");
        case PENDING_THEN_OK -> pending(request, key, "COMPLETED");
        case PENDING_THEN_FAIL -> pending(request, key, "FAILED");
        case SLOW -> charged(request, key, script).by(Way.LATE);
        case CHARGE_THEN_TIMEOUT -> charged(request, key, script).by(Way.NEVER);
        case CHARGE_THEN_DROP -> charged(request, key, script).by(Way.DROPPED);
        case CARD_NONCE_OK, CALLBACK_LOST, CALLBACK_LATE, CALLBACK_TWICE, CALLBACK_FORGED ->
            charged(request, key, script);
      };
    }
  }

  SquareReply complete(String id) {
    return move(id, "COMPLETED");
  }

  SquareReply cancel(String id) {
    return move(id, "CANCELED");
  }

  SquareReply cancelByKey(ObjectNode request) {
    synchronized (book) {
      var payment = book.made("payment", request.path("idempotency_key").asString(""));
      if (payment != null && payment.path("status").asString().equals("APPROVED")) {
        payment.put("status", "CANCELED");
      }
      return new SquareReply(200, SquareReply.JSON.createObjectNode(), Way.AT_ONCE);
    }
  }

  SquareReply refund(ObjectNode request) {
    var key = request.path("idempotency_key").asString("");
    synchronized (book) {
      var before = book.made("refund", key);
      if (before != null) {
        return SquareReply.of("refund", before);
      }
      var payment = book.find("payment", request.path("payment_id").asString(""));
      if (payment == null) {
        return SquareReply.notFound();
      }
      long refunded = payment.at("/refunded_money/amount").asLong(0);
      long amount = request.at("/amount_money/amount").asLong(0);
      long left = payment.at("/amount_money/amount").asLong() - refunded;
      if (!payment.path("status").asString().equals("COMPLETED") || amount > left || amount < 1) {
        return SquareReply.error(400, "REFUND_ERROR", "REFUND_AMOUNT_INVALID");
      }
      return SquareReply.of("refund", refunded(request, payment, key, refunded + amount));
    }
  }

  private ObjectNode refunded(ObjectNode request, ObjectNode payment, String key, long total) {
    var refund =
        SquareReply.JSON
            .createObjectNode()
            .put("id", payment.path("id").asString() + "_" + random())
            .put("status", "COMPLETED")
            .put("payment_id", payment.path("id").asString())
            .put("reason", request.path("reason").asString(""))
            .put("created_at", Instant.now().toString());
    refund.set("amount_money", request.path("amount_money"));
    payment
        .putObject("refunded_money")
        .put("amount", total)
        .put("currency", payment.at("/amount_money/currency").asString());
    payment.withArray("refund_ids").add(refund.path("id").asString());
    book.put("refund", refund);
    book.remember("refund", key, refund);
    callbacks.tell("refund", refund, Script.CARD_NONCE_OK);
    return refund;
  }

  private SquareReply charged(ObjectNode request, String key, Script script) {
    boolean isHeld = !request.path("autocomplete").asBoolean(true);
    var payment = payment(request, key, isHeld ? "APPROVED" : "COMPLETED");
    callbacks.tell("payment", payment, script);
    return SquareReply.of("payment", payment);
  }

  private SquareReply declined(ObjectNode request, String key, String code) {
    var payment = payment(request, key, "FAILED");
    callbacks.tell("payment", payment, Script.CARD_NONCE_DECLINED);
    var reply = SquareReply.error(402, "PAYMENT_METHOD_ERROR", code);
    reply.body().set("payment", payment.deepCopy());
    return reply;
  }

  private SquareReply pending(ObjectNode request, String key, String later) {
    var payment = payment(request, key, "PENDING");
    var reply = SquareReply.of("payment", payment);
    Mono.delay(settings.processing()).subscribe(_ -> settle(payment, later));
    return reply;
  }

  private void settle(ObjectNode payment, String status) {
    synchronized (book) {
      if (payment.path("status").asString().equals("PENDING")) {
        payment.put("status", status);
        callbacks.tell("payment", payment, Script.CARD_NONCE_OK);
      }
    }
  }

  private ObjectNode payment(ObjectNode request, String key, String status) {
    var payment =
        SquareReply.JSON
            .createObjectNode()
            .put("id", random())
            .put("created_at", Instant.now().toString())
            .put("status", status)
            .put("source_type", "CARD")
            .put("reference_id", request.path("reference_id").asString(""));
    payment.set("amount_money", request.path("amount_money"));
    book.put("payment", payment);
    book.remember("payment", key, payment);
    return payment;
  }

  private SquareReply move(String id, String status) {
    synchronized (book) {
      var payment = book.find("payment", id);
      if (payment == null) {
        return SquareReply.notFound();
      }
      if (!payment.path("status").asString().equals("APPROVED")) {
        return SquareReply.invalid("BAD_REQUEST");
      }
      payment.put("status", status);
      callbacks.tell("payment", payment, Script.CARD_NONCE_OK);
      return SquareReply.of("payment", payment);
    }
  }

  private static String random() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
