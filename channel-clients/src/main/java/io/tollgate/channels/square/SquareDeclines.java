package io.tollgate.channels.square;

import static java.util.Map.entry;

import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Square's error codes about methods of payment in the categories that merchants switch on
 * (description of 2025-08-20, {@code ErrorCode}). What is not listed is {@link Category#OTHER}.
 */
final class SquareDeclines {

  /** Codes are words; anything else is not passed on. */
  private static final Pattern CODE = Pattern.compile("[A-Z0-9_]{1,64}");

  private static final Map<String, Category> CATEGORIES =
      Map.ofEntries(
          entry("INSUFFICIENT_FUNDS", Category.INSUFFICIENT_FUNDS),
          entry("GIFT_CARD_AVAILABLE_AMOUNT", Category.INSUFFICIENT_FUNDS),
          entry("CARD_EXPIRED", Category.EXPIRED_METHOD),
          entry("CARD_TOKEN_EXPIRED", Category.EXPIRED_METHOD),
          entry("SOURCE_EXPIRED", Category.EXPIRED_METHOD),
          entry("BAD_EXPIRATION", Category.INVALID_METHOD),
          entry("INVALID_EXPIRATION", Category.INVALID_METHOD),
          entry("INVALID_EXPIRATION_YEAR", Category.INVALID_METHOD),
          entry("INVALID_EXPIRATION_DATE", Category.INVALID_METHOD),
          entry("EXPIRATION_FAILURE", Category.INVALID_METHOD),
          entry("PAN_FAILURE", Category.INVALID_METHOD),
          entry("CVV_FAILURE", Category.INVALID_METHOD),
          entry("VERIFY_CVV_FAILURE", Category.INVALID_METHOD),
          entry("ADDRESS_VERIFICATION_FAILURE", Category.INVALID_METHOD),
          entry("VERIFY_AVS_FAILURE", Category.INVALID_METHOD),
          entry("INVALID_POSTAL_CODE", Category.INVALID_METHOD),
          entry("INVALID_ACCOUNT", Category.INVALID_METHOD),
          entry("INVALID_CARD", Category.INVALID_METHOD),
          entry("INVALID_CARD_DATA", Category.INVALID_METHOD),
          entry("INVALID_ENCRYPTED_CARD", Category.INVALID_METHOD),
          entry("UNSUPPORTED_CARD_BRAND", Category.INVALID_METHOD),
          entry("UNSUPPORTED_ENTRY_METHOD", Category.INVALID_METHOD),
          entry("UNSUPPORTED_INSTRUMENT_TYPE", Category.INVALID_METHOD),
          entry("UNSUPPORTED_SOURCE_TYPE", Category.INVALID_METHOD),
          entry("CARD_NOT_SUPPORTED", Category.INVALID_METHOD),
          entry("CARD_MISMATCH", Category.INVALID_METHOD),
          entry("CARD_TOKEN_USED", Category.INVALID_METHOD),
          entry("SOURCE_USED", Category.INVALID_METHOD),
          entry("ACCOUNT_UNUSABLE", Category.INVALID_METHOD),
          entry("CURRENCY_MISMATCH", Category.INVALID_METHOD),
          entry("TRANSACTION_LIMIT", Category.LIMIT_EXCEEDED),
          entry("PAYMENT_LIMIT_EXCEEDED", Category.LIMIT_EXCEEDED),
          entry("AMOUNT_TOO_HIGH", Category.LIMIT_EXCEEDED),
          entry("ALLOWABLE_PIN_TRIES_EXCEEDED", Category.LIMIT_EXCEEDED),
          entry("CARD_DECLINED_VERIFICATION_REQUIRED", Category.AUTHENTICATION_FAILED),
          entry("INVALID_PIN", Category.AUTHENTICATION_FAILED),
          entry("MISSING_PIN", Category.AUTHENTICATION_FAILED),
          entry("CARD_PRESENCE_REQUIRED", Category.AUTHENTICATION_FAILED),
          entry("CHIP_INSERTION_REQUIRED", Category.AUTHENTICATION_FAILED),
          entry("GENERIC_DECLINE", Category.DO_NOT_HONOR),
          entry("CARD_DECLINED", Category.DO_NOT_HONOR),
          entry("CARD_DECLINED_CALL_ISSUER", Category.DO_NOT_HONOR),
          entry("VOICE_FAILURE", Category.DO_NOT_HONOR),
          entry("READER_DECLINED", Category.DO_NOT_HONOR),
          entry("RESERVATION_DECLINED", Category.DO_NOT_HONOR),
          entry("BUYER_REFUSED_PAYMENT", Category.DO_NOT_HONOR),
          entry("CARDHOLDER_INSUFFICIENT_PERMISSIONS", Category.DO_NOT_HONOR),
          entry("INSUFFICIENT_PERMISSIONS", Category.DO_NOT_HONOR));

  private SquareDeclines() {}

  /** The issuer's reason, by Square's code. */
  static DeclineReason reason(@Nullable String code) {
    var known = word(code);
    return new DeclineReason(
        known == null ? Category.OTHER : CATEGORIES.getOrDefault(known, Category.OTHER), known);
  }

  /** A request that Square did not accept, by Square's own code. */
  static DeclineReason refusal(@Nullable String code) {
    return new DeclineReason(Category.REQUEST_REFUSED, word(code));
  }

  /** The code if it is a word, fit for a log and for merchants. */
  static @Nullable String word(@Nullable String code) {
    return code != null && CODE.matcher(code).matches() ? code : null;
  }
}
