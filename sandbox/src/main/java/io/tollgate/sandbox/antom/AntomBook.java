package io.tollgate.sandbox.antom;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Every payment the simulator took part in: the truth a gateway is judged by. */
public final class AntomBook {

  private final Map<String, Charge> charges = new LinkedHashMap<>();

  AntomBook() {}

  /**
   * One line of the book.
   *
   * @param paymentRequestId the gateway's id
   * @param paymentId the channel's id
   * @param value asked for, in minor units
   * @param status {@code SUCCESS}, {@code FAIL}, {@code PROCESSING} or {@code CANCELLED}
   * @param code why it failed, else {@code SUCCESS}
   * @param held whether its money waits for a capture
   * @param script how it goes
   * @param captures amounts by the gateway's ids
   * @param refunds amounts by the gateway's ids
   */
  public record Charge(
      String paymentRequestId,
      String paymentId,
      String currency,
      long value,
      String status,
      String code,
      boolean held,
      String script,
      Map<String, Long> captures,
      Map<String, Long> refunds) {

    /** Whether money was taken. */
    public boolean charged() {
      return status.equals("SUCCESS") && (!held || captured() > 0);
    }

    /** What was captured, in minor units. */
    public long captured() {
      return captures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What was given back, in minor units. */
    public long refunded() {
      return refunds.values().stream().mapToLong(Long::longValue).sum();
    }

    Charge now(String otherStatus, String otherCode) {
      return new Charge(
          paymentRequestId,
          paymentId,
          currency,
          value,
          otherStatus,
          otherCode,
          held,
          script,
          captures,
          refunds);
    }

    Charge with(Map<String, Long> otherCaptures, Map<String, Long> otherRefunds) {
      return new Charge(
          paymentRequestId,
          paymentId,
          currency,
          value,
          status,
          code,
          held,
          script,
          Map.copyOf(otherCaptures),
          Map.copyOf(otherRefunds));
    }
  }

  /** Every payment, oldest first. */
  public synchronized List<Charge> charges() {
    return List.copyOf(charges.values());
  }

  /** The payment with this id of the gateway's. */
  public synchronized Optional<Charge> find(String paymentRequestId) {
    return Optional.ofNullable(charges.get(paymentRequestId));
  }

  /** The payment with this id of the channel's. */
  synchronized Optional<Charge> named(String paymentId) {
    return charges.values().stream()
        .filter(charge -> charge.paymentId().equals(paymentId))
        .findFirst();
  }

  /** Adds a payment, unless there is one under its id already: that one is what counts. */
  synchronized Charge add(Charge charge) {
    Charge before = charges.putIfAbsent(charge.paymentRequestId(), charge);
    return before == null ? charge : before;
  }

  synchronized Optional<Charge> change(String paymentRequestId, UnaryOperator<Charge> change) {
    return Optional.ofNullable(
        charges.computeIfPresent(paymentRequestId, (_, charge) -> change.apply(charge)));
  }
}
