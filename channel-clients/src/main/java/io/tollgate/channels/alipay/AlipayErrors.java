package io.tollgate.channels.alipay;

import static java.util.Map.entry;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means that is not one of success, whatever was asked for (facts, section 4,
 * "Gateway codes"). What Alipay does not confirm is the account's to change: the options {@value
 * #BUSY}, {@value #UNCLEAR}, {@value #ABSENT} and {@value #REFUSED} list sub codes with a comma
 * between them and go before everything else.
 */
final class AlipayErrors {

  /** Sub codes of requests that were refused before they were looked at; unconfirmed. */
  static final String BUSY = "busy-codes";

  /** Sub codes that leave open what happened; unconfirmed. */
  static final String UNCLEAR = "unclear-codes";

  /**
   * Sub codes that say that there is no such thing; all but that of trades are unconfirmed (of
   * bills: open.alitrip.com, article 104674).
   */
  static final String ABSENT = "absent-codes";

  /** Sub codes of refusals that the facts do not list. */
  static final String REFUSED = "refused-codes";

  private static final String BUSY_UNLESS_SET = "isp.call-limited,isv.app-call-limited";
  private static final String UNCLEAR_UNLESS_SET = "ACQ.PAYMENT_REQUEST_HAS_RISK";
  private static final String ABSENT_UNLESS_SET =
      "AUTH_ORDER_NOT_EXIST,AUTH_OPERATION_NOT_EXIST,USER_AGREEMENT_NOT_EXIST,BILL_NOT_EXIST";

  private static final Set<String> SYSTEM_ERRORS =
      Set.of("ACQ.SYSTEM_ERROR", "aop.ACQ.SYSTEM_ERROR");

  /** The trade is there already, in a state or with data that only a question can tell. */
  private static final Set<String> THERE_ALREADY =
      Set.of("ACQ.TRADE_HAS_SUCCESS", "ACQ.CONTEXT_INCONSISTENT");

  private static final String TRADE_NOT_EXIST = "ACQ.TRADE_NOT_EXIST";

  private static final Map<String, Category> DECLINES =
      Map.ofEntries(
          entry("ACQ.BUYER_BALANCE_NOT_ENOUGH", Category.INSUFFICIENT_FUNDS),
          entry("ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH", Category.INSUFFICIENT_FUNDS),
          entry("ACQ.ERROR_BALANCE_PAYMENT_DISABLE", Category.INVALID_METHOD),
          entry("ACQ.PAYMENT_AUTH_CODE_INVALID", Category.INVALID_METHOD),
          entry("ACQ.PAYMENT_FAIL", Category.DO_NOT_HONOR),
          entry("ACQ.PULL_MOBILE_CASHIER_FAIL", Category.DO_NOT_HONOR),
          entry("ACQ.BEYOND_PAY_RESTRICTION", Category.LIMIT_EXCEEDED));

  /** Codes are words; anything else is not passed on. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private AlipayErrors() {}

  /** What an error means for the request that it answers. */
  sealed interface Failure {

    /** Refused before it was looked at, for a passing reason. */
    record Busy(String why) implements Failure {}

    /** Refused for good. */
    record Refused(DeclineReason reason) implements Failure {}

    /** There is no such trade, refund or agreement (yet). */
    record Absent() implements Failure {}

    /** There is one already, so it has to be asked after. */
    record ThereAlready() implements Failure {}

    /** It may have been done. */
    record Unclear(String why) implements Failure {}
  }

  /** What a code means, together with the sub code that explains it. */
  static Failure failure(
      String code, @Nullable String subCode, ChannelAccount account, Alarms alarms) {
    var said = word(code) + (subCode == null ? "" : " " + word(subCode));
    if (subCode != null && isListed(subCode, BUSY, BUSY_UNLESS_SET, account)) {
      return new Failure.Busy(said);
    }
    return switch (code) {
      case "20000" -> new Failure.Unclear(said);
      case "20001", "40006" -> refusedUs(said, subCode == null ? code : subCode, alarms);
      case "40001", "40002" -> new Failure.Refused(refusal(subCode == null ? code : subCode));
      case "40004" -> business(subCode, account, alarms);
      default -> unmapped(said, alarms);
    };
  }

  /** A request that was not accepted, by Alipay's own code. */
  static DeclineReason refusal(@Nullable String code) {
    return new DeclineReason(Category.REQUEST_REFUSED, word(code));
  }

  /** The code if it is a word, fit for a log and for merchants. */
  static @Nullable String word(@Nullable String code) {
    return code != null && CODE.matcher(code).matches() ? code : null;
  }

  private static Failure business(@Nullable String subCode, ChannelAccount account, Alarms alarms) {
    if (subCode == null) {
      return unmapped("40004", alarms);
    }
    if (SYSTEM_ERRORS.contains(subCode)
        || isListed(subCode, UNCLEAR, UNCLEAR_UNLESS_SET, account)) {
      return new Failure.Unclear("sub code " + word(subCode));
    }
    if (TRADE_NOT_EXIST.equals(subCode) || isListed(subCode, ABSENT, ABSENT_UNLESS_SET, account)) {
      return new Failure.Absent();
    }
    if (THERE_ALREADY.contains(subCode)) {
      return new Failure.ThereAlready();
    }
    var category = DECLINES.get(subCode);
    if (category != null) {
      return new Failure.Refused(new DeclineReason(category, subCode));
    }
    return isListed(subCode, REFUSED, "", account)
        ? new Failure.Refused(refusal(subCode))
        : unmapped("sub code " + word(subCode), alarms);
  }

  private static Failure refusedUs(String said, String code, Alarms alarms) {
    alarms.raise(Alarm.CREDENTIALS_REFUSED, said);
    return new Failure.Refused(refusal(code));
  }

  private static Failure unmapped(String said, Alarms alarms) {
    alarms.raise(Alarm.UNMAPPED, said);
    return new Failure.Unclear(said + " is not known");
  }

  private static boolean isListed(
      String code, String option, String unlessSet, ChannelAccount account) {
    return Stream.of(account.options().getOrDefault(option, unlessSet).split(","))
        .anyMatch(listed -> listed.strip().equals(code));
  }
}
