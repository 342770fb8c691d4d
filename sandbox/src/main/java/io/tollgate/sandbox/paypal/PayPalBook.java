package io.tollgate.sandbox.paypal;

import java.math.BigDecimal;
import java.util.List;

/** Every payment that the simulator took part in: the truth a gateway is judged by. */
public interface PayPalBook {

  /**
   * One order.
   *
   * @param attempt the {@code custom_id}
   * @param status of the order, as on the wire
   * @param captured what was taken, in major units; zero where nothing was
   * @param held what is authorized and neither taken nor let go
   * @param refunded what was given back
   * @param captures how often money was taken
   * @param refunds how often money was given back
   */
  record Charge(
      String order,
      String attempt,
      String currency,
      BigDecimal amount,
      String status,
      BigDecimal captured,
      BigDecimal held,
      BigDecimal refunded,
      int captures,
      int refunds) {

    /** Whether any money was taken. */
    public boolean charged() {
      return captured.signum() > 0;
    }
  }

  /** The orders with this attempt, oldest first. */
  List<Charge> chargesFor(String attempt);

  /** The orders of all attempts whose id starts so, oldest first. */
  List<Charge> chargesOf(String attemptPrefix);

  /** The payment tokens that are in force. */
  List<String> paymentTokens();
}
