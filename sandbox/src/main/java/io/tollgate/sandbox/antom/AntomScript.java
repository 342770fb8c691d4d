package io.tollgate.sandbox.antom;

import java.util.Locale;

/** What happens to a payment, chosen by {@code paymentMethodId}; without one the payer has to act. */
enum AntomScript {
  SIM_APPROVE,
  /** In process, and approved by the first question after it. */
  SIM_PENDING_THEN_APPROVE,
  /** In process, and failed by the first question after it. */
  SIM_PENDING_THEN_FAIL,
  SIM_DECLINE_BALANCE,
  SIM_DECLINE_RISK,
  SIM_DECLINE_LIMIT,
  SIM_BUSY,
  /** Charged, but no answer comes. */
  SIM_CHARGE_THEN_TIMEOUT,
  /** Charged, but the connection breaks. */
  SIM_CHARGE_THEN_DROP,
  /** The connection breaks, and nothing is charged. */
  SIM_DROP,
  /** Charged, but the answer is signed by somebody else. */
  SIM_WRONG_SIGNATURE,
  /** Charged, but the answer is not signed. */
  SIM_UNSIGNED,
  SIM_CALLBACK_LOST,
  SIM_CALLBACK_TWICE,
  SIM_CALLBACK_LATE,
  /** Besides the true callback, one of a failure that somebody else signed. */
  SIM_CALLBACK_FORGED,
  SIM_REDIRECT;

  static AntomScript of(String paymentMethodId) {
    if (paymentMethodId.isEmpty()) {
      return SIM_REDIRECT;
    }
    for (AntomScript script : values()) {
      if (script.name().toLowerCase(Locale.ROOT).equals(paymentMethodId)) {
        return script;
      }
    }
    return SIM_APPROVE;
  }
}
