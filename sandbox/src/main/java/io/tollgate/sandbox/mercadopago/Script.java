package io.tollgate.sandbox.mercadopago;

import java.util.Locale;

/**
 * How a payment goes. The card token says which: {@code <name>} or {@code <name>__<anything>}, and
 * a saved card behaves as the token that it was saved from.
 */
enum Script {
  APPROVE,
  /** Rejected for the reason that the token names: {@code reject-cc_rejected_high_risk}. */
  REJECT,
  IN_PROCESS,
  IN_PROCESS_THEN_REJECT,
  SLOW,
  CHARGE_THEN_TIMEOUT,
  CHARGE_THEN_DROP,
  CHARGE_THEN_500,
  DROP,
  FAIL,
  /** Refused before it becomes a payment, with code 3003. */
  REFUSE,
  BUSY,
  CALLBACK_LOST,
  CALLBACK_LATE,
  CALLBACK_TWICE,
  /**
   * The notification comes with a signature of somebody else's, and once more with the right one.
   */
  CALLBACK_FORGED,
  REFUND_PENDING,
  REFUND_FAILS,
  /** Its refunds are done, and the connection closes without an answer. */
  REFUND_THEN_DROP;

  private static final String REJECT_PREFIX = "reject-";

  /** The script of a card token; one that names none is approved. */
  static Script of(String token) {
    var name = name(token);
    if (name.startsWith(REJECT_PREFIX)) {
      return REJECT;
    }
    var wanted = name.replace('-', '_').toUpperCase(Locale.ROOT);
    for (var script : values()) {
      if (script.name().equals(wanted)) {
        return script;
      }
    }
    return APPROVE;
  }

  /** What a token is rejected for. */
  static String detail(String token) {
    var name = name(token);
    return name.startsWith(REJECT_PREFIX)
        ? name.substring(REJECT_PREFIX.length())
        : "cc_rejected_other_reason";
  }

  /** The name in a token. */
  static String name(String token) {
    int end = token.indexOf("__");
    return end < 0 ? token : token.substring(0, end);
  }
}
