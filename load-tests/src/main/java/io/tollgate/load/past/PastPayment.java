package io.tollgate.load.past;

import java.time.Instant;
import java.util.SplittableRandom;

/**
 * A payment that nobody took. The same number gives the same payment, but for its time.
 *
 * @param amount in minor units
 */
record PastPayment(
    DerivedId id,
    String merchant,
    String reference,
    long amount,
    PastStatus status,
    Instant createdAt) {

  static final int MERCHANTS = 1_000;

  private static final int SMALLEST_AMOUNT = 100;
  private static final int LARGEST_AMOUNT = 50_000;

  /** The payment of this number; two numbers never share a reference. */
  static PastPayment of(long number, Instant createdAt) {
    var drawn = new SplittableRandom(number);
    var merchant = merchant(drawn.nextInt(MERCHANTS));
    var reference = "order-of-the-past-" + number;
    return new PastPayment(
        DerivedId.of(merchant, reference),
        merchant,
        reference,
        drawn.nextLong(SMALLEST_AMOUNT, LARGEST_AMOUNT),
        PastStatus.drawn(drawn.nextInt(PastStatus.WHOLE)),
        createdAt);
  }

  /** One of them is the merchant whose payments are measured: it has a past too. */
  private static String merchant(int number) {
    return number == 0 ? "demo" : "merchant-" + (1_000 + number);
  }
}
