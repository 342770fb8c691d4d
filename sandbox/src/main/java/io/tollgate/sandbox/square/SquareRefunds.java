package io.tollgate.sandbox.square;

import io.tollgate.sandbox.square.SquareReply.Way;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Gives payments back, as the token wants that they were made with. */
final class SquareRefunds {

  private final SquareBook book;
  private final SquareCallbacks callbacks;
  private final SquareSimulatorSettings settings;
  private final Later later;

  SquareRefunds(
      SquareBook book, SquareCallbacks callbacks, SquareSimulatorSettings settings, Later later) {
    this.book = book;
    this.callbacks = callbacks;
    this.settings = settings;
    this.later = later;
  }

  SquareReply create(ObjectNode request) {
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
      return isPossible(payment, request.at("/amount_money/amount").asLong(0))
          ? refunded(payment, request, key)
          : SquareReply.error(400, "REFUND_ERROR", "REFUND_AMOUNT_INVALID");
    }
  }

  private boolean isPossible(ObjectNode payment, long amount) {
    long all = payment.at("/amount_money/amount").asLong();
    return payment.path("status").asString().equals("COMPLETED")
        && amount > 0
        && amount <= all - book.refunded(payment.path("id").asString());
  }

  private SquareReply refunded(ObjectNode payment, ObjectNode request, String key) {
    var script = Script.of(payment.at("/card_details/statement_description").asString(""));
    boolean isFinal = script != Script.REFUND_PENDING && script != Script.REFUND_FAILS;
    var refund = book.add("refund", key, refund(request, isFinal ? "COMPLETED" : "PENDING"));
    payment.withArray("refund_ids").add(refund.path("id").asString());
    tell(payment, refund);
    if (!isFinal) {
      var end = script == Script.REFUND_FAILS ? "FAILED" : "COMPLETED";
      later.run(settings.processing(), () -> settle(payment, refund, end));
    }
    var reply = SquareReply.of("refund", refund);
    return script == Script.REFUND_THEN_DROP ? reply.by(Way.DROPPED) : reply;
  }

  private void settle(ObjectNode payment, ObjectNode refund, String status) {
    synchronized (book) {
      refund.put("status", status).put("updated_at", Instant.now().toString());
      tell(payment, refund);
    }
  }

  private void tell(ObjectNode payment, ObjectNode refund) {
    payment
        .putObject("refunded_money")
        .put("amount", book.refunded(payment.path("id").asString()))
        .put("currency", payment.at("/amount_money/currency").asString());
    callbacks.tell("refund", refund, Script.CARD_NONCE_OK);
  }

  private static ObjectNode refund(ObjectNode request, String status) {
    var now = Instant.now().toString();
    var payment = request.path("payment_id").asString();
    var refund =
        SquareReply.JSON
            .createObjectNode()
            .put("id", payment + "_" + SquareBook.newId())
            .put("status", status)
            .put("payment_id", payment)
            .put("created_at", now)
            .put("updated_at", now);
    if (request.has("reason")) {
      refund.set("reason", request.path("reason"));
    }
    refund.set("amount_money", request.path("amount_money"));
    return refund;
  }
}
