package io.tollgate.sandbox.adyen;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a payment, chosen by the name that its method carries as stored method, encrypted
 * card or issuer.
 *
 * @param course how the payment goes
 * @param answering what the caller hears
 * @param calling what the callback address hears
 * @param modifying how later captures, cancellations and refunds go
 * @param refusal the code of the reason, where the course ends in a refusal
 */
record AdyenScript(
    Course course,
    Answering answering,
    Calling calling,
    Modifying modifying,
    @Nullable String refusal) {

  enum Course {
    AUTHORISE,
    REFUSE,
    ERROR,
    CANCEL,
    /** The payer acts at a page. */
    REDIRECT,
    /** The payer scans a code. */
    PRESENT,
    WORK_THEN_AUTHORISE,
    WORK_THEN_REFUSE,
    /** 422: not accepted at all. */
    INVALID,
    /** 429. */
    LIMITED
  }

  enum Answering {
    AT_ONCE,
    /** Executed and answered only after a while. */
    SLOW,
    /** Executed, but the caller hears nothing. */
    SILENT,
    /** Executed, then the connection closes without an answer. */
    DROP_AFTER,
    /** The connection closes and nothing is executed; the next request of the key goes well. */
    DROP_BEFORE,
    /** Executed, then answered with 500. */
    FAIL_AFTER,
    /** Answered with 500 and nothing is executed; the next request of the key goes well. */
    FAIL_BEFORE
  }

  enum Calling {
    ONCE,
    LOST,
    TWICE,
    LATE,
    /** Beside the true one there is one with a wrong signature that says the opposite. */
    FORGED
  }

  enum Modifying {
    DONE,
    FAILED,
    /** First done, then failed after all. */
    FAILED_LATER
  }

  static final AdyenScript PLAIN =
      new AdyenScript(Course.AUTHORISE, Answering.AT_ONCE, Calling.ONCE, Modifying.DONE, null);

  private static final String REFUSED = "refused-";
  private static final Map<String, AdyenScript> BY_NAME = all();

  /** The script of that name; {@code refused-<code>} is refused for that reason. */
  static @Nullable AdyenScript named(String name) {
    AdyenScript known = BY_NAME.get(name);
    return known == null && name.startsWith(REFUSED)
        ? PLAIN.going(Course.REFUSE).refusedFor(name.substring(REFUSED.length()))
        : known;
  }

  AdyenScript going(Course other) {
    return new AdyenScript(other, answering, calling, modifying, refusal);
  }

  private AdyenScript answered(Answering other) {
    return new AdyenScript(course, other, calling, modifying, refusal);
  }

  private AdyenScript called(Calling other) {
    return new AdyenScript(course, answering, other, modifying, refusal);
  }

  private AdyenScript modified(Modifying other) {
    return new AdyenScript(course, answering, calling, other, refusal);
  }

  private AdyenScript refusedFor(String code) {
    return new AdyenScript(course, answering, calling, modifying, code);
  }

  private static Map<String, AdyenScript> all() {
    Map<String, AdyenScript> all = new LinkedHashMap<>();
    all.put("approved", PLAIN);
    all.put("error", PLAIN.going(Course.ERROR).refusedFor("4"));
    all.put("cancelled", PLAIN.going(Course.CANCEL).refusedFor("16"));
    all.put("redirect", PLAIN.going(Course.REDIRECT));
    all.put("pending", PLAIN.going(Course.WORK_THEN_AUTHORISE));
    all.put("pending-then-refused", PLAIN.going(Course.WORK_THEN_REFUSE).refusedFor("2"));
    all.put("invalid", PLAIN.going(Course.INVALID));
    all.put("limited", PLAIN.going(Course.LIMITED));
    all.put("slow", PLAIN.answered(Answering.SLOW));
    all.put("charge-then-timeout", PLAIN.answered(Answering.SILENT));
    all.put("charge-then-drop", PLAIN.answered(Answering.DROP_AFTER));
    all.put("drop", PLAIN.answered(Answering.DROP_BEFORE));
    all.put("500-after-charge", PLAIN.answered(Answering.FAIL_AFTER));
    all.put("500", PLAIN.answered(Answering.FAIL_BEFORE));
    all.put(
        "refused-then-drop",
        PLAIN.going(Course.REFUSE).refusedFor("12").answered(Answering.DROP_AFTER));
    all.put("callback-lost", PLAIN.called(Calling.LOST));
    all.put("callback-twice", PLAIN.called(Calling.TWICE));
    all.put("callback-late", PLAIN.called(Calling.LATE));
    all.put("callback-forged", PLAIN.called(Calling.FORGED));
    all.put("timeout-callback-lost", PLAIN.answered(Answering.SILENT).called(Calling.LOST));
    all.put("modification-fails", PLAIN.modified(Modifying.FAILED));
    all.put("modification-fails-later", PLAIN.modified(Modifying.FAILED_LATER));
    return all;
  }
}
