package io.tollgate.load.check;

import org.jspecify.annotations.Nullable;

/**
 * One request and what came back, as the one who asked saw it. An event of a followed payment is a
 * call too: it was asked for when the event before it came.
 *
 * @param reference the order's number; it marks whose payment this is
 * @param key the idempotency key; empty for none
 * @param sent when it was sent, in ms since 1970
 * @param answered when the answer was there, or was given up, in ms since 1970
 * @param status the HTTP status; 0 where no answer came
 * @param replayed whether the answer says that it is an earlier one
 * @param payment what the answer shows; null where it shows none
 * @param digest stands for status and body: the same answer has the same digest; empty for none
 * @param trouble the fault's code, or why there was no answer; empty for none
 */
public record Call(
    Kind kind,
    String reference,
    String key,
    long sent,
    long answered,
    int status,
    boolean replayed,
    @Nullable Seen payment,
    String digest,
    String trouble) {

  /** The trouble of a call that found nobody to connect to. */
  public static final String NOT_CONNECTED = "not connected";

  /** What was asked. */
  public enum Kind {
    /** To take a payment. */
    PAY,
    /** How a payment stands. */
    READ,
    /** What became of a payment, told by the gateway while it was followed. */
    EVENT
  }

  /**
   * A payment in an answer.
   *
   * @param status in the words of the API, e.g. {@code succeeded}
   */
  public record Seen(String id, long version, String status) {}

  /** Whether the gateway has taken responsibility for the payment with this answer. */
  public boolean acknowledges() {
    return kind == Kind.PAY && status / 100 == 2 && payment != null;
  }
}
