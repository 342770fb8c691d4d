package io.tollgate.sandbox.square;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What there is, one by one or a page at a time, in the order in which it was made. One payout
 * holds all that was paid and given back.
 */
final class SquareLists {

  /** What Square keeps of a hundred. */
  private static final int FEE_PERCENT = 3;

  private static final String LONGEST_PAGE = "100";
  private static final String PAYOUT = "po_simulated";

  private final SquareBook book;

  SquareLists(SquareBook book) {
    this.book = book;
  }

  SquareReply one(String kind, String id) {
    synchronized (book) {
      var thing = book.find(kind, id);
      return thing == null ? SquareReply.notFound() : SquareReply.of(kind, thing);
    }
  }

  SquareReply payments(Map<String, String> query) {
    synchronized (book) {
      return page("payments", book.all("payment").stream().filter(it -> isIn(query, it)), query);
    }
  }

  SquareReply cards(Map<String, String> query) {
    var wanted = query.getOrDefault("reference_id", "");
    boolean all = query.getOrDefault("include_disabled", "false").equals("true");
    synchronized (book) {
      return page(
          "cards",
          book.all("card").stream()
              .filter(it -> wanted.isEmpty() || it.path("reference_id").asString("").equals(wanted))
              .filter(it -> all || it.path("enabled").asBoolean(false)),
          query);
    }
  }

  SquareReply payouts(Map<String, String> query) {
    var payout =
        SquareReply.JSON
            .createObjectNode()
            .put("id", PAYOUT)
            .put("status", "SENT")
            .put("location_id", "L1");
    return page("payouts", Stream.of(payout), query);
  }

  SquareReply entries(Map<String, String> query) {
    synchronized (book) {
      var charges =
          book.all("payment").stream()
              .filter(it -> it.path("status").asString().equals("COMPLETED"))
              .map(SquareLists::charge);
      var refunds =
          book.all("refund").stream()
              .filter(it -> it.path("status").asString().equals("COMPLETED"))
              .map(SquareLists::refund);
      return page("payout_entries", Stream.concat(charges, refunds), query);
    }
  }

  /** An empty list and the cursor of a last page are left out, as Square does. */
  private static SquareReply page(
      String name, Stream<ObjectNode> things, Map<String, String> query) {
    List<ObjectNode> all = things.toList();
    int begin = Math.min(number(query.get("cursor"), "0"), all.size());
    int end = Math.min(begin + number(query.get("limit"), LONGEST_PAGE), all.size());
    var body = SquareReply.JSON.createObjectNode();
    if (begin < end) {
      var list = body.putArray(name);
      all.subList(begin, end).forEach(thing -> list.add(thing.deepCopy()));
    }
    if (end < all.size()) {
      body.put("cursor", Integer.toString(end));
    }
    return SquareReply.ok(body);
  }

  private static int number(@Nullable String text, String unlessThere) {
    return Integer.parseInt(text == null ? unlessThere : text);
  }

  private static boolean isIn(Map<String, String> query, ObjectNode thing) {
    var begin = Instant.parse(query.getOrDefault("begin_time", "1970-01-01T00:00:00Z"));
    var end = Instant.parse(query.getOrDefault("end_time", "9999-01-01T00:00:00Z"));
    var at = Instant.parse(thing.path("created_at").asString());
    var total = query.get("total");
    return !at.isBefore(begin)
        && at.isBefore(end)
        && (total == null || total.equals(thing.at("/total_money/amount").asString()));
  }

  private static ObjectNode charge(ObjectNode payment) {
    long amount = payment.at("/amount_money/amount").asLong();
    var entry = entry(payment, "CHARGE", amount, amount * FEE_PERCENT / 100);
    entry.putObject("type_charge_details").put("payment_id", payment.path("id").asString());
    return entry;
  }

  private static ObjectNode refund(ObjectNode refund) {
    var entry = entry(refund, "REFUND", -refund.at("/amount_money/amount").asLong(), 0);
    entry
        .putObject("type_refund_details")
        .put("payment_id", refund.path("payment_id").asString())
        .put("refund_id", refund.path("id").asString());
    return entry;
  }

  private static ObjectNode entry(ObjectNode thing, String type, long gross, long fee) {
    var currency = thing.at("/amount_money/currency").asString();
    var entry =
        SquareReply.JSON
            .createObjectNode()
            .put("id", "poe_" + thing.path("id").asString())
            .put("payout_id", PAYOUT)
            .put("type", type)
            .put("effective_at", thing.path("created_at").asString());
    entry.putObject("gross_amount_money").put("amount", gross).put("currency", currency);
    entry.putObject("fee_amount_money").put("amount", fee).put("currency", currency);
    entry.putObject("net_amount_money").put("amount", gross - fee).put("currency", currency);
    return entry;
  }
}
