package io.tollgate.channels.razorpay;

import static java.util.Map.entry;

import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Razorpay's reasons in the categories that merchants switch on (razorpay.com/docs/errors: {@code
 * error.reason} of cards, netbanking, UPI and wallets). What is not listed is {@link
 * Category#OTHER}.
 */
final class RazorpayDeclines {

  /** Reasons are words; anything else is not passed on. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_]{1,64}");

  private static final Map<String, Category> CATEGORIES =
      Map.ofEntries(
          entry("insufficient_funds", Category.INSUFFICIENT_FUNDS),
          entry("card_expired", Category.EXPIRED_METHOD),
          entry("incorrect_card_expiry_date", Category.INVALID_METHOD),
          entry("incorrect_card_details", Category.INVALID_METHOD),
          entry("incorrect_cvv", Category.INVALID_METHOD),
          entry("card_number_invalid", Category.INVALID_METHOD),
          entry("card_not_enrolled", Category.INVALID_METHOD),
          entry("card_type_invalid", Category.INVALID_METHOD),
          entry("debit_instrument_inactive", Category.INVALID_METHOD),
          entry("debit_instrument_blocked", Category.INVALID_METHOD),
          entry("bank_account_invalid", Category.INVALID_METHOD),
          entry("invalid_vpa", Category.INVALID_METHOD),
          entry("vpa_resolution_failed", Category.INVALID_METHOD),
          entry("international_transaction_not_allowed", Category.INVALID_METHOD),
          entry("transaction_limit_exceeded", Category.LIMIT_EXCEEDED),
          entry("transaction_daily_limit_exceeded", Category.LIMIT_EXCEEDED),
          entry("transaction_frequency_limit_exceeded", Category.LIMIT_EXCEEDED),
          entry("otp_attempts_exceeded", Category.LIMIT_EXCEEDED),
          entry("pin_attempts_exceeded", Category.LIMIT_EXCEEDED),
          entry("payment_risk_check_failed", Category.SUSPECTED_FRAUD),
          entry("authentication_failed", Category.AUTHENTICATION_FAILED),
          entry("incorrect_otp", Category.AUTHENTICATION_FAILED),
          entry("invalid_otp", Category.AUTHENTICATION_FAILED),
          entry("otp_expired", Category.AUTHENTICATION_FAILED),
          entry("incorrect_pin", Category.AUTHENTICATION_FAILED),
          entry("incorrect_atm_pin", Category.AUTHENTICATION_FAILED),
          entry("payment_declined", Category.DO_NOT_HONOR),
          entry("card_declined", Category.DO_NOT_HONOR),
          entry("issuer_declined", Category.DO_NOT_HONOR),
          entry("authorisation_declined_by_psp", Category.DO_NOT_HONOR),
          entry("input_validation_failed", Category.REQUEST_REFUSED),
          entry("extra_field_sent", Category.REQUEST_REFUSED),
          entry("amount_less_than_minimum_amount", Category.REQUEST_REFUSED),
          entry("amount_exceeds_maximum_amount", Category.REQUEST_REFUSED));

  private RazorpayDeclines() {}

  /** Why a payment or a refund failed; where there is no reason, the code stands for it. */
  static DeclineReason reason(@Nullable String reason, @Nullable String code) {
    var known = isSaid(reason) ? word(reason) : word(code);
    return new DeclineReason(
        known == null ? Category.OTHER : CATEGORIES.getOrDefault(known, Category.OTHER), known);
  }

  /** A request that Razorpay did not accept. */
  static DeclineReason refusal(@Nullable String code) {
    return new DeclineReason(Category.REQUEST_REFUSED, word(code));
  }

  /** Whether there is a word at all: {@code NA} stands for none. */
  static boolean isSaid(@Nullable String word) {
    return word != null && !word.isEmpty() && !"NA".equals(word);
  }

  /** The code if it is a word, fit for a log and for merchants. */
  static @Nullable String word(@Nullable String code) {
    return code != null && CODE.matcher(code).matches() ? code : null;
  }
}
