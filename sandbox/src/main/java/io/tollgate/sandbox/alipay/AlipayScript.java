package io.tollgate.sandbox.alipay;

import java.util.Locale;

/**
 * What happens to a charge, by its {@code auth_code} or {@code agreement_no}: {@code sim_drop},
 * {@code sim_drop__anything}. Whatever else is said is approved.
 */
enum AlipayScript {
  APPROVE,
  /** The payer has to type a password; the second question finds it paid. */
  WAIT,
  NO_FUNDS,
  CODE_INVALID,
  FAIL,
  RESTRICTED,
  RISK,
  BUSY,
  /** An error of the system's own, after or without charging. */
  ERROR_AFTER_CHARGE,
  ERROR,
  /** The connection is closed, after or without charging. */
  DROP_AFTER_CHARGE,
  DROP,
  /** Charged, and no answer. */
  SILENT_AFTER_CHARGE,
  /** Charged, and the answer is signed by somebody else. */
  WRONG_SIGNATURE,
  CALLBACK_LOST,
  CALLBACK_TWICE,
  CALLBACK_FORGED;

  private static final String PREFIX = "sim_";

  static AlipayScript of(String token) {
    String name = token.split("__", 2)[0];
    for (AlipayScript script : values()) {
      if (name.equals(PREFIX + script.name().toLowerCase(Locale.ROOT))) {
        return script;
      }
    }
    return APPROVE;
  }

  /** Why it is refused; empty where it is not. */
  String subCode() {
    return switch (this) {
      case NO_FUNDS -> "ACQ.BUYER_BALANCE_NOT_ENOUGH";
      case CODE_INVALID -> "ACQ.PAYMENT_AUTH_CODE_INVALID";
      case FAIL -> "ACQ.PAYMENT_FAIL";
      case RESTRICTED -> "ACQ.BEYOND_PAY_RESTRICTION";
      case RISK -> "ACQ.PAYMENT_REQUEST_HAS_RISK";
      case BUSY -> "isv.app-call-limited";
      case ERROR -> "ACQ.SYSTEM_ERROR";
      case APPROVE,
          WAIT,
          ERROR_AFTER_CHARGE,
          DROP_AFTER_CHARGE,
          DROP,
          SILENT_AFTER_CHARGE,
          WRONG_SIGNATURE,
          CALLBACK_LOST,
          CALLBACK_TWICE,
          CALLBACK_FORGED ->
          "";
    };
  }
}
