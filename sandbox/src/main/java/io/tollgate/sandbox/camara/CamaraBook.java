package io.tollgate.sandbox.camara;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Every payment the simulator took part in: the truth a gateway is judged by. */
public final class CamaraBook {

  private final Map<String, BilledPayment> payments = new ConcurrentSkipListMap<>();

  CamaraBook() {}

  /**
   * One line of the book.
   *
   * @param referenceCode what the client calls it
   * @param amount asked for, in major units
   * @param status as on the wire
   * @param charged what is on the payer's bill, refunds aside
   * @param refunded what was given back
   */
  public record Charge(
      String paymentId,
      String referenceCode,
      String phoneNumber,
      BigDecimal amount,
      String currency,
      String status,
      boolean charged,
      BigDecimal refunded) {}

  /** Every payment, the oldest first. */
  public List<Charge> charges() {
    return payments().stream().map(BilledPayment::line).toList();
  }

  /** The payments that the client calls so, the oldest first. */
  public List<Charge> chargesFor(String referenceCode) {
    return charges().stream()
        .filter(charge -> charge.referenceCode().equals(referenceCode))
        .toList();
  }

  List<BilledPayment> payments() {
    return List.copyOf(payments.values());
  }

  Optional<BilledPayment> find(String paymentId) {
    return Optional.ofNullable(payments.get(paymentId));
  }

  void add(BilledPayment payment) {
    payments.put(payment.id(), payment);
  }
}
