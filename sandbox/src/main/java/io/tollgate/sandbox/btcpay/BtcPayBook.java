package io.tollgate.sandbox.btcpay;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every invoice and refund that the simulator made: the truth a gateway is judged by. */
public final class BtcPayBook {

  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  private final Map<String, Invoice> invoices = new ConcurrentHashMap<>();
  private final Map<String, PullPayment> refunds = new ConcurrentHashMap<>();
  private final ConcurrentLinkedDeque<String> newestInvoices = new ConcurrentLinkedDeque<>();
  private final ConcurrentLinkedDeque<String> newestRefunds = new ConcurrentLinkedDeque<>();

  BtcPayBook() {}

  /**
   * One line of the book. Amounts are decimals in the currency.
   *
   * @param orderId as the metadata have it; empty where they have none
   * @param paid what came in
   * @param promised what may be claimed as refunds
   * @param refunded what was paid out of it
   */
  public record Line(
      String invoice,
      String orderId,
      BigDecimal amount,
      String currency,
      String status,
      String additionalStatus,
      BigDecimal paid,
      BigDecimal promised,
      BigDecimal refunded) {}

  /** The invoices whose order id starts so, the oldest first. */
  public List<Line> lines(String orderIdPrefix) {
    return invoices()
        .filter(invoice -> invoice.orderId().startsWith(orderIdPrefix))
        .map(this::line)
        .toList()
        .reversed();
  }

  private Line line(Invoice invoice) {
    return new Line(
        invoice.id(),
        invoice.orderId(),
        invoice.amount(),
        invoice.currency(),
        invoice.status().word,
        invoice.additional().word,
        invoice.paid(),
        sum(ofInvoice(invoice).map(it -> it.archived() ? it.paidOut() : it.amount())),
        sum(ofInvoice(invoice).map(PullPayment::paidOut)));
  }

  /** The newest first. */
  Stream<Invoice> invoices() {
    return newestInvoices.stream().map(invoices::get).filter(Objects::nonNull);
  }

  /** The newest first. */
  Stream<PullPayment> refunds() {
    return newestRefunds.stream().map(refunds::get).filter(Objects::nonNull);
  }

  void add(Invoice invoice) {
    invoices.put(invoice.id(), invoice);
    newestInvoices.addFirst(invoice.id());
  }

  void add(PullPayment refund) {
    refunds.put(refund.id(), refund);
    newestRefunds.addFirst(refund.id());
  }

  @Nullable Invoice invoice(String id) {
    return invoices.get(id);
  }

  @Nullable PullPayment refund(String id) {
    return refunds.get(id);
  }

  /** Changes an invoice in one step, and gives it as it then is. */
  Invoice change(Invoice invoice, UnaryOperator<Invoice> change) {
    return Objects.requireNonNull(
        invoices.computeIfPresent(invoice.id(), (_, now) -> change.apply(now)));
  }

  /** Changes a refund in one step, and gives it as it then is. */
  PullPayment change(PullPayment refund, UnaryOperator<PullPayment> change) {
    return Objects.requireNonNull(
        refunds.computeIfPresent(refund.id(), (_, now) -> change.apply(now)));
  }

  static String newId() {
    StringBuilder id = new StringBuilder(22);
    for (int i = 0; i < 22; i++) {
      id.append(BASE58.charAt(ThreadLocalRandom.current().nextInt(BASE58.length())));
    }
    return id.toString();
  }

  private Stream<PullPayment> ofInvoice(Invoice invoice) {
    return refunds().filter(refund -> refund.invoice().equals(invoice.id()));
  }

  private static BigDecimal sum(Stream<BigDecimal> amounts) {
    return amounts.reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
