package io.tollgate.sandbox.stripe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a payment, chosen by its payment method.
 *
 * @param course how the charge goes
 * @param answering what the caller of create or confirm hears
 * @param calling what the callback address hears
 * @param refunding how a later refund goes
 * @param consenting what becomes of the mandate where the method is set up for later charges
 * @param decline the reason, where the course ends in a refusal
 * @param about one line for people
 */
record Script(
    Course course,
    Answering answering,
    Calling calling,
    Refunding refunding,
    Consenting consenting,
    @Nullable Decline decline,
    String about) {

  enum Course {
    SUCCEED,
    DECLINE,
    NEED_ACTION,
    PROCESS_THEN_SUCCEED,
    PROCESS_THEN_DECLINE
  }

  enum Answering {
    AT_ONCE,
    /** The request is executed only after the slow answer's time. */
    SLOW,
    /** Executed, but the caller hears nothing. */
    SILENT,
    /** Executed, then the connection closes without an answer. */
    DROP_AFTER,
    /** The connection closes and nothing is executed. */
    DROP_BEFORE,
    /** Executed, then answered with 500. */
    FAIL_AFTER,
    /** Answered with 500; nothing is executed. */
    FAIL_BEFORE
  }

  enum Calling {
    ONCE,
    LOST,
    TWICE,
    LATE,
    REORDERED,
    FORGED
  }

  enum Refunding {
    AT_ONCE,
    PENDING_THEN_SUCCEED,
    PENDING_THEN_FAIL
  }

  enum Consenting {
    AT_ONCE,
    LATER,
    /** Given, and withdrawn at once. */
    WITHDRAWN
  }

  /** What stands between a script's name and what makes a payment method a payer's own. */
  static final String OWN = "__";

  /** Every payment method the simulator knows, in the order of the manual. */
  static final Map<String, Script> BY_PAYMENT_METHOD = all();

  /**
   * What happens with a payment method. One of a payer's own is called {@code <name>__<anything>},
   * and behaves as the name says.
   */
  static @Nullable Script of(String paymentMethod) {
    int end = paymentMethod.indexOf(OWN);
    return BY_PAYMENT_METHOD.get(end < 0 ? paymentMethod : paymentMethod.substring(0, end));
  }

  /** What a payer does at a bank's or wallet's own page. */
  static Script redirect() {
    return new Script(
        Course.NEED_ACTION,
        Answering.AT_ONCE,
        Calling.ONCE,
        Refunding.AT_ONCE,
        Consenting.AT_ONCE,
        null,
        "the payer goes to a page");
  }

  /** Whether it ends with the payer charged, once a payer who is asked approves. */
  boolean charges() {
    boolean reached = answering != Answering.DROP_BEFORE && answering != Answering.FAIL_BEFORE;
    return reached && course != Course.DECLINE && course != Course.PROCESS_THEN_DECLINE;
  }

  private static Map<String, Script> all() {
    Map<String, Script> all = new LinkedHashMap<>();
    for (String brand : List.of("visa", "mastercard", "amex", "discover", "jcb", "unionpay")) {
      all.put("pm_card_" + brand, charge(Answering.AT_ONCE, Calling.ONCE, "approved"));
    }
    addDeclines(all);
    for (String name : List.of("threeDSecure2Required", "authenticationRequired")) {
      all.put(
          "pm_card_" + name,
          course(Course.NEED_ACTION, Answering.AT_ONCE, "the payer has to act at a page"));
    }
    addAnswers(all);
    addCallbacks(all);
    all.put(
        "pm_sim_refund_pending",
        refund(Refunding.PENDING_THEN_SUCCEED, "approved; its refunds take a while"));
    all.put(
        "pm_sim_refund_fails", refund(Refunding.PENDING_THEN_FAIL, "approved; its refunds fail"));
    all.put(
        "pm_sim_mandate_pending",
        consent(Consenting.LATER, "approved; its mandate is in force after a while"));
    all.put(
        "pm_sim_mandate_withdrawn",
        consent(Consenting.WITHDRAWN, "approved; its mandate is not in force"));
    return all;
  }

  private static void addDeclines(Map<String, Script> all) {
    all.put("pm_card_chargeDeclined", refuse(Decline.GENERIC));
    all.put("pm_card_chargeDeclinedInsufficientFunds", refuse(Decline.INSUFFICIENT_FUNDS));
    all.put("pm_card_chargeDeclinedLostCard", refuse(Decline.LOST));
    all.put("pm_card_chargeDeclinedStolenCard", refuse(Decline.STOLEN));
    all.put("pm_card_chargeDeclinedFraudulent", refuse(Decline.FRAUDULENT));
    all.put("pm_card_chargeDeclinedExpiredCard", refuse(Decline.EXPIRED));
    all.put("pm_card_chargeDeclinedIncorrectCvc", refuse(Decline.INCORRECT_CVC));
    all.put("pm_card_chargeDeclinedProcessingError", refuse(Decline.PROCESSING_ERROR));
  }

  private static void addAnswers(Map<String, Script> all) {
    all.put(
        "pm_sim_slow",
        charge(Answering.SLOW, Calling.ONCE, "approved, but only after a few seconds"));
    all.put(
        "pm_sim_processing",
        course(Course.PROCESS_THEN_SUCCEED, Answering.AT_ONCE, "processing, then succeeds"));
    all.put(
        "pm_sim_processing_then_fail",
        course(Course.PROCESS_THEN_DECLINE, Answering.AT_ONCE, "processing, then declined"));
    all.put(
        "pm_sim_charge_then_timeout",
        charge(Answering.SILENT, Calling.ONCE, "charged, but no answer comes"));
    all.put(
        "pm_sim_charge_then_drop",
        charge(Answering.DROP_AFTER, Calling.ONCE, "charged, but the connection breaks"));
    all.put(
        "pm_sim_drop",
        charge(Answering.DROP_BEFORE, Calling.ONCE, "the connection breaks, nothing is charged"));
    all.put(
        "pm_sim_500_after_charge", charge(Answering.FAIL_AFTER, Calling.ONCE, "charged, but 500"));
    all.put("pm_sim_500", charge(Answering.FAIL_BEFORE, Calling.ONCE, "500, nothing is charged"));
    all.put(
        "pm_sim_silent_then_succeed",
        course(Course.PROCESS_THEN_SUCCEED, Answering.SILENT, "no answer, later it succeeds"));
    all.put(
        "pm_sim_silent_then_fail",
        course(Course.PROCESS_THEN_DECLINE, Answering.SILENT, "no answer, later it is declined"));
    all.put(
        "pm_sim_timeout_callback_lost",
        charge(Answering.SILENT, Calling.LOST, "charged; neither answer nor callback comes"));
  }

  private static void addCallbacks(Map<String, Script> all) {
    all.put(
        "pm_sim_callback_lost", charge(Answering.AT_ONCE, Calling.LOST, "approved, no callback"));
    all.put(
        "pm_sim_processing_callback_lost",
        new Script(
            Course.PROCESS_THEN_SUCCEED,
            Answering.AT_ONCE,
            Calling.LOST,
            Refunding.AT_ONCE,
            Consenting.AT_ONCE,
            null,
            "processing, then succeeds, no callback"));
    all.put(
        "pm_sim_callback_twice",
        charge(Answering.AT_ONCE, Calling.TWICE, "approved, the same callback twice"));
    all.put(
        "pm_sim_callback_late",
        charge(Answering.AT_ONCE, Calling.LATE, "approved, the callback comes late"));
    all.put(
        "pm_sim_callback_reordered",
        charge(
            Answering.AT_ONCE, Calling.REORDERED, "approved, 'processing' is told after success"));
    all.put(
        "pm_sim_callback_forged",
        charge(Answering.AT_ONCE, Calling.FORGED, "approved, besides a wrongly signed 'failed'"));
  }

  private static Script charge(Answering answering, Calling calling, String about) {
    return new Script(
        Course.SUCCEED, answering, calling, Refunding.AT_ONCE, Consenting.AT_ONCE, null, about);
  }

  private static Script course(Course course, Answering answering, String about) {
    Decline decline = course == Course.PROCESS_THEN_DECLINE ? Decline.GENERIC : null;
    return new Script(
        course, answering, Calling.ONCE, Refunding.AT_ONCE, Consenting.AT_ONCE, decline, about);
  }

  private static Script refuse(Decline decline) {
    String code = decline.declineCode == null ? decline.code : decline.declineCode;
    return new Script(
        Course.DECLINE,
        Answering.AT_ONCE,
        Calling.ONCE,
        Refunding.AT_ONCE,
        Consenting.AT_ONCE,
        decline,
        "declined: " + code);
  }

  private static Script refund(Refunding refunding, String about) {
    return new Script(
        Course.SUCCEED,
        Answering.AT_ONCE,
        Calling.ONCE,
        refunding,
        Consenting.AT_ONCE,
        null,
        about);
  }

  private static Script consent(Consenting consenting, String about) {
    return new Script(
        Course.SUCCEED,
        Answering.AT_ONCE,
        Calling.ONCE,
        Refunding.AT_ONCE,
        consenting,
        null,
        about);
  }
}
