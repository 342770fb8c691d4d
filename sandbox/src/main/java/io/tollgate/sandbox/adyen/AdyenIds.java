package io.tollgate.sandbox.adyen;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Ids as Adyen shapes them; they differ from run to run. */
final class AdyenIds {

  private static final String RUN =
      Long.toString(System.currentTimeMillis() / 1_000 & 0x3fffffff, 36).toUpperCase(Locale.ROOT);

  private final AtomicLong next = new AtomicLong(1);

  /** The reference of a payment or a modification: 16 characters. */
  String pspReference() {
    return filled("S" + RUN, 16);
  }

  /** The id of a payment link. */
  String link() {
    return filled("PL" + RUN, 18);
  }

  /** The id of a stored method. */
  String storedMethod() {
    return filled("T" + RUN, 16);
  }

  private String filled(String start, int length) {
    String number = Long.toString(next.getAndIncrement(), 36).toUpperCase(Locale.ROOT);
    return start + "0".repeat(length - start.length() - number.length()) + number;
  }
}
