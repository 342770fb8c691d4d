package io.tollgate.sandbox.razorpay;

import java.util.Locale;

/**
 * How a payment goes. The bank, the wallet or the UPI address says which: {@code SIM_DECLINE}, or
 * {@code sim_decline@upi}, with {@code __} and anything behind it for one of a payer's own.
 */
enum RazorpayScript {
  APPROVE,
  SIM_REDIRECT,
  SIM_PENDING_THEN_OK,
  SIM_PENDING_THEN_FAIL,
  /** Declined for the reason that the name ends with: {@code SIM_DECLINE_CARD_EXPIRED}. */
  SIM_DECLINE,
  SIM_FAIL_THEN_OK,
  SIM_LAPSE,
  SIM_BANK_FAILS,
  SIM_BANK_SILENT,
  SIM_INVALID,
  SIM_RATE_LIMITED,
  SIM_SERVER_ERROR,
  SIM_DROP,
  SIM_SLOW,
  SIM_CHARGE_THEN_TIMEOUT,
  SIM_CHARGE_THEN_DROP,
  SIM_CHARGE_THEN_ERROR,
  SIM_REFUND_PENDING,
  SIM_REFUND_FAILS,
  SIM_REFUND_THEN_DROP,
  SIM_TOKEN_DECLINES,
  SIM_CALLBACK_LOST,
  SIM_CALLBACK_LATE,
  SIM_CALLBACK_TWICE,
  SIM_CALLBACK_FORGED;

  private static final String WITH_REASON = "SIM_DECLINE_";

  /** The script of a bank, a wallet or an address; any that names none approves. */
  static RazorpayScript of(String text) {
    var name = name(text);
    if (name.startsWith(WITH_REASON)) {
      return SIM_DECLINE;
    }
    for (var script : values()) {
      if (script.name().equals(name)) {
        return script;
      }
    }
    return APPROVE;
  }

  /** Razorpay's reason for what the text is declined for. */
  static String reason(String text) {
    var name = name(text);
    return name.startsWith(WITH_REASON)
        ? name.substring(WITH_REASON.length()).toLowerCase(Locale.ROOT)
        : "payment_declined";
  }

  private static String name(String text) {
    return text.split("@|__", 2)[0].toUpperCase(Locale.ROOT);
  }
}
