package io.tollgate.sandbox.paypay;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Every payment and refund that the simulator took part in: the truth a gateway is judged by. */
public final class PayPayBook {

  private static final long FIRST = 3_104_999_834_000_000_000L;

  private final Map<String, PayPayOrder> orders = new ConcurrentHashMap<>();
  private final Map<String, PayPayRefund> refunds = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong(FIRST);

  /**
   * One line of the book.
   *
   * @param merchantPaymentId the attempt's id
   * @param amount asked for, in yen
   * @param status as on the wire
   * @param charged whether money was taken
   * @param taken in yen
   * @param refunded in yen
   */
  public record Charge(
      String merchantPaymentId,
      String paymentId,
      long amount,
      String status,
      boolean charged,
      long taken,
      long refunded) {}

  /** The payments whose attempt id starts so, oldest first. */
  public List<Charge> chargesFor(String attemptIdPrefix) {
    return orders()
        .filter(order -> order.merchantPaymentId().startsWith(attemptIdPrefix))
        .map(order ->
            new Charge(
                order.merchantPaymentId(),
                order.paymentId(),
                order.amount(),
                order.status().name(),
                order.taken() > 0,
                order.taken(),
                order.refunded()))
        .toList();
  }

  /** The code that the payer of an attempt was given. */
  public Optional<String> codeOf(String attemptId) {
    return find(attemptId).map(PayPayOrder::codeId);
  }

  /** A number that no other thing has. */
  long number() {
    return numbers.incrementAndGet();
  }

  /** Oldest first. */
  private Stream<PayPayOrder> orders() {
    return orders.values().stream().sorted(Comparator.comparing(PayPayOrder::paymentId));
  }

  Optional<PayPayOrder> find(String merchantPaymentId) {
    return Optional.ofNullable(orders.get(merchantPaymentId));
  }

  Optional<PayPayOrder> findPayment(String paymentId) {
    return orders().filter(order -> order.paymentId().equals(paymentId)).findFirst();
  }

  Optional<PayPayOrder> findCode(String codeId) {
    return orders().filter(order -> codeId.equals(order.codeId())).findFirst();
  }

  Optional<PayPayRefund> findRefund(String merchantRefundId) {
    return Optional.ofNullable(refunds.get(merchantRefundId));
  }

  /** Whether there was none of that id before. */
  boolean add(PayPayOrder order) {
    return orders.putIfAbsent(order.merchantPaymentId(), order) == null;
  }

  /** Changes one payment in one step; what the change throws leaves it as it was. */
  PayPayOrder change(PayPayOrder order, UnaryOperator<PayPayOrder> change) {
    PayPayOrder after =
        orders.computeIfPresent(order.merchantPaymentId(), (_, before) -> change.apply(before));
    return after == null ? order : after;
  }

  void keep(PayPayRefund refund) {
    refunds.put(refund.merchantRefundId(), refund);
  }
}
