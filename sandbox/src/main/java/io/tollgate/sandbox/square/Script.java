package io.tollgate.sandbox.square;

import java.util.Locale;

/** How a payment goes; the token says which: {@code cnon:<name>} or {@code cnon:<name>__<any>}. */
enum Script {
  CARD_NONCE_OK,
  CARD_NONCE_DECLINED,
  INSUFFICIENT_FUNDS,
  CARD_EXPIRED,
  INVALID_REQUEST,
  RATE_LIMITED,
  SERVER_ERROR,
  PENDING_THEN_OK,
  PENDING_THEN_FAIL,
  SLOW,
  CHARGE_THEN_TIMEOUT,
  CHARGE_THEN_DROP,
  DROP,
  CALLBACK_LOST,
  CALLBACK_LATE,
  CALLBACK_TWICE,
  CALLBACK_FORGED;

  /** The script of a token; a card on file is charged without trouble. */
  static Script of(String token) {
    var name = token.substring(token.indexOf(':') + 1);
    int end = name.indexOf("__");
    var wanted = (end < 0 ? name : name.substring(0, end)).replace('-', '_');
    for (var script : values()) {
      if (script.name().equals(wanted.toUpperCase(Locale.ROOT))) {
        return script;
      }
    }
    return CARD_NONCE_OK;
  }
}
