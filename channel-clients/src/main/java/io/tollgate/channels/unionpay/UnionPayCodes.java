package io.tollgate.channels.unionpay;

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
 * What UnionPay's answer codes mean (facts, section 7, "respCode"). {@code 00} and {@code A6} are
 * success. The refusals are those of UnionPay's list of codes as public implementations have it.
 * What nobody confirmed is the account's to change: the options {@value #PENDING}, {@value
 * #ABSENT}, {@value #REPEATED}, {@value #BUSY} and {@value #UNCLEAR} list codes with a comma
 * between them.
 */
final class UnionPayCodes {

  /** Codes of what is accepted and not decided; by UnionPay's demo, unconfirmed. */
  static final String PENDING = "pending-codes";

  /** Codes that say that there is no such transaction; by UnionPay's demo, unconfirmed. */
  static final String ABSENT = "absent-codes";

  /** Codes that say that there is such a transaction already; unconfirmed. */
  static final String REPEATED = "duplicate-codes";

  /** Codes of requests that were refused before they were looked at; the facts know of none. */
  static final String BUSY = "busy-codes";

  /** Codes that leave open what happened, money taken included; unconfirmed. */
  static final String UNCLEAR = "unclear-codes";

  private static final String PENDING_UNLESS_SET = "03,04,05,70,83";
  private static final String ABSENT_UNLESS_SET = "34";
  private static final String REPEATED_UNLESS_SET = "12";
  private static final String UNCLEAR_UNLESS_SET = "06,37,74,75,99";

  private static final Set<String> SUCCESS = Set.of("00", "A6");

  /** Money was taken after the payer's time, and UnionPay gives it back by itself. */
  private static final String LATE = "42";

  /** Refusals of us, not of the payer: signature, state and rights of the merchant. */
  private static final Set<String> OUR_FAULT =
      Set.of("11", "31", "32", "43", "92", "93", "94", "95", "96");

  private static final Map<String, Category> REFUSALS =
      Map.ofEntries(
          entry("01", Category.DO_NOT_HONOR),
          entry("02", Category.OTHER),
          entry("10", Category.REQUEST_REFUSED),
          entry("11", Category.REQUEST_REFUSED),
          entry("13", Category.REQUEST_REFUSED),
          entry("14", Category.REQUEST_REFUSED),
          entry("30", Category.DO_NOT_HONOR),
          entry("31", Category.REQUEST_REFUSED),
          entry("32", Category.REQUEST_REFUSED),
          entry("33", Category.LIMIT_EXCEEDED),
          entry("35", Category.REQUEST_REFUSED),
          entry("36", Category.REQUEST_REFUSED),
          entry("38", Category.SUSPECTED_FRAUD),
          entry("39", Category.REQUEST_REFUSED),
          entry("40", Category.AUTHENTICATION_FAILED),
          entry("41", Category.REQUEST_REFUSED),
          entry("43", Category.REQUEST_REFUSED),
          entry("44", Category.INVALID_METHOD),
          entry("45", Category.REQUEST_REFUSED),
          entry("46", Category.OTHER),
          entry("60", Category.DO_NOT_HONOR),
          entry("61", Category.INVALID_METHOD),
          entry("62", Category.DO_NOT_HONOR),
          entry("63", Category.INVALID_METHOD),
          entry("64", Category.INSUFFICIENT_FUNDS),
          entry("65", Category.AUTHENTICATION_FAILED),
          entry("66", Category.AUTHENTICATION_FAILED),
          entry("67", Category.LIMIT_EXCEEDED),
          entry("68", Category.INVALID_METHOD),
          entry("69", Category.AUTHENTICATION_FAILED),
          entry("71", Category.AUTHENTICATION_FAILED),
          entry("72", Category.INVALID_METHOD),
          entry("73", Category.EXPIRED_METHOD),
          entry("76", Category.AUTHENTICATION_FAILED),
          entry("77", Category.INVALID_METHOD),
          entry("78", Category.DO_NOT_HONOR),
          entry("79", Category.INVALID_METHOD),
          entry("80", Category.EXPIRED_METHOD),
          entry("81", Category.LIMIT_EXCEEDED),
          entry("82", Category.AUTHENTICATION_FAILED),
          entry("85", Category.OTHER),
          entry("86", Category.OTHER),
          entry("87", Category.LIMIT_EXCEEDED),
          entry("88", Category.OTHER),
          entry("89", Category.INVALID_METHOD),
          entry("90", Category.INSUFFICIENT_FUNDS),
          entry("91", Category.AUTHENTICATION_FAILED),
          entry("92", Category.REQUEST_REFUSED),
          entry("93", Category.REQUEST_REFUSED),
          entry("94", Category.REQUEST_REFUSED),
          entry("95", Category.REQUEST_REFUSED),
          entry("96", Category.REQUEST_REFUSED),
          entry("98", Category.REQUEST_REFUSED));

