package io.tollgate.channels.antom;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.DeclineReason;
import org.jspecify.annotations.Nullable;

/**
 * What a result means, whatever was asked for (facts, section 0, "Outcome class", and section 5,
 * "Status" and "Errors").
 */
sealed interface AntomVerdict {

  /**
   * What {@value AntomCodes#BUSY} is worth: {@code not-sent} (default), as the facts have it, or
   * {@code unknown}. It is unconfirmed, and its status is the one of what is unknown.
   */
  String BUSY_MEANS = "traffic-limit";

  /** Done. */
  record Done() implements AntomVerdict {}

  /** Accepted, and not done yet. */
  record InProcess() implements AntomVerdict {}

  /** Refused before it was looked at, for a passing reason. */
  record Busy(String why) implements AntomVerdict {}

  /** Refused for good. */
  record Refused(DeclineReason reason) implements AntomVerdict {}

  /** What was named does not exist. */
  record Missing(DeclineReason reason) implements AntomVerdict {}

  /** It may have been done. */
  record Unclear(String why) implements AntomVerdict {}

  /**
   * The verdict of a result that Antom signed; a word that is not mapped is unclear, and an alarm.
   */
  static AntomVerdict of(@Nullable AntomResult result, ChannelAccount account, Alarms alarms) {
    if (result == null || result.resultStatus() == null) {
      return new Unclear("unreadable answer");
    }
    var code = AntomCodes.word(result.resultCode());
    return switch (result.resultStatus()) {
      case "S" -> new Done();
      case "U" -> unknown(code == null ? "" : code, account, alarms);
      case "F" -> failed(code == null ? "" : code, account, alarms);
      default -> unmapped("result status", AntomCodes.word(result.resultStatus()), alarms);
    };
  }

  private static AntomVerdict unknown(String code, ChannelAccount account, Alarms alarms) {
    if (code.equals(AntomCodes.BUSY)) {
      return busy(account);
    }
    if (AntomCodes.IN_PROCESS.contains(code)) {
      return new InProcess();
    }
    return AntomCodes.UNCLEAR.contains(code)
        ? new Unclear(code)
        : unmapped("unknown result", code, alarms);
  }

  private static AntomVerdict failed(String code, ChannelAccount account, Alarms alarms) {
    if (AntomCodes.CREDENTIALS.contains(code)) {
      alarms.raise(Alarm.CREDENTIALS_REFUSED, code);
    }
    if (code.equals(AntomCodes.BUSY)) {
      return busy(account);
    }
    if (AntomCodes.MISSING.contains(code)) {
      return new Missing(AntomCodes.reason(code));
    }
    if (AntomCodes.isFinal(code, account)) {
      return new Refused(AntomCodes.reason(code));
    }
    return AntomCodes.UNCLEAR.contains(code) || code.equals(AntomCodes.USED_CODE)
        ? new Unclear(code)
        : unmapped("failure", code, alarms);
  }

  private static AntomVerdict busy(ChannelAccount account) {
    return "unknown".equals(account.options().get(BUSY_MEANS))
        ? new Unclear("Antom's rate limit")
        : new Busy("Antom's rate limit");
  }

  private static AntomVerdict unmapped(String what, @Nullable String word, Alarms alarms) {
    alarms.raise(Alarm.UNMAPPED, what + " " + word);
    return new Unclear(what + " " + word + " is not known");
  }
}
