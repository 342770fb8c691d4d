package io.tollgate.load.drill;

import java.util.List;

/**
 * How people shop.
 *
 * @param clients how many at once
 * @param pauseMillis between two orders of one, on average
 * @param tokens payment methods, one is drawn for each order; named twice it is drawn twice as
 *     often
 * @param keyed the part of orders that carry an idempotency key
 * @param insists whether an order that was refused for want of a route is sent again, too
 */
record Shopping(int clients, int pauseMillis, List<String> tokens, double keyed, boolean insists) {

  /** A shop on an ordinary day: most cards are good, some decline, some take their time. */
  static Shopping usual() {
    return new Shopping(
        12,
        60,
        List.of(
            "pm_card_visa",
            "pm_card_visa",
            "pm_card_visa",
            "pm_card_visa",
            "pm_card_mastercard",
            "pm_card_chargeDeclined",
            "pm_sim_processing"),
        0.3,
        false);
  }

  Shopping with(String... otherTokens) {
    return new Shopping(clients, pauseMillis, List.of(otherTokens), keyed, insists);
  }

  Shopping by(int otherClients) {
    return new Shopping(otherClients, pauseMillis, tokens, keyed, insists);
  }

  Shopping keyedBy(double part) {
    return new Shopping(clients, pauseMillis, tokens, part, insists);
  }

  Shopping insisting() {
    return new Shopping(clients, pauseMillis, tokens, keyed, true);
  }
}
