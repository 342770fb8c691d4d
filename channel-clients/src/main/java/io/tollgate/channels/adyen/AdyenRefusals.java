package io.tollgate.channels.adyen;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adyen's refusal reasons in the categories that merchants switch on
 * (docs.adyen.com/development-resources/refusal-reasons). Answers have the code, webhooks the text.
 * What is not listed is {@link Category#OTHER}.
 */
final class AdyenRefusals {

  private record Refusal(String code, String text, Category category) {}

  private static final List<Refusal> ALL =
      List.of(
          new Refusal("2", "refused", Category.DO_NOT_HONOR),
          new Refusal("3", "referral", Category.DO_NOT_HONOR),
          new Refusal("4", "acquirer error", Category.OTHER),
          new Refusal("5", "blocked card", Category.INVALID_METHOD),
          new Refusal("6", "expired card", Category.EXPIRED_METHOD),
          new Refusal("7", "invalid amount", Category.REQUEST_REFUSED),
          new Refusal("8", "invalid card number", Category.INVALID_METHOD),
          new Refusal("9", "issuer unavailable", Category.OTHER),
          new Refusal("10", "not supported", Category.INVALID_METHOD),
          new Refusal("11", "3d not authenticated", Category.AUTHENTICATION_FAILED),
          new Refusal("12", "not enough balance", Category.INSUFFICIENT_FUNDS),
          new Refusal("14", "acquirer fraud", Category.SUSPECTED_FRAUD),
          new Refusal("15", "cancelled", Category.OTHER),
          new Refusal("16", "shopper cancelled", Category.OTHER),
          new Refusal("17", "invalid pin", Category.AUTHENTICATION_FAILED),
          new Refusal("18", "pin tries exceeded", Category.LIMIT_EXCEEDED),
          new Refusal("19", "pin validation not possible", Category.AUTHENTICATION_FAILED),
          new Refusal("20", "fraud", Category.SUSPECTED_FRAUD),
          new Refusal("21", "not submitted", Category.REQUEST_REFUSED),
          new Refusal("22", "fraud-cancelled", Category.SUSPECTED_FRAUD),
          new Refusal("23", "transaction not permitted", Category.DO_NOT_HONOR),
          new Refusal("24", "cvc declined", Category.INVALID_METHOD),
          new Refusal("25", "restricted card", Category.SUSPECTED_FRAUD),
          new Refusal("26", "revocation of auth", Category.DO_NOT_HONOR),
          new Refusal("27", "declined non generic", Category.DO_NOT_HONOR),
          new Refusal("28", "withdrawal amount exceeded", Category.LIMIT_EXCEEDED),
          new Refusal("29", "withdrawal count exceeded", Category.LIMIT_EXCEEDED),
          new Refusal("31", "issuer suspected fraud", Category.SUSPECTED_FRAUD),
          new Refusal("32", "avs declined", Category.INVALID_METHOD),
          new Refusal("33", "card requires online pin", Category.AUTHENTICATION_FAILED),
          new Refusal("34", "no checking account available on card", Category.INVALID_METHOD),
          new Refusal("35", "no savings account available on card", Category.INVALID_METHOD),
          new Refusal("36", "mobile pin required", Category.AUTHENTICATION_FAILED),
          new Refusal("37", "contactless fallback", Category.OTHER),
          new Refusal("38", "authentication required", Category.AUTHENTICATION_FAILED),
          new Refusal("39", "rreq not received from ds", Category.AUTHENTICATION_FAILED),
          new Refusal("42", "3ds authentication error", Category.AUTHENTICATION_FAILED));

  private static final Map<String, Refusal> BY_CODE =
      ALL.stream().collect(toUnmodifiableMap(Refusal::code, identity()));
  private static final Map<String, Refusal> BY_TEXT =
      ALL.stream().collect(toUnmodifiableMap(Refusal::text, identity()));

  /** Codes are words; anything else is not passed on. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.]{1,64}");

  private AdyenRefusals() {}

  /** The reason that an answer's {@code refusalReasonCode} stands for. */
  static DeclineReason ofCode(@Nullable String code) {
    var known = code == null ? null : BY_CODE.get(code);
    return new DeclineReason(known == null ? Category.OTHER : known.category, word(code));
  }

  /**
   * The reason that a webhook's {@code reason} spells. No signature covers it, so that it may name
   * the category and decide nothing.
   */
  static DeclineReason ofText(@Nullable String text) {
    var known = text == null ? null : BY_TEXT.get(text.strip().toLowerCase(Locale.ROOT));
    return known == null
        ? new DeclineReason(Category.OTHER, null)
        : new DeclineReason(known.category, known.code);
  }

  /** A request that Adyen did not accept, by Adyen's error code. */
  static DeclineReason ofRequest(@Nullable String errorCode) {
    return new DeclineReason(Category.REQUEST_REFUSED, word(errorCode));
  }

  /** The text if it is a word, fit for a log and for merchants. */
  static @Nullable String word(@Nullable String text) {
    return text != null && WORD.matcher(text).matches() ? text : null;
  }
}
