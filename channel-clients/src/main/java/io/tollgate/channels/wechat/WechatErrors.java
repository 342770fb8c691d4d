package io.tollgate.channels.wechat;

import static java.util.Map.entry;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.wechat.WechatMessages.Failure;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means that is no success (facts, section 6, "Errors"; the vendor's own tables at
 * pay.weixin.qq.com/doc/v3/merchant/4012556398 and, for the older spellings,
 * pay.weixin.qq.com/wiki/doc/apiv3/apis/chapter3_4_3.shtml).
 *
 * <p>The list is partly unconfirmed, so the account's option {@code not-final} takes codes out of
 * it. {@code INVALID_REQUEST} is asked after, because the vendor uses it for orders that exist as
 * well.
 */
final class WechatErrors {

  /** What a refusal tells. */
  enum Meaning {
    /** Refused for good, by WeChat Pay or the payer's bank. */
    DECLINED,
    /** Not accepted: the request is wrong. */
    REJECTED,
    /** Not accepted: our key, or what it may do, is wrong. */
    FORBIDDEN,
    /** Not accepted: our ids do not belong together. */
    MISCONFIGURED,
    /** Not accepted for now. */
    BUSY,
    /** There is no such order or refund. */
    ABSENT,
    /** It may have been done: only a question can tell. */
    OPEN,
    /** A code that we do not know. */
    UNMAPPED
  }

  private static final Json<Failure> FAILURE = Json.of(Failure.class);
  private static final Failure NO_FAILURE = new Failure(null);

  /** Codes are words; anything else is not passed on. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.]{1,64}");

  private static final Map<String, Category> DECLINES =
      Map.ofEntries(
          entry("NOT_ENOUGH", Category.INSUFFICIENT_FUNDS),
          entry("NOTENOUGH", Category.INSUFFICIENT_FUNDS),
          entry("ACCOUNT_ERROR", Category.INVALID_METHOD),
          entry("ACCOUNTERROR", Category.INVALID_METHOD),
          entry("USER_ACCOUNT_ABNORMAL", Category.INVALID_METHOD),
          entry("RULE_LIMIT", Category.LIMIT_EXCEEDED),
          entry("RULELIMIT", Category.LIMIT_EXCEEDED));

  private static final Map<String, Meaning> OTHERS =
      Map.ofEntries(
          entry("PARAM_ERROR", Meaning.REJECTED),
          entry("SIGN_ERROR", Meaning.FORBIDDEN),
          entry("NO_AUTH", Meaning.FORBIDDEN),
          entry("APPID_MCHID_NOT_MATCH", Meaning.MISCONFIGURED),
          entry("MCH_NOT_EXISTS", Meaning.MISCONFIGURED),
          entry("FREQUENCY_LIMITED", Meaning.BUSY),
          entry("RATELIMIT_EXCEEDED", Meaning.BUSY),
          entry("ORDER_NOT_EXIST", Meaning.ABSENT),
          entry("ORDERNOTEXIST", Meaning.ABSENT),
          entry("RESOURCE_NOT_EXISTS", Meaning.ABSENT),
          entry("ORDER_CLOSED", Meaning.OPEN),
          entry("ORDERPAID", Meaning.OPEN),
          entry("TRADE_ERROR", Meaning.OPEN),
          entry("OUT_TRADE_NO_USED", Meaning.OPEN),
          entry("INVALID_REQUEST", Meaning.OPEN),
          entry("USERPAYING", Meaning.OPEN),
          entry("USER_PAYING", Meaning.OPEN),
          entry("SYSTEM_ERROR", Meaning.OPEN),
          entry("SYSTEMERROR", Meaning.OPEN),
          entry("BANK_ERROR", Meaning.OPEN),
          entry("BANKERROR", Meaning.OPEN));

  private WechatErrors() {}

  /** What a refusal of a request means, with an alarm where somebody has to look. */
  static Meaning ofRequest(Answered answer, WechatAccount account, Alarms alarms, String about) {
    var meaning = meaning(answer, account);
    alarmOn(meaning, answer, alarms, about);
    return meaning;
  }

  /** The same of a question, which nobody may refuse us. */
  static Meaning ofQuestion(Answered answer, WechatAccount account, Alarms alarms, String about) {
    var meaning = ofRequest(answer, account, alarms, about);
    switch (meaning) {
      case DECLINED, REJECTED, FORBIDDEN, MISCONFIGURED ->
          alarms.raise(Alarm.QUERY_REFUSED, words(answer) + " to a question about " + about);
      case BUSY, ABSENT, OPEN, UNMAPPED -> {}
    }
    return meaning;
  }

  /** Why something was declined or rejected. */
  static DeclineReason reason(Answered answer) {
    var code = code(answer);
    return new DeclineReason(
        code == null
            ? Category.REQUEST_REFUSED
            : DECLINES.getOrDefault(code, Category.REQUEST_REFUSED),
        code);
  }

  /** Status and code, fit for a log. */
  static String words(Answered answer) {
    var code = code(answer);
    return "HTTP " + answer.status() + (code == null ? "" : " " + code);
  }

  /** The code of an answer; null where it has none, or none that is a word. */
  static @Nullable String code(Answered answer) {
    return word(FAILURE.read(answer.body()).orElse(NO_FAILURE).code());
  }

  /** The text if it is a word, fit for a log and for merchants. */
  static @Nullable String word(@Nullable String text) {
    return text != null && CODE.matcher(text).matches() ? text : null;
  }

  private static Meaning meaning(Answered answer, WechatAccount account) {
    int status = answer.status();
    if (status == 429) {
      return Meaning.BUSY;
    }
    if (status == 401) {
      return Meaning.FORBIDDEN;
    }
    if (status >= 500 || status < 400) {
      return Meaning.OPEN;
    }
    var code = code(answer);
    if (code == null) {
      return Meaning.UNMAPPED;
    }
    if (account.asksAfter(code)) {
      return Meaning.OPEN;
    }
    return DECLINES.containsKey(code)
        ? Meaning.DECLINED
        : OTHERS.getOrDefault(code, Meaning.UNMAPPED);
  }

  private static void alarmOn(Meaning meaning, Answered answer, Alarms alarms, String about) {
    switch (meaning) {
      case FORBIDDEN -> alarms.raise(Alarm.CREDENTIALS_REFUSED, words(answer));
      case MISCONFIGURED -> alarms.raise(Alarm.MISCONFIGURED, words(answer));
      case UNMAPPED -> alarms.raise(Alarm.UNMAPPED, words(answer) + " about " + about);
      case DECLINED, REJECTED, BUSY, ABSENT, OPEN -> {}
    }
  }
}
