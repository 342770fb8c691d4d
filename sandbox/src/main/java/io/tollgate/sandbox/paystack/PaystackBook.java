package io.tollgate.sandbox.paystack;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that the simulator took and gave back: the truth a gateway is judged by. */
public final class PaystackBook {

  private final AtomicLong ids = new AtomicLong(1_000);
  private final Map<String, PaystackSale> sales = new ConcurrentHashMap<>();
  private final Map<Long, PaystackRefund> refunds = new ConcurrentHashMap<>();

  PaystackBook() {}

  /**
   * One line of the book.
   *
   * @param amount in Paystack's unit
   * @param status as on the wire
   * @param charged whether money was taken
   * @param refunded what was given back, or is about to be
   * @param refunds how many refunds were made, failed ones included
   */
  public record Charge(
      String reference,
      long amount,
      String currency,
      String status,
      boolean charged,
      long refunded,
      int refunds) {}

  /** Every transaction, oldest first. */
  public List<Charge> charges() {
    return sales().map(this::line).toList();
  }

  /** The transaction of that reference. */
  public Optional<Charge> charge(String reference) {
    return Optional.ofNullable(sales.get(reference)).map(this::line);
  }

  /** The transactions of one payment, whose references are that and a number each. */
  List<Charge> chargesFor(String paymentId) {
    String start = paymentId.replace('_', '.') + "-";
    return charges().stream().filter(charge -> charge.reference().startsWith(start)).toList();
  }

  private Charge line(PaystackSale sale) {
    return new Charge(
        sale.reference(),
        sale.amount(),
        sale.currency(),
        sale.status(),
        sale.isPaid(),
        refundedOf(sale.reference()),
        Math.toIntExact(refundsOf(sale.reference()).count()));
  }

  long nextId() {
    return ids.incrementAndGet();
  }

  /** Adds it; false where the reference is used up. */
  boolean add(PaystackSale sale) {
    return sales.putIfAbsent(sale.reference(), sale) == null;
  }

  @Nullable PaystackSale find(String reference) {
    return sales.get(reference);
  }

  /** Changes a transaction that is not over; gives it as it is afterwards. */
  @Nullable PaystackSale change(String reference, UnaryOperator<PaystackSale> change) {
    return sales.computeIfPresent(
        reference, (_, sale) -> sale.isOver() ? sale : change.apply(sale));
  }

  /** Adds a refund, unless more were given back than was paid. */
  boolean add(PaystackRefund refund) {
    boolean[] added = {false};
    sales.computeIfPresent(
        refund.reference(),
        (reference, sale) -> {
          long refunded = refundedOf(reference) + refund.amount();
          added[0] = sale.isPaid() && refunded <= sale.amount();
          if (added[0]) {
            refunds.put(refund.id(), refund);
          }
          return added[0] && refunded == sale.amount() ? sale.reversed() : sale;
        });
    return added[0];
  }

  @Nullable PaystackRefund findRefund(long id) {
    return refunds.get(id);
  }

  @Nullable PaystackRefund move(long id, String status) {
    return refunds.computeIfPresent(id, (_, refund) -> refund.at(status));
  }

  Stream<PaystackSale> sales() {
    return sales.values().stream().sorted(Comparator.comparingLong(PaystackSale::id));
  }

  /** The newest first, as Paystack lists them. */
  Stream<PaystackRefund> refunds() {
    return refunds.values().stream()
        .sorted(Comparator.comparingLong(PaystackRefund::id).reversed());
  }

  /** The paid transactions of a day, which are settled together. */
  List<PaystackSale> settled(LocalDate day, String currency) {
    return sales()
        .filter(sale -> sale.paid() != null && sale.currency().equals(currency))
        .filter(sale -> day.equals(LocalDate.ofInstant(sale.created(), ZoneOffset.UTC)))
        .toList();
  }

  private Stream<PaystackRefund> refundsOf(String reference) {
    return refunds.values().stream().filter(refund -> refund.reference().equals(reference));
  }

  private long refundedOf(String reference) {
    return refundsOf(reference)
        .filter(refund -> !refund.status().equals("failed"))
        .mapToLong(PaystackRefund::amount)
        .sum();
  }
}
