package io.tollgate.channels.paystack;

import static java.util.Map.entry;

import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a charge failed, in the categories that merchants switch on (vendor:
 * docs-v2.paystack.com/docs/payments/gateway-responses, and the texts of {@code
 * PaystackOSS/openapi, errors/api-errors.json}). What is not listed is {@link Category#OTHER}; of
 * texts only those that are listed are passed on, as the words they stand under here.
 */
final class PaystackDeclines {

  /** Codes are words; anything else is not passed on. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_]{1,64}");

  private static final Map<String, Category> CATEGORIES =
      Map.ofEntries(
          entry("insufficient_funds", Category.INSUFFICIENT_FUNDS),
          entry("expired_card", Category.EXPIRED_METHOD),
          entry("invalid_account_number", Category.INVALID_METHOD),
          entry("no_such_issuer", Category.INVALID_METHOD),
          entry("account_closed", Category.INVALID_METHOD),
          entry("transaction_amount_limit_exceeded", Category.LIMIT_EXCEEDED),
          entry("denied_by_fraud_system", Category.SUSPECTED_FRAUD),
          entry("unable_to_process_transaction", Category.SUSPECTED_FRAUD),
          entry("pickup_card", Category.SUSPECTED_FRAUD),
          entry("pickup_card_special", Category.SUSPECTED_FRAUD),
          entry("pickup_card_lost_card", Category.SUSPECTED_FRAUD),
          entry("pickup_card_stolen_card", Category.SUSPECTED_FRAUD),
          entry("incorrect_pin", Category.AUTHENTICATION_FAILED),
          entry("provided_registration_token_is_invalid", Category.AUTHENTICATION_FAILED),
          entry("honour_with_identification", Category.AUTHENTICATION_FAILED),
          entry("declined", Category.DO_NOT_HONOR),
          entry("do_not_honor", Category.DO_NOT_HONOR),
          entry("refer_to_card_issuer", Category.DO_NOT_HONOR),
          entry("refer_to_card_issuer_special", Category.DO_NOT_HONOR),
          entry("invalid_transaction", Category.DO_NOT_HONOR),
          entry("no_action_taken", Category.DO_NOT_HONOR),
          entry("customer_cancellation", Category.OTHER),
          entry("processing_error", Category.OTHER));

  private PaystackDeclines() {}

  /** The code where there is one, else what the text says, else nothing. */
  static DeclineReason reason(@Nullable String code, @Nullable String text) {
    var known = code == null ? listed(text) : word(code);
    return new DeclineReason(
        known == null ? Category.OTHER : CATEGORIES.getOrDefault(known, Category.OTHER), known);
  }

  /** A request that Paystack did not accept, by Paystack's own code. */
  static DeclineReason refusal(@Nullable String code) {
    return new DeclineReason(Category.REQUEST_REFUSED, word(code));
  }

  /** The code if it is a word, fit for a log and for merchants. */
  static @Nullable String word(@Nullable String code) {
    return code != null && CODE.matcher(code).matches() ? code : null;
  }

  private static @Nullable String listed(@Nullable String text) {
    if (text == null) {
      return null;
    }
    var word = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
    return CATEGORIES.containsKey(word) ? word : null;
  }
}
