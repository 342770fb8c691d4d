package io.tollgate.sandbox.airwallex;

import io.tollgate.sandbox.airwallex.Intent.Status;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every intent and refund that the simulator took part in: the truth a gateway is judged by. */
public final class AirwallexBook {

  private final Map<String, Intent> intents = new ConcurrentHashMap<>();
  private final Map<String, Refund> refunds = new ConcurrentHashMap<>();
  private final Set<String> requestIds = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong(1_000_000);

  /**
   * One line of the book; amounts are in the major unit.
   *
   * @param orderId the attempt's id
   * @param status as on the wire
   * @param charged whether money was taken
   * @param taken how much
   * @param refunded how much of it was given back
   */
  public record Charge(
      String orderId,
      String intentId,
      BigDecimal amount,
      String currency,
      String status,
      boolean charged,
      BigDecimal taken,
      BigDecimal refunded) {}

  /** The intents whose attempt id starts so, oldest first. */
  public List<Charge> chargesFor(String attemptIdPrefix) {
    return intents()
        .filter(intent -> intent.orderId().startsWith(attemptIdPrefix))
        .map(intent ->
            new Charge(
                intent.orderId(),
                intent.id(),
                intent.amount(),
                intent.currency(),
                intent.status().name(),
                intent.status() == Status.SUCCEEDED,
                intent.captured(),
                intent.refunded()))
        .toList();
  }

  /** Whether nobody used the id before. */
  boolean isNew(String requestId) {
    return requestIds.add(requestId);
  }

  String id(String kind) {
    return kind + "_sim" + numbers.incrementAndGet();
  }

  /** Oldest first. */
  Stream<Intent> intents() {
    return intents.values().stream().sorted(Comparator.comparing(Intent::id));
  }

  /** Oldest first. */
  Stream<Refund> refunds() {
    return refunds.values().stream().sorted(Comparator.comparing(Refund::id));
  }

  Optional<Intent> find(String id) {
    return Optional.ofNullable(intents.get(id));
  }

  Optional<Refund> findRefund(String id) {
    return Optional.ofNullable(refunds.get(id));
  }

  void add(Intent intent) {
    intents.put(intent.id(), intent);
  }

  /** Changes one intent in one step; what the change throws leaves it as it was. */
  Intent change(Intent intent, UnaryOperator<Intent> change) {
    Intent after = intents.computeIfPresent(intent.id(), (_, before) -> change.apply(before));
    return after == null ? intent : after;
  }

  void keep(Refund refund) {
    refunds.put(refund.id(), refund);
  }
}
