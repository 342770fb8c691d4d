package io.tollgate.sandbox.antom;

import java.util.Locale;

/**
 * What happens to a payment, chosen by {@code paymentMethodId}; without one the payer has to act.
 */
enum AntomScript {
  SIM_APPROVE,
  /** Approved and answered late. */
  SIM_SLOW,
  /** In process, and approved by the first question after it. */
  SIM_PENDING_THEN_APPROVE,
  /** In process, and failed by the first question after it. */
  SIM_PENDING_THEN_FAIL,
  SIM_DECLINE_BALANCE,
  SIM_DECLINE_RISK,
  SIM_DECLINE_LIMIT,
  /** Refused before it was looked at. */
  SIM_BUSY,
  /** Nothing is charged, and the code is one that nobody has listed. */
  SIM_UNHEARD_OF,
  /** An error of the server's own, after or without charging. */
  SIM_ERROR_AFTER_CHARGE,
  SIM_ERROR,
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

  static final String PREFIX = "sim_";

  static AntomScript of(String paymentMethodId) {
    if (paymentMethodId.isEmpty()) {
      return SIM_REDIRECT;
    }
    for (AntomScript script : values()) {
      if (script.token().equals(paymentMethodId)) {
        return script;
      }
    }
    return SIM_APPROVE;
  }

  /** The {@code paymentMethodId}. */
  String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status that a new payment has, and the code that goes with it. */
  String status() {
    return switch (this) {
      case SIM_DECLINE_BALANCE, SIM_DECLINE_RISK, SIM_DECLINE_LIMIT -> "FAIL";
      case SIM_PENDING_THEN_APPROVE, SIM_PENDING_THEN_FAIL, SIM_REDIRECT -> "PROCESSING";
      default -> "SUCCESS";
    };
  }

  String code() {
    return switch (this) {
      case SIM_DECLINE_BALANCE -> "USER_BALANCE_NOT_ENOUGH";
      case SIM_DECLINE_RISK -> "RISK_REJECT";
      case SIM_DECLINE_LIMIT -> "USER_AMOUNT_EXCEED_LIMIT";
      default -> "SUCCESS";
    };
  }

  /** Whether nothing of it reaches the book. */
  boolean isLeftOut() {
    return this == SIM_BUSY || this == SIM_UNHEARD_OF || this == SIM_ERROR || this == SIM_DROP;
  }
}
