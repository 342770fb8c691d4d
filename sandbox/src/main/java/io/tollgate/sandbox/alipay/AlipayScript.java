package io.tollgate.sandbox.alipay;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a charge or a freeze, by its {@code auth_code} or {@code agreement_no}: {@code
 * sim_drop}, {@code sim_drop__anything}. Whatever else is said is approved.
 */
enum AlipayScript {
  APPROVE(""),
  /** Approved and answered late. */
  SLOW(""),
  /** The payer has to type a password; the second question finds it paid. */
  WAIT(""),
  /** The payer has to type a password and never does. */
  OPEN(""),
  NO_FUNDS("ACQ.BUYER_BALANCE_NOT_ENOUGH"),
  CODE_INVALID("ACQ.PAYMENT_AUTH_CODE_INVALID"),
  FAIL("ACQ.PAYMENT_FAIL"),
  RESTRICTED("ACQ.BEYOND_PAY_RESTRICTION"),
  RISK("ACQ.PAYMENT_REQUEST_HAS_RISK"),
  BUSY("isv.app-call-limited"),
  UNHEARD_OF("ACQ.A_CODE_OF_TOMORROW"),
  /** An error of the system's own, after or without charging. */
  ERROR_AFTER_CHARGE(""),
  ERROR("ACQ.SYSTEM_ERROR"),
  /** The connection is closed, after or without charging. */
  DROP_AFTER_CHARGE(""),
  DROP(""),
  /** Charged, and no answer. */
  SILENT_AFTER_CHARGE(""),
  /** Charged, and neither the charge nor the first question about it is answered. */
  MUTE(""),
  /** Charged, and the answer is signed by somebody else. */
  WRONG_SIGNATURE(""),
  CALLBACK_LOST(""),
  CALLBACK_LATE(""),
  CALLBACK_TWICE(""),
  CALLBACK_FORGED("");

  private static final String PREFIX = "sim_";

  /** Why it is refused; empty where it is not. */
  final String subCode;

  AlipayScript(String subCode) {
    this.subCode = subCode;
  }

  static AlipayScript of(String token) {
    String name = token.split("__", 2)[0];
    for (AlipayScript script : values()) {
      if (name.equals(script.token())) {
        return script;
      }
    }
    return APPROVE;
  }

  /** What a payer does at a page, as he says it there. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The {@code auth_code} or {@code agreement_no}. */
  String token() {
    return PREFIX + word();
  }

  /** What a payer does with what he was shown: he pays, unless told otherwise. */
  static AlipayScript ofVisit(@Nullable String outcome) {
    return outcome == null ? APPROVE : of(PREFIX + outcome);
  }

  /** Whether the payer has to act first. */
  boolean waits() {
    return this == WAIT || this == OPEN;
  }
}
