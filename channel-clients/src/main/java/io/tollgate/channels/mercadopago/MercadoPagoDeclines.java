package io.tollgate.channels.mercadopago;

import static java.util.Map.entry;

import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why payments are rejected, in the categories that merchants switch on: {@code status_detail}
 * (facts, section 16, "Status"; mercadopago.com developers, "Payment creation results" and "Get
 * payment status"). What is not listed is {@link Category#OTHER}.
 */
final class MercadoPagoDeclines {

  /**
   * There was such a payment a moment ago: perhaps ours, whose answer was lost. It is looked for
   * before this is believed.
   */
  static final String DUPLICATE = "cc_rejected_duplicated_payment";

  /** Codes are words; anything else is not passed on. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_]{1,64}");

  private static final Map<String, Category> CATEGORIES =
      Map.ofEntries(
          entry("cc_rejected_insufficient_amount", Category.INSUFFICIENT_FUNDS),
          entry("insufficient_amount", Category.INSUFFICIENT_FUNDS),
          entry("cc_rejected_bad_filled_card_number", Category.INVALID_METHOD),
          entry("cc_rejected_bad_filled_date", Category.INVALID_METHOD),
          entry("cc_rejected_bad_filled_other", Category.INVALID_METHOD),
          entry("cc_rejected_bad_filled_security_code", Category.INVALID_METHOD),
          entry("cc_rejected_card_disabled", Category.INVALID_METHOD),
          entry("cc_rejected_card_type_not_allowed", Category.INVALID_METHOD),
          entry("cc_rejected_invalid_installments", Category.INVALID_METHOD),
          entry("cc_amount_rate_limit_exceeded", Category.LIMIT_EXCEEDED),
          entry("cc_rejected_max_attempts", Category.LIMIT_EXCEEDED),
          entry("cc_rejected_blacklist", Category.SUSPECTED_FRAUD),
          entry("cc_rejected_fraud", Category.SUSPECTED_FRAUD),
          entry("cc_rejected_high_risk", Category.SUSPECTED_FRAUD),
          entry("rejected_high_risk", Category.SUSPECTED_FRAUD),
          entry("cc_rejected_3ds_challenge", Category.AUTHENTICATION_FAILED),
          entry("cc_rejected_3ds_mandatory", Category.AUTHENTICATION_FAILED),
          entry("bank_error", Category.DO_NOT_HONOR),
          entry("cc_rejected_call_for_authorize", Category.DO_NOT_HONOR),
          entry("cc_rejected_card_error", Category.DO_NOT_HONOR),
          entry("cc_rejected_other_reason", Category.DO_NOT_HONOR),
          entry("cc_rejected_time_out", Category.DO_NOT_HONOR),
          entry("rejected_by_bank", Category.DO_NOT_HONOR),
          entry("rejected_other_reason", Category.DO_NOT_HONOR),
          entry("rejected_by_biz_rule", Category.REQUEST_REFUSED),
          entry("rejected_by_regulations", Category.REQUEST_REFUSED),
          entry("rejected_insufficient_data", Category.REQUEST_REFUSED));

  private MercadoPagoDeclines() {}

  /** Why a payment was rejected. */
  static DeclineReason reason(@Nullable String statusDetail) {
    var known = word(statusDetail);
    return new DeclineReason(
        known == null ? Category.OTHER : CATEGORIES.getOrDefault(known, Category.OTHER), known);
  }

  /** A request that Mercado Pago did not accept, by its own code. */
  static DeclineReason refusal(@Nullable String code) {
    return new DeclineReason(Category.REQUEST_REFUSED, word(code));
  }

  /** The code if it is a word, fit for a log and for merchants. */
  static @Nullable String word(@Nullable String code) {
    return code != null && CODE.matcher(code).matches() ? code : null;
  }
}
