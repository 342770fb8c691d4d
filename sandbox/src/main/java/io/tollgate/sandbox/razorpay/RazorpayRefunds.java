package io.tollgate.sandbox.razorpay;

import io.tollgate.sandbox.razorpay.RazorpayReply.Way;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Gives captured payments back, once for each key, and tells what was settled. */
final class RazorpayRefunds {

  /** What Razorpay keeps of a hundred, the tax on it included. */
  private static final int FEE_PERCENT = 2;

  private final RazorpayBook book;
  private final RazorpayEvents events;
  private final RazorpaySimulatorSettings settings;
  private final Later later;

  RazorpayRefunds(
      RazorpayBook book, RazorpayEvents events, RazorpaySimulatorSettings settings, Later later) {
    this.book = book;
    this.events = events;
    this.settings = settings;
    this.later = later;
  }

  RazorpayReply create(String id, ObjectNode request, String key) {
    var before = book.hidden("key " + key);
    if (before.has("refund")) {
      return before.path("request").equals(request)
          ? RazorpayReply.of(known(before.path("refund").asString()))
          : RazorpayReply.invalid();
    }
    var payment = book.find(id);
    if (payment == null || !isPossible(payment, request.path("amount").asLong(0))) {
      return RazorpayReply.invalid();
    }
    var refund = refunded(payment, request);
    before.put("refund", refund.path("id").asString()).set("request", request);
    var reply = RazorpayReply.of(refund);
    return script(payment) == RazorpayScript.SIM_REFUND_THEN_DROP ? reply.by(Way.DROPPED) : reply;
  }

  RazorpayReply one(String id) {
    var refund = book.find(id);
    return refund == null ? RazorpayReply.invalid() : RazorpayReply.of(refund);
  }

  RazorpayReply ofPayment(String payment, int skip, int count) {
    var all = book.all("refund", it -> it.path("payment_id").asString().equals(payment));
    return RazorpayReply.list(part(all, skip, count));
  }

  /** All that was ever captured or given back, as settled on the day that is asked for. */
  RazorpayReply settled(int skip, int count) {
    var payments =
        book.all("payment", it -> it.path("captured").asBoolean(false)).stream()
            .map(it -> line(it, "payment", it.path("amount").asLong() * FEE_PERCENT / 100));
    var refunds =
        book.all("refund", it -> it.path("status").asString().equals("processed")).stream()
            .map(it -> line(it, "refund", 0));
    return RazorpayReply.list(part(Stream.concat(payments, refunds).toList(), skip, count));
  }

  private ObjectNode known(String id) {
    var refund = book.find(id);
    if (refund == null) {
      throw new IllegalStateException("a refund that was made is kept");
    }
    return refund;
  }

  private boolean isPossible(ObjectNode payment, long amount) {
    var id = payment.path("id").asString();
    return payment.path("captured").asBoolean(false)
        && amount > 0
        && amount <= payment.path("amount").asLong() - book.refunded(id);
  }

  private ObjectNode refunded(ObjectNode payment, ObjectNode request) {
    var refund = book.add("rfnd", "refund").put("payment_id", payment.path("id").asString());
    RazorpayReply.copy(request, refund, "amount", "receipt", "notes");
    RazorpayReply.copy(payment, refund, "currency");
    switch (script(payment)) {
      case SIM_REFUND_PENDING -> settleLater(refund.put("status", "pending"), "processed");
      case SIM_REFUND_FAILS -> settleLater(refund.put("status", "pending"), "failed");
      default -> become(refund, "processed");
    }
    return refund;
  }

  private void settleLater(ObjectNode refund, String status) {
    later.run(
        settings.processing(),
        Mono.fromRunnable(() -> {
          synchronized (book) {
            become(refund, status);
          }
        }));
  }

  private void become(ObjectNode refund, String status) {
    refund.put("status", status);
    events.tell("refund." + status, "refund", refund, RazorpayScript.APPROVE);
  }

  private ObjectNode line(ObjectNode thing, String type, long fee) {
    boolean isRefund = type.equals("refund");
    long amount = thing.path("amount").asLong();
    var payment = isRefund ? known(thing.path("payment_id").asString()) : thing;
    var order = payment.path("order_id").asString();
    var line =
        RazorpayReply.JSON
            .createObjectNode()
            .put("entity_id", thing.path("id").asString())
            .put("type", type)
            .put("debit", isRefund ? amount : 0)
            .put("credit", isRefund ? 0 : amount - fee)
            .put("amount", amount)
            .put("currency", thing.path("currency").asString())
            .put("fee", fee)
            .put("settled", true)
            .put("created_at", thing.path("created_at").asLong())
            .put("order_id", order)
            .put("order_receipt", book.hidden(order).path("reference").asString(""));
    RazorpayReply.copy(thing, line, "notes");
    return line;
  }

  private RazorpayScript script(ObjectNode payment) {
    return RazorpayScript.of(book.hidden(payment.path("id").asString()).path("means").asString(""));
  }

  private static List<ObjectNode> part(List<ObjectNode> all, int skip, int count) {
    int begin = Math.min(skip, all.size());
    return all.subList(begin, Math.min(begin + count, all.size()));
  }
}
