package io.tollgate.load.check;

import java.util.List;

/**
 * How it all ended, once quiet.
 *
 * @param charges the channel's own book
 * @param hot what Redis has
 * @param cold what the database has
 * @param told what came to the merchant's endpoint
 */
public record Ends(List<Charge> charges, List<Stored> hot, List<Stored> cold, List<Told> told) {

  /**
   * A line of the channel's book.
   *
   * @param attempt the request id it was sent under: the payment's id, a dash, a number
   * @param status in the channel's words
   * @param charged whether money was taken
   * @param received what was taken, in minor units
   */
  public record Charge(
      String attempt, String status, boolean charged, long received, long created) {

    /** The payment that it belongs to. */
    public String payment() {
      int dash = attempt.lastIndexOf('-');
      return dash < 0 ? attempt : attempt.substring(0, dash);
    }
  }

  /**
   * A payment in a store.
   *
   * @param status in the words of the API
   * @param behind the version that the hot store believes to be in the database; -1 in the database
   * @param amount in minor units
   * @param conflict whether a contradiction by the channel is recorded
   * @param created by the gateway's clock, in ms since 1970
   * @param updated by the gateway's clock, in ms since 1970
   */
  public record Stored(
      String id,
      String reference,
      long version,
      String status,
      long behind,
      long amount,
      boolean conflict,
      long created,
      long updated) {}

  /**
   * A webhook that came.
   *
   * @param id the {@code webhook-id}
   * @param type e.g. {@code payment.succeeded}
   * @param payment of which it tells
   * @param verified whether it was signed rightly
   */
  public record Told(
      String id,
      String type,
      String payment,
      String reference,
      long version,
      String status,
      boolean verified,
      long at) {}
}
