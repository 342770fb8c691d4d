package io.tollgate.sandbox.razorpay;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The truth: every order, link, payment and refund as Razorpay writes them, under one lock. */
public final class RazorpayBook {

  private final Map<String, ObjectNode> things = new LinkedHashMap<>();
  private final Map<String, ObjectNode> hidden = new LinkedHashMap<>();
  private long number = 1_000_000;

  /**
   * One payment.
   *
   * @param reference the receipt of its order, or the reference of its link
   * @param amount in the currency's smallest unit
   * @param refunded of it, whatever of that is still on its way included
   */
  public record Charge(
      String id, String reference, long amount, String currency, String status, long refunded) {}

  /** The payments that were tried for references that start so, in their order. */
  public synchronized List<Charge> chargesFor(String referencePrefix) {
    return all("payment", _ -> true).stream()
        .map(this::charge)
        .filter(charge -> charge.reference().startsWith(referencePrefix))
        .toList();
  }

  /** The orders with that receipt. */
  public synchronized int ordersFor(String receipt) {
    return all("order", order -> order.path("receipt").asString("").equals(receipt)).size();
  }

  /** Razorpay's id of the order with that receipt; empty where there is none. */
  public synchronized String orderOf(String receipt) {
    return all("order", order -> order.path("receipt").asString("").equals(receipt)).stream()
        .findFirst()
        .map(order -> order.path("id").asString())
        .orElse("");
  }

  /** A new thing with what all of them have. */
  synchronized ObjectNode add(String prefix, String entity) {
    var thing =
        RazorpayReply.JSON
            .createObjectNode()
            .put("id", prefix + "_Sim" + ++number)
            .put("entity", entity)
            .put("created_at", Instant.now().getEpochSecond());
    things.put(thing.path("id").asString(), thing);
    return thing;
  }

  synchronized @Nullable ObjectNode find(String id) {
    return things.get(id);
  }

  synchronized void remove(String id) {
    things.remove(id);
  }

  synchronized List<ObjectNode> all(String entity, Predicate<JsonNode> wanted) {
    return things.values().stream()
        .filter(thing -> thing.path("entity").asString().equals(entity))
        .filter(wanted)
        .toList();
  }

  /** What Razorpay knows of a thing and does not show. */
  synchronized ObjectNode hidden(String id) {
    return hidden.computeIfAbsent(id, _ -> RazorpayReply.JSON.createObjectNode());
  }

  /** How much of a payment went back, or is on its way. */
  synchronized long refunded(String payment) {
    return all("refund", refund -> refund.path("payment_id").asString().equals(payment)).stream()
        .filter(refund -> !refund.path("status").asString().equals("failed"))
        .mapToLong(refund -> refund.path("amount").asLong())
        .sum();
  }

  private Charge charge(ObjectNode payment) {
    var id = payment.path("id").asString();
    return new Charge(
        id,
        hidden(payment.path("order_id").asString()).path("reference").asString(""),
        payment.path("amount").asLong(),
        payment.path("currency").asString(),
        payment.path("status").asString(),
        refunded(id));
  }
}
