package io.tollgate.sandbox.wechat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Every order that the simulator took part in: the truth a gateway is judged by. Thread-safe. */
public final class WechatBook {

  private final Map<String, WechatOrder> orders = new LinkedHashMap<>();
  private final Map<String, WechatOrder.Refund> refunds = new LinkedHashMap<>();
  private final AtomicLong ids = new AtomicLong(4_200_000_000_000_000L);

  /**
   * One line of the book.
   *
   * @param number the merchant's
   * @param transaction the platform's id; empty until it is paid
   * @param total in fen
   * @param state as on the wire
   * @param charged whether the payer paid
   * @param refunded what went back and arrived, in fen
   */
  public record Charge(
      String number,
      String transaction,
      long total,
      String state,
      boolean charged,
      long refunded) {}

  /**
   * A refund.
   *
   * @param number the merchant's
   * @param id the platform's
   * @param amount in fen
   * @param status as on the wire
   */
  public record Refunded(String number, String order, String id, long amount, String status) {}

  /** Every order, oldest first. */
  public synchronized List<Charge> charges() {
    return orders.values().stream().map(this::line).toList();
  }

  /** The order with that number. */
  public synchronized Optional<Charge> charge(String number) {
    return Optional.ofNullable(orders.get(number)).map(this::line);
  }

  /** Every refund, oldest first. */
  public synchronized List<Refunded> refunds() {
    return refunds.values().stream()
        .map(it -> new Refunded(it.number(), it.order(), it.id(), it.amount(), it.status()))
        .toList();
  }

  synchronized List<WechatOrder> paidOrders() {
    return orders.values().stream().filter(WechatOrder::isPaid).toList();
  }

  synchronized List<WechatOrder.Refund> allRefunds() {
    return new ArrayList<>(refunds.values());
  }

  synchronized Optional<WechatOrder> order(String number) {
    return Optional.ofNullable(orders.get(number));
  }

  synchronized Optional<WechatOrder.Refund> refund(String number) {
    return Optional.ofNullable(refunds.get(number));
  }

  /** Makes the order; false where there is one with its number. */
  synchronized boolean open(WechatOrder draft) {
    return orders.putIfAbsent(draft.number(), draft) == null;
  }

  /** Moves an order that is open; empty where it is not. */
  synchronized Optional<WechatOrder> move(String number, String state) {
    return order(number).filter(WechatOrder::isOpen).map(order -> put(order.in(state)));
  }

  synchronized Optional<WechatOrder> pay(String number, Instant now) {
    return order(number)
        .filter(WechatOrder::isOpen)
        .map(order -> put(order.paid(Long.toString(ids.incrementAndGet()), now)));
  }

  /** What of a paid order may still be refunded. */
  synchronized long refundable(WechatOrder order) {
    long asked =
        refunds.values().stream()
            .filter(it -> it.order().equals(order.number()) && !it.status().equals("CLOSED"))
            .mapToLong(WechatOrder.Refund::amount)
            .sum();
    return order.total() - asked;
  }

  synchronized WechatOrder.Refund refund(WechatOrder order, WechatOrder.Refund draft) {
    put(order.in("REFUND"));
    refunds.put(draft.number(), draft);
    return draft;
  }

  synchronized Optional<WechatOrder.Refund> moveRefund(String number, String status) {
    return Optional.ofNullable(refunds.computeIfPresent(number, (_, it) -> it.in(status)));
  }

  String refundId() {
    return Long.toString(ids.incrementAndGet());
  }

  private WechatOrder put(WechatOrder order) {
    orders.put(order.number(), order);
    return order;
  }

  private Charge line(WechatOrder order) {
    long refunded =
        refunds.values().stream()
            .filter(it -> it.order().equals(order.number()) && it.status().equals("SUCCESS"))
            .mapToLong(WechatOrder.Refund::amount)
            .sum();
    return new Charge(
        order.number(),
        Objects.requireNonNullElse(order.transaction(), ""),
        order.total(),
        order.state(),
        order.isPaid(),
        refunded);
  }
}
