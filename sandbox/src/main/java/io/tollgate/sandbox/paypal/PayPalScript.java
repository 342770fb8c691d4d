package io.tollgate.sandbox.paypal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a payment, chosen by its vault id, or by its description where the payer comes to
 * PayPal's page.
 *
 * @param course how the charge goes
 * @param code the issue or the issuer's code, where the course ends in a refusal
 * @param fault what the caller hears of the step
 * @param step the step that it is about; every other is answered at once
 * @param calling what the webhook's address hears
 */
record PayPalScript(Course course, String code, Fault fault, Step step, Calling calling) {

  enum Course {
    SUCCEED,
    /** 422 with an issue. */
    ISSUE,
    /** The order completes, and its capture is declined by the issuer. */
    PROCESSOR,
    PEND_THEN_SUCCEED,
    PEND_THEN_DECLINE,
    /** The payer has to act at the issuer's page. */
    ACT
  }

  enum Fault {
    NONE,
    SLOW,
    /** Done, and no answer. */
    SILENT,
    /** Done, and the connection closes. */
    DROP_AFTER,
    /** The connection closes, and nothing is done. */
    DROP_BEFORE,
    /** Done, and answered with 500. */
    FAIL_AFTER,
    /** Answered with 500, and nothing is done. */
    FAIL_BEFORE
  }

  enum Step {
    CREATE,
    COMPLETE,
    CAPTURE,
    VOID,
    REFUND,
    EXCHANGE
  }

  enum Calling {
    ONCE,
    LOST,
    TWICE,
    LATE,
    /** A webhook that lies, signed by somebody else, and then the true one. */
    FORGED,
    /** Signed with a certificate of an issuer that nobody trusts. */
    FOREIGN
  }

  static final PayPalScript PLAIN =
      new PayPalScript(Course.SUCCEED, "", Fault.NONE, Step.COMPLETE, Calling.ONCE);

  private static final String ISSUE = "sim-issue-";
  private static final String PROCESSOR = "sim-processor-";
  private static final Map<String, PayPalScript> NAMED = named();

  /** The script of that name; null where there is none. */
  static @Nullable PayPalScript of(String name) {
    if (name.startsWith(ISSUE)) {
      return PLAIN.taking(Course.ISSUE, name.substring(ISSUE.length()));
    }
    if (name.startsWith(PROCESSOR)) {
      return PLAIN.taking(Course.PROCESSOR, name.substring(PROCESSOR.length()));
    }
    return NAMED.get(name);
  }

  private static Map<String, PayPalScript> named() {
    Map<String, PayPalScript> all = new LinkedHashMap<>();
    all.put("sim-approved", PLAIN);
    all.put("sim-pending", PLAIN.taking(Course.PEND_THEN_SUCCEED, ""));
    all.put("sim-pending-then-fail", PLAIN.taking(Course.PEND_THEN_DECLINE, ""));
    all.put("sim-act", PLAIN.taking(Course.ACT, ""));
    all.put("sim-slow", PLAIN.failing(Fault.SLOW, Step.COMPLETE));
    all.put("sim-charge-then-timeout", PLAIN.failing(Fault.SILENT, Step.COMPLETE));
    all.put("sim-charge-then-drop", PLAIN.failing(Fault.DROP_AFTER, Step.COMPLETE));
    all.put("sim-500-after-charge", PLAIN.failing(Fault.FAIL_AFTER, Step.COMPLETE));
    all.put("sim-drop", PLAIN.failing(Fault.DROP_BEFORE, Step.COMPLETE));
    all.put("sim-500", PLAIN.failing(Fault.FAIL_BEFORE, Step.COMPLETE));
    all.put("sim-create-then-drop", PLAIN.failing(Fault.DROP_AFTER, Step.CREATE));
    all.put("sim-create-drop", PLAIN.failing(Fault.DROP_BEFORE, Step.CREATE));
    all.put("sim-capture-then-drop", PLAIN.failing(Fault.DROP_AFTER, Step.CAPTURE));
    all.put("sim-capture-drop", PLAIN.failing(Fault.DROP_BEFORE, Step.CAPTURE));
    all.put("sim-void-then-drop", PLAIN.failing(Fault.DROP_AFTER, Step.VOID));
    all.put("sim-refund-then-timeout", PLAIN.failing(Fault.SILENT, Step.REFUND));
    all.put("sim-refund-drop", PLAIN.failing(Fault.DROP_BEFORE, Step.REFUND));
    all.put("sim-exchange-then-drop", PLAIN.failing(Fault.DROP_AFTER, Step.EXCHANGE));
    for (Calling calling : Calling.values()) {
      all.put(
          "sim-callback-" + calling.name().toLowerCase(java.util.Locale.ROOT),
          PLAIN.calling(calling));
    }
    return all;
  }

  private PayPalScript taking(Course other, String reason) {
    return new PayPalScript(other, reason, fault, step, calling);
  }

  private PayPalScript failing(Fault other, Step at) {
    return new PayPalScript(course, code, other, at, calling);
  }

  private PayPalScript calling(Calling other) {
    return new PayPalScript(course, code, fault, step, other);
  }
}
