package io.tollgate.sandbox.square;

import java.util.Locale;

/**
 * How a payment goes. The token says which: {@code cnon:<name>} or {@code cnon:<name>__<anything>},
 * and a card on file is called after the token that it was made of.
 */
enum Script {
  CARD_NONCE_OK,
  CARD_NONCE_DECLINED,
  /** Declined with the code that the token names: {@code cnon:decline-insufficient-funds}. */
  DECLINE,
  INVALID_REQUEST,
  RATE_LIMITED,
  SERVER_ERROR,
  PENDING_THEN_OK,
  PENDING_THEN_FAIL,
  SLOW,
  CHARGE_THEN_TIMEOUT,
  CHARGE_THEN_DROP,
  CHARGE_THEN_ERROR,
  DROP,
  REFUND_PENDING,
  REFUND_FAILS,
  REFUND_THEN_DROP,
  CALLBACK_LOST,
  CALLBACK_LATE,
  CALLBACK_TWICE,
  CALLBACK_FORGED;

  private static final String DECLINE_PREFIX = "DECLINE_";

  /** A token that is charged so. */
  String exampleToken() {
    return this == DECLINE
        ? "cnon:decline-insufficient-funds"
        : "cnon:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The script of a token; one that names none is charged without trouble. */
  static Script of(String token) {
    var wanted = word(token);
    if (wanted.startsWith(DECLINE_PREFIX)) {
      return DECLINE;
    }
    for (var script : values()) {
      if (script.name().equals(wanted)) {
        return script;
      }
    }
    return CARD_NONCE_OK;
  }

  /** Square's code for what the token is declined for. */
  static String code(String token) {
    var word = word(token);
    return word.startsWith(DECLINE_PREFIX)
        ? word.substring(DECLINE_PREFIX.length())
        : "GENERIC_DECLINE";
  }

  /** The name in a token, as it is in a card's id, too. */
  static String name(String token) {
    var name = token.substring(token.indexOf(':') + 1);
    int end = name.indexOf("__");
    return end < 0 ? name : name.substring(0, end);
  }

  private static String word(String token) {
    return name(token).replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
