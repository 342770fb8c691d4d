package io.tollgate.sandbox.square;

import io.tollgate.sandbox.square.SquareReply.Way;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Finds what a request is about. Lists are one page. */
final class SquareRoutes {

  /** What Square keeps of a hundred. */
  private static final int FEE_PERCENT = 3;

  private final SquareBook book;
  private final SquarePayments payments;

  SquareRoutes(SquareBook book, SquarePayments payments) {
    this.book = book;
    this.payments = payments;
  }

  SquareReply change(List<String> path, ObjectNode body) {
    return switch (String.join("/", path.subList(0, Math.min(2, path.size())))) {
      case "v2/payments" -> changePayment(path, body);
      case "v2/refunds" -> payments.refund(body);
      case "v2/customers" -> kept("customer", body, body.deepCopy());
      case "v2/cards" -> path.size() == 4 ? disabled(path.get(2)) : card(body);
      default -> SquareReply.notFound();
    };
  }

  SquareReply read(List<String> path, Map<String, String> query) {
    var kind = path.size() < 2 ? "" : path.get(1);
    return switch (kind) {
      case "payments" ->
          path.size() == 3 ? one("payment", path.get(2)) : list("payments", "payment", timed(query));
      case "refunds" -> path.size() == 3 ? one("refund", path.get(2)) : SquareReply.notFound();
      case "cards" ->
          path.size() == 3 ? one("card", path.get(2)) : list("cards", "card", referring(query));
      case "payouts" -> path.size() == 2 ? payouts() : entries();
      default -> SquareReply.notFound();
    };
  }

  private SquareReply changePayment(List<String> path, ObjectNode body) {
    if (path.size() == 2) {
      return payments.create(body);
    }
    if (path.size() == 3 && path.get(2).equals("cancel")) {
      return payments.cancelByKey(body);
    }
    return path.size() == 4 && path.get(3).equals("complete")
        ? payments.complete(path.get(2))
        : payments.cancel(path.get(2));
  }

  private SquareReply card(ObjectNode body) {
    if (Script.of(body.path("source_id").asString("")) == Script.CARD_NONCE_DECLINED) {
      return SquareReply.invalid("INVALID_CARD_DATA");
    }
    var card = SquareReply.JSON.createObjectNode().put("enabled", true);
    card.set("customer_id", body.at("/card/customer_id"));
    card.set("reference_id", body.at("/card/reference_id"));
    return kept("card", body, card);
  }

  private SquareReply kept(String kind, ObjectNode request, ObjectNode thing) {
    var key = request.path("idempotency_key").asString("");
    synchronized (book) {
      var before = book.made(kind, key);
      if (before != null) {
        return SquareReply.of(kind, before);
      }
      thing.remove("idempotency_key");
      thing.put("id", kind.equals("card") ? "ccof:" + random() : random());
      book.put(kind, thing);
      book.remember(kind, key, thing);
      return SquareReply.of(kind, thing);
    }
  }

  private SquareReply disabled(String id) {
    synchronized (book) {
      var card = book.find("card", id);
      return card == null
          ? SquareReply.notFound()
          : SquareReply.of("card", card.put("enabled", false));
    }
  }

  private SquareReply one(String kind, String id) {
    synchronized (book) {
      var thing = book.find(kind, id);
      return thing == null ? SquareReply.notFound() : SquareReply.of(kind, thing);
    }
  }

  private SquareReply list(String name, String kind, Predicate<ObjectNode> wanted) {
    var body = SquareReply.JSON.createObjectNode();
    synchronized (book) {
      var found = book.all(kind).stream().filter(wanted).toList();
      if (!found.isEmpty()) {
        var list = body.putArray(name);
        found.forEach(thing -> list.add(thing.deepCopy()));
      }
    }
    return new SquareReply(200, body, Way.AT_ONCE);
  }

  private static Predicate<ObjectNode> timed(Map<String, String> query) {
    var begin = Instant.parse(query.getOrDefault("begin_time", Instant.EPOCH.toString()));
    var end = Instant.parse(query.getOrDefault("end_time", "9999-01-01T00:00:00Z"));
    return thing -> {
      var at = Instant.parse(thing.path("created_at").asString());
      return !at.isBefore(begin) && at.isBefore(end);
    };
  }

  private static Predicate<ObjectNode> referring(Map<String, String> query) {
    var wanted = query.getOrDefault("reference_id", "");
    return thing -> wanted.isEmpty() || wanted.equals(thing.path("reference_id").asString(""));
  }

  /** One payout holds all that there is. */
  private static SquareReply payouts() {
    var body = SquareReply.JSON.createObjectNode();
    body.putArray("payouts")
        .addObject()
        .put("id", "po_simulated")
        .put("status", "SENT")
        .put("location_id", "L1");
    return new SquareReply(200, body, Way.AT_ONCE);
  }

  private SquareReply entries() {
    var body = SquareReply.JSON.createObjectNode();
    var list = body.putArray("payout_entries");
    synchronized (book) {
      for (var payment : book.all("payment")) {
        if (payment.path("status").asString().equals("COMPLETED")) {
          long amount = payment.at("/amount_money/amount").asLong();
          var entry = entry(payment, "CHARGE", amount, amount * FEE_PERCENT / 100);
          entry.putObject("type_charge_details").put("payment_id", payment.path("id").asString());
          list.add(entry);
        }
      }
      for (var refund : book.all("refund")) {
        var entry = entry(refund, "REFUND", -refund.at("/amount_money/amount").asLong(), 0);
        entry
            .putObject("type_refund_details")
            .put("payment_id", refund.path("payment_id").asString())
            .put("refund_id", refund.path("id").asString());
        list.add(entry);
      }
    }
    return new SquareReply(200, body, Way.AT_ONCE);
  }

  private static ObjectNode entry(ObjectNode thing, String type, long gross, long fee) {
    var currency = thing.at("/amount_money/currency").asString();
    var entry =
        SquareReply.JSON
            .createObjectNode()
            .put("id", "poe_" + thing.path("id").asString())
            .put("payout_id", "po_simulated")
            .put("type", type)
            .put("effective_at", thing.path("created_at").asString());
    entry.putObject("gross_amount_money").put("amount", gross).put("currency", currency);
    entry.putObject("fee_amount_money").put("amount", fee).put("currency", currency);
    entry.putObject("net_amount_money").put("amount", gross - fee).put("currency", currency);
    return entry;
  }

  private static String random() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
