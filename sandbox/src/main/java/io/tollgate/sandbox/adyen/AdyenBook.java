package io.tollgate.sandbox.adyen;

import java.util.ArrayList;
import java.util.List;

/** Every payment the simulator took part in: the truth a gateway is judged by. */
public final class AdyenBook {

  private static final int KEPT = 100_000;

  private final List<AdyenPayment> payments = new ArrayList<>();
  private final Object desk;

  AdyenBook(Object desk) {
    this.desk = desk;
  }

  /**
   * One line of the book.
   *
   * @param value asked for, in Adyen's minor units
   * @param status {@code OPEN}, {@code AUTHORISED}, {@code REFUSED} or {@code CANCELLED}
   * @param captured what was taken
   * @param refunded what was given back
   */
  public record Line(
      String pspReference,
      String reference,
      String currency,
      long value,
      String status,
      long captured,
      long refunded) {}

  /** Every remembered payment, oldest first. */
  public List<Line> lines() {
    synchronized (desk) {
      return payments.stream().map(AdyenPayment::line).toList();
    }
  }

  /** The payments of that reference, oldest first. */
  public List<Line> linesFor(String reference) {
    return lines().stream().filter(line -> line.reference().equals(reference)).toList();
  }

  void add(AdyenPayment payment) {
    if (payments.size() == KEPT) {
      payments.removeFirst();
    }
    payments.add(payment);
  }

  List<AdyenPayment> payments() {
    return payments;
  }

  AdyenPayment find(String pspReference) {
    return payments.stream()
        .filter(payment -> payment.pspReference.equals(pspReference))
        .findFirst()
        .orElseThrow(
            () -> AdyenRefusal.invalid("167", "Original pspReference required for this operation"));
  }
}
