package io.tollgate.sandbox.wechat;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an order, chosen by its description. {@code sim_error_<status>_<code>} refuses
 * the order and {@code sim_refund_error_<status>_<code>} its refund; any other description is that
 * of an order whose payer waits to be moved.
 *
 * @param refusal of the order
 * @param refundRefusal of its refunds
 */
record WechatScript(
    Course course,
    Answering answering,
    Calling calling,
    Refunding refunding,
    @Nullable Refusal refusal,
    @Nullable Refusal refundRefusal) {

  /** What the payer does. */
  enum Course {
    WAIT,
    PAY,
    FAIL,
    /** The bank takes its time before it is paid. */
    ACCEPT_THEN_PAY
  }

  /** What the caller hears of the order. */
  enum Answering {
    AT_ONCE,
    SLOW,
    SILENT,
    DROP_AFTER,
    DROP_BEFORE,
    FAIL_AFTER,
    FAIL_BEFORE,
    UNSIGNED,
    WRONGLY_SIGNED,
    PROBE
  }

  /** What the callback address hears. */
  enum Calling {
    ONCE,
    LOST,
    TWICE,
    LATE,
    /** Beside the true one comes one with another amount that somebody else signed. */
    FORGED,
    /** Before the true one comes one that is signed wrongly on purpose. */
    PROBE
  }

  /** How refunds go. */
  enum Refunding {
    AT_ONCE,
    PROCESSING,
    ABNORMAL,
    CLOSED,
    SILENT
  }

  /** An answer that refuses. */
  record Refusal(int status, String code) {}

  private static final Pattern ERROR = Pattern.compile("sim_(refund_)?error_([0-9]{3})_([A-Z_]+)");

  private static final Map<String, Course> COURSES =
      Map.of(
          "sim_pay", Course.PAY,
          "sim_fail", Course.FAIL,
          "sim_accept", Course.ACCEPT_THEN_PAY);

  private static final Map<String, Answering> ANSWERS =
      Map.of(
          "sim_slow", Answering.SLOW,
          "sim_silent", Answering.SILENT,
          "sim_drop_after", Answering.DROP_AFTER,
          "sim_drop", Answering.DROP_BEFORE,
          "sim_500_after", Answering.FAIL_AFTER,
          "sim_500", Answering.FAIL_BEFORE,
          "sim_unsigned", Answering.UNSIGNED,
          "sim_wrongly_signed", Answering.WRONGLY_SIGNED,
          "sim_probe", Answering.PROBE);

  private static final Map<String, Calling> CALLS =
      Map.of(
          "sim_callback_lost", Calling.LOST,
          "sim_callback_twice", Calling.TWICE,
          "sim_callback_late", Calling.LATE,
          "sim_callback_forged", Calling.FORGED,
          "sim_callback_probe", Calling.PROBE);

  private static final Map<String, Refunding> REFUNDS =
      Map.of(
          "sim_refund_processing", Refunding.PROCESSING,
          "sim_refund_abnormal", Refunding.ABNORMAL,
          "sim_refund_closed", Refunding.CLOSED,
          "sim_refund_silent", Refunding.SILENT);

  static WechatScript of(String description) {
    Matcher error = ERROR.matcher(description);
    if (error.matches()) {
      Refusal refusal = new Refusal(Integer.parseInt(error.group(2)), error.group(3));
      return error.group(1) == null
          ? new WechatScript(
              Course.WAIT, Answering.AT_ONCE, Calling.ONCE, Refunding.AT_ONCE, refusal, null)
          : new WechatScript(
              Course.PAY, Answering.AT_ONCE, Calling.ONCE, Refunding.AT_ONCE, null, refusal);
    }
    boolean isScripted =
        ANSWERS.containsKey(description)
            || CALLS.containsKey(description)
            || REFUNDS.containsKey(description);
    return new WechatScript(
        COURSES.getOrDefault(description, isScripted ? Course.PAY : Course.WAIT),
        ANSWERS.getOrDefault(description, Answering.AT_ONCE),
        CALLS.getOrDefault(description, Calling.ONCE),
        REFUNDS.getOrDefault(description, Refunding.AT_ONCE),
        null,
        null);
  }
}
