package io.tollgate.sandbox.square;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The truth: every payment that was made, and what became of it. Callers hold its lock briefly. */
public final class SquareBook {

  private final Map<String, ObjectNode> things = new LinkedHashMap<>();
  private final Map<String, ObjectNode> byKey = new LinkedHashMap<>();

  /**
   * One payment.
   *
   * @param amount in the currency's smallest unit
   * @param refunded of it
   */
  public record Charge(
      String id, String reference, long amount, String currency, String status, long refunded) {}

  /** The payments with that reference, in their order. */
  public synchronized List<Charge> chargesFor(String reference) {
    return all("payment").stream()
        .filter(it -> it.path("reference_id").asString("").equals(reference))
        .map(SquareBook::charge)
        .toList();
  }

  synchronized void put(String kind, ObjectNode thing) {
    things.put(kind + "/" + thing.path("id").asString(), thing);
  }

  synchronized @Nullable ObjectNode find(String kind, String id) {
    return things.get(kind + "/" + id);
  }

  /** What was made under a key before; null where nothing was. */
  synchronized @Nullable ObjectNode made(String kind, String key) {
    return byKey.get(kind + "/" + key);
  }

  synchronized void remember(String kind, String key, ObjectNode thing) {
    byKey.put(kind + "/" + key, thing);
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

  private static Charge charge(ObjectNode payment) {
    return new Charge(
        payment.path("id").asString(),
        payment.path("reference_id").asString(""),
        payment.at("/amount_money/amount").asLong(),
        payment.at("/amount_money/currency").asString(),
        payment.path("status").asString(),
        payment.at("/refunded_money/amount").asLong(0));
  }
}