  /** Codes are words; anything else is not passed on. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{1,12}");

  private UnionPayCodes() {}

  /** What a code says of a transaction, or of a request that is none. */
  sealed interface Meaning {

    record Success() implements Meaning {}

    /** Accepted, and not decided. */
    record Underway() implements Meaning {}

    /** There is no such transaction (yet). */
    record Absent() implements Meaning {}

    /** There is one already, so it has to be asked after. */
    record Repeated() implements Meaning {}

    /** Paid too late, and given back. */
    record Late() implements Meaning {}

    /** Refused before it was looked at, for a passing reason. */
    record Busy(String why) implements Meaning {}

    /** Refused for good. */
    record Refused(DeclineReason reason) implements Meaning {}

    /** It may have been done. */
    record Unclear(String why) implements Meaning {}
  }

  /** What a code means; one that is not known leaves everything open, and is an alarm. */
  static Meaning meaning(@Nullable String code, ChannelAccount account, Alarms alarms) {
    var word = word(code);
    if (word == null) {
      return new Meaning.Unclear("no answer code");
    }
    if (SUCCESS.contains(word)) {
      return new Meaning.Success();
    }
    if (isListed(word, BUSY, "", account)) {
      return new Meaning.Busy("answer code " + word);
    }
    if (isListed(word, PENDING, PENDING_UNLESS_SET, account)) {
      return new Meaning.Underway();
    }
    if (isListed(word, ABSENT, ABSENT_UNLESS_SET, account)) {
      return new Meaning.Absent();
    }
    if (isListed(word, REPEATED, REPEATED_UNLESS_SET, account)) {
      return new Meaning.Repeated();
    }
    if (isListed(word, UNCLEAR, UNCLEAR_UNLESS_SET, account)) {
      return new Meaning.Unclear("answer code " + word);
    }
    return LATE.equals(word) ? new Meaning.Late() : refused(word, alarms);
  }

  /** A request that was not accepted, by UnionPay's own code. */
  static DeclineReason refusal(@Nullable String code) {
    return new DeclineReason(Category.REQUEST_REFUSED, word(code));
  }

  /** The code if it is a word, fit for a log and for merchants. */
  static @Nullable String word(@Nullable String code) {
    return code != null && CODE.matcher(code).matches() ? code : null;
  }

  static boolean isListed(String code, String option, String unlessSet, ChannelAccount account) {
    return Stream.of(account.options().getOrDefault(option, unlessSet).split(","))
        .anyMatch(listed -> listed.strip().equals(code));
  }

  private static Meaning refused(String word, Alarms alarms) {
    var category = REFUSALS.get(word);
    if (category == null) {
      alarms.raise(Alarm.UNMAPPED, "answer code " + word);
      return new Meaning.Unclear("answer code " + word + " is not known");
    }
    if (OUR_FAULT.contains(word)) {
      alarms.raise(Alarm.CREDENTIALS_REFUSED, "answer code " + word);
    }
    return new Meaning.Refused(new DeclineReason(category, word));
  }
}
