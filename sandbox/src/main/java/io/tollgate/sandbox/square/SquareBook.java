package io.tollgate.sandbox.square;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The truth: every payment that was made, and what became of it. Callers hold its lock briefly. */
public final class SquareBook {

  private final Map<String, ObjectNode> things = new LinkedHashMap<>();
  private final Map<String, ObjectNode> byKey = new LinkedHashMap<>();

  /**
   * One payment.
   *
   * @param reference of the payment; where it has none, its note
   * @param amount in the currency's smallest unit
   * @param refunded of it, whatever of that is still on its way included
   */
  public record Charge(
      String id, String reference, long amount, String currency, String status, long refunded) {

    /** Whether money was taken, and not all of it given back. */
    boolean isKept() {
      return status.equals("COMPLETED") && refunded < amount;
    }
  }

  /** Every payment, in their order. */
  public synchronized List<Charge> charges() {
    return all("payment").stream().map(this::charge).toList();
  }

  /** The payments with that reference, or that note, in their order. */
  public synchronized List<Charge> chargesFor(String reference) {
    return charges().stream().filter(charge -> charge.reference().equals(reference)).toList();
  }

  /** Keeps what was made under a key. */
  synchronized ObjectNode add(String kind, String key, ObjectNode thing) {
    things.put(kind + "/" + thing.path("id").asString(), thing);
    byKey.put(kind + "/" + key, thing);
    return thing;
  }

  synchronized @Nullable ObjectNode find(String kind, String id) {
    return things.get(kind + "/" + id);
  }

  synchronized void remove(String kind, String id) {
    things.remove(kind + "/" + id);
  }

  /** What was made under a key before; null where nothing was. */
  synchronized @Nullable ObjectNode made(String kind, String key) {
    return byKey.get(kind + "/" + key);
  }

  synchronized List<ObjectNode> all(String kind) {
    var found = new ArrayList<ObjectNode>();
    things.forEach((id, thing) -> {
      if (id.startsWith(kind + "/")) {
        found.add(thing);
      }
    });
    return found;
  }

  /** How much of a payment went back, or is on its way. */
  synchronized long refunded(String payment) {
    return all("refund").stream()
        .filter(it -> it.path("payment_id").asString().equals(payment))
        .filter(it -> !it.path("status").asString().equals("FAILED"))
        .mapToLong(it -> it.at("/amount_money/amount").asLong())
        .sum();
  }

  static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private Charge charge(ObjectNode payment) {
    var id = payment.path("id").asString();
    return new Charge(
        id,
        payment.path("reference_id").asString(payment.path("note").asString("")),
        payment.at("/amount_money/amount").asLong(),
        payment.at("/amount_money/currency").asString(),
        payment.path("status").asString(),
        refunded(id));
  }
}
