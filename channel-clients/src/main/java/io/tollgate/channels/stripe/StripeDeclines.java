package io.tollgate.channels.stripe;

import static java.util.Map.entry;

import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's decline codes in the categories that merchants switch on (docs.stripe.com/declines/codes
 * and docs.stripe.com/error-codes), with the reasons why refunds fail (description, {@code
 * refund.failure_reason}). What is not listed is {@link Category#OTHER}.
 */
final class StripeDeclines {

  /** Codes are words; anything else is not passed on. */
  private static final Pattern CODE = Pattern.compile("[a-z0-9_]{1,64}");

  private static final Map<String, Category> CATEGORIES =
      Map.ofEntries(
          entry("insufficient_funds", Category.INSUFFICIENT_FUNDS),
          entry("expired_card", Category.EXPIRED_METHOD),
          entry("expired_or_canceled_card", Category.EXPIRED_METHOD),
          entry("lost_or_stolen_card", Category.INVALID_METHOD),
          entry("invalid_expiry_month", Category.INVALID_METHOD),
          entry("invalid_expiry_year", Category.INVALID_METHOD),
          entry("incorrect_number", Category.INVALID_METHOD),
          entry("invalid_number", Category.INVALID_METHOD),
          entry("incorrect_cvc", Category.INVALID_METHOD),
          entry("invalid_cvc", Category.INVALID_METHOD),
          entry("incorrect_zip", Category.INVALID_METHOD),
          entry("incorrect_address", Category.INVALID_METHOD),
          entry("invalid_account", Category.INVALID_METHOD),
          entry("new_account_information_available", Category.INVALID_METHOD),
          entry("card_not_supported", Category.INVALID_METHOD),
          entry("currency_not_supported", Category.INVALID_METHOD),
          entry("testmode_decline", Category.INVALID_METHOD),
          entry("card_velocity_exceeded", Category.LIMIT_EXCEEDED),
          entry("withdrawal_count_limit_exceeded", Category.LIMIT_EXCEEDED),
          entry("pin_try_exceeded", Category.LIMIT_EXCEEDED),
          entry("fraudulent", Category.SUSPECTED_FRAUD),
          entry("lost_card", Category.SUSPECTED_FRAUD),
          entry("stolen_card", Category.SUSPECTED_FRAUD),
          entry("pickup_card", Category.SUSPECTED_FRAUD),
          entry("restricted_card", Category.SUSPECTED_FRAUD),
          entry("security_violation", Category.SUSPECTED_FRAUD),
          entry("merchant_blacklist", Category.SUSPECTED_FRAUD),
          entry("authentication_required", Category.AUTHENTICATION_FAILED),
          entry("authentication_not_handled", Category.AUTHENTICATION_FAILED),
          entry("payment_intent_authentication_failure", Category.AUTHENTICATION_FAILED),
          entry("setup_intent_authentication_failure", Category.AUTHENTICATION_FAILED),
          entry("mobile_device_authentication_required", Category.AUTHENTICATION_FAILED),
          entry("incorrect_pin", Category.AUTHENTICATION_FAILED),
          entry("invalid_pin", Category.AUTHENTICATION_FAILED),
          entry("offline_pin_required", Category.AUTHENTICATION_FAILED),
          entry("online_or_offline_pin_required", Category.AUTHENTICATION_FAILED),
          entry("do_not_honor", Category.DO_NOT_HONOR),
          entry("declined", Category.DO_NOT_HONOR),
          entry("generic_decline", Category.DO_NOT_HONOR),
          entry("call_issuer", Category.DO_NOT_HONOR),
          entry("do_not_try_again", Category.DO_NOT_HONOR),
          entry("no_action_taken", Category.DO_NOT_HONOR),
          entry("not_permitted", Category.DO_NOT_HONOR),
          entry("service_not_allowed", Category.DO_NOT_HONOR),
          entry("transaction_not_allowed", Category.DO_NOT_HONOR),
          entry("stop_payment_order", Category.DO_NOT_HONOR),
          entry("revocation_of_authorization", Category.DO_NOT_HONOR),
          entry("revocation_of_all_authorizations", Category.DO_NOT_HONOR));

  private StripeDeclines() {}

  /** The issuer's reason; where there is none, Stripe's own code stands for it. */
  static DeclineReason reason(@Nullable String declineCode, @Nullable String code) {
    var known = word(declineCode == null ? code : declineCode);
    return new DeclineReason(
        known == null ? Category.OTHER : CATEGORIES.getOrDefault(known, Category.OTHER), known);
  }

  /** Why the last try failed. */
  static DeclineReason reason(StripeIntent.LastError error) {
    return reason(error.declineCode(), error.code());
  }

  /** A request that Stripe did not accept, by Stripe's own code. */
  static DeclineReason refusal(@Nullable String code) {
    return new DeclineReason(Category.REQUEST_REFUSED, word(code));
  }

  /** The code if it is a word, fit for a log and for merchants. */
  static @Nullable String word(@Nullable String code) {
    return code != null && CODE.matcher(code).matches() ? code : null;
  }
}
