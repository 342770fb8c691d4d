package io.tollgate.sandbox.stripe;

import java.util.concurrent.ThreadLocalRandom;

/** Ids as Stripe shapes them: a prefix, then letters and digits; ours carry the book's number. */
final class StripeIds {

  /** Differs from run to run, so that a payment of an earlier run is not taken for one of ours. */
  private static final String RUN =
      "3Sim" + Long.toString((System.currentTimeMillis() / 1000) & 0x7fffffff, 36);

  private static final String ZEROS = "000000000000";
  private static final int NUMBER_LENGTH = 12;
  private static final int SECRET_LENGTH = 10;

  private StripeIds() {}

  static String intent(long number) {
    return "pi_" + tail(number);
  }

  static String charge(long number) {
    return "ch_" + tail(number);
  }

  static String clientSecret(long number) {
    // Guessable, which is good enough for a payer's page in a sandbox.
    return intent(number) + "_secret_" + Long.toString(number * 7919 + SECRET_LENGTH, 36);
  }

  /** The book's number of an intent's id; -1 when it is no id of this run. */
  static long numberOf(String id) {
    String start = "pi_" + RUN;
    if (!id.startsWith(start) || id.length() != start.length() + NUMBER_LENGTH) {
      return -1;
    }
    try {
      return Long.parseLong(id.substring(start.length()), 36);
    } catch (NumberFormatException noNumber) {
      return -1;
    }
  }

  static String random(String prefix) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return prefix
        + RUN
        + Long.toString(random.nextLong(1L << 60), 36)
        + Long.toString(random.nextLong(1L << 30), 36);
  }

  private static String tail(long number) {
    String digits = Long.toString(number, 36);
    return RUN + ZEROS.substring(digits.length()) + digits;
  }
}
