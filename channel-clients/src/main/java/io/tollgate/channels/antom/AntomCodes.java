package io.tollgate.channels.antom;

import static java.util.Map.entry;

import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Antom's result codes by what they mean (facts, section 5, "Errors"; the list there is unconfirmed
 * and not whole, so the account's option {@value #DECLINED_CODES} names further ones, with a comma
 * between them, that end a payment for good). The refunds' and orders' codes are those of
 * docs.antom.com/ac/omnichannel/inquiryRefund without their prefix.
 */
final class AntomCodes {

  static final String DECLINED_CODES = "declined-codes";

  /** A refusal before anything was done, for a passing reason. */
  static final String BUSY = "REQUEST_TRAFFIC_EXCEED_LIMIT";

  /** Our key, our id or our contract is not accepted: somebody has to look. */
  static final Set<String> CREDENTIALS =
      Set.of(
          "INVALID_SIGNATURE",
          "KEY_NOT_FOUND",
          "CLIENT_INVALID",
          "ACCESS_DENIED",
          "INVALID_MERCHANT_STATUS");

  /** What was asked about does not exist. */
  static final Set<String> MISSING = Set.of("ORDER_NOT_EXIST", "REFUND_NOT_EXIST");

  /** Under way; the captures' and refunds' words are unconfirmed. */
  static final Set<String> IN_PROCESS =
      Set.of("PAYMENT_IN_PROCESS", "REFUND_IN_PROCESS", "CAPTURE_IN_PROCESS");

  /** Says nothing of what was done, or was the answer to another request under the same id. */
  static final Set<String> UNCLEAR =
      Set.of("UNKNOWN_EXCEPTION", "SYSTEM_ERROR", "REPEAT_REQ_INCONSISTENT");

  /** The access token is good for nothing any more; unconfirmed. */
  static final Set<String> TOKEN_GONE = Set.of("INVALID_ACCESS_TOKEN", "EXPIRED_ACCESS_TOKEN");

  /** The authorization code was exchanged before; unconfirmed. */
  static final String USED_CODE = "USED_CODE";

  private static final Pattern CODE = Pattern.compile("[A-Z0-9_]{1,64}");

  private static final Map<String, Category> DECLINED =
      Map.ofEntries(
          entry("USER_BALANCE_NOT_ENOUGH", Category.INSUFFICIENT_FUNDS),
          entry("RISK_REJECT", Category.SUSPECTED_FRAUD),
          entry("USER_AMOUNT_EXCEED_LIMIT", Category.LIMIT_EXCEEDED),
          entry("ORDER_IS_CLOSED", Category.OTHER),
          entry("ORDER_IS_CANCELED", Category.OTHER),
          entry("ORDER_STATUS_INVALID", Category.REQUEST_REFUSED),
          entry("PAYMENT_METHOD_NOT_AVAILABLE", Category.INVALID_METHOD),
          entry("INVALID_ACCESS_TOKEN", Category.INVALID_METHOD),
          entry("EXPIRED_ACCESS_TOKEN", Category.EXPIRED_METHOD),
          entry("INVALID_CODE", Category.INVALID_METHOD),
          entry("EXPIRED_CODE", Category.EXPIRED_METHOD),
          entry("PARAM_ILLEGAL", Category.REQUEST_REFUSED),
          entry("CURRENCY_NOT_SUPPORT", Category.REQUEST_REFUSED),
          entry("INVALID_SIGNATURE", Category.REQUEST_REFUSED),
          entry("KEY_NOT_FOUND", Category.REQUEST_REFUSED),
          entry("CLIENT_INVALID", Category.REQUEST_REFUSED),
          entry("ACCESS_DENIED", Category.REQUEST_REFUSED),
          entry("INVALID_MERCHANT_STATUS", Category.REQUEST_REFUSED));

  private AntomCodes() {}

  /** Whether a failure by this code is one for good. */
  static boolean isFinal(String code, ChannelAccount account) {
    return DECLINED.containsKey(code)
        || Arrays.stream(account.options().getOrDefault(DECLINED_CODES, "").split(","))
            .map(String::strip)
            .anyMatch(code::equals);
  }

  /** The reason that a code stands for; one that is not listed is {@link Category#OTHER}. */
  static DeclineReason reason(@Nullable String code) {
    var known = word(code);
    return new DeclineReason(
        known == null ? Category.OTHER : DECLINED.getOrDefault(known, Category.OTHER), known);
  }

  /** What we do not even send. */
  static DeclineReason refusal() {
    return new DeclineReason(Category.REQUEST_REFUSED, null);
  }

  /** The code if it is a word, fit for a log and for merchants. */
  static @Nullable String word(@Nullable String code) {
    return code != null && CODE.matcher(code).matches() ? code : null;
  }
}
