package io.tollgate.sandbox.mercadopago;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that was made, and above all every payment: the truth a gateway is judged by. Whoever
 * changes a thing in it holds its lock.
 */
public final class MercadoPagoBook {

  private static final Set<String> PAID =
      Set.of("approved", "in_mediation", "refunded", "charged_back");

  private final Map<String, Map<String, ObjectNode>> things = new HashMap<>();
  private long lastId = 90_000_000_000L;

  MercadoPagoBook() {}

  /**
   * One payment.
   *
   * @param payment its id
   * @param attempt the external reference; empty where none was sent
   * @param amount in the major unit; what was captured, where that was less
   * @param charged whether money was taken
   * @param refunded what was given back
   */
  public record Charge(
      String payment,
      String attempt,
      BigDecimal amount,
      String currency,
      String status,
      boolean charged,
      BigDecimal refunded) {}

  /** Every payment, oldest first. */
  public List<Charge> charges() {
    return chargesFor("");
  }

  /** The payments whose external reference starts so, oldest first. */
  public synchronized List<Charge> chargesFor(String attemptPrefix) {
    return all("payment").stream()
        .filter(payment -> text(payment, "external_reference").startsWith(attemptPrefix))
        .map(MercadoPagoBook::charge)
        .toList();
  }

  synchronized String newId() {
    return Long.toString(++lastId);
  }

  synchronized ObjectNode add(String kind, String id, ObjectNode thing) {
    things.computeIfAbsent(kind, _ -> new LinkedHashMap<>()).put(id, thing);
    return thing;
  }

  synchronized @Nullable ObjectNode find(String kind, String id) {
    return things.getOrDefault(kind, Map.of()).get(id);
  }

  synchronized @Nullable ObjectNode remove(String kind, String id) {
    var ofKind = things.get(kind);
    return ofKind == null ? null : ofKind.remove(id);
  }

  synchronized Collection<ObjectNode> all(String kind) {
    return List.copyOf(things.getOrDefault(kind, Map.of()).values());
  }

  static String text(ObjectNode thing, String field) {
    return thing.path(field).asString("");
  }

  private static Charge charge(ObjectNode payment) {
    return new Charge(
        text(payment, "id"),
        text(payment, "external_reference"),
        payment.path("transaction_amount").decimalValue(),
        text(payment, "currency_id"),
        text(payment, "status"),
        PAID.contains(text(payment, "status")),
        payment.path("transaction_amount_refunded").decimalValue());
  }
}
