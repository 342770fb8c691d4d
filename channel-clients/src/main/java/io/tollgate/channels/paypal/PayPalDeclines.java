package io.tollgate.channels.paypal;

import static java.util.Map.entry;

import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What issuers answer to cards ({@code processor_response.response_code}), in the categories that
 * merchants switch on. The codes are those of the official description of Orders v2, their meaning
 * that of PayPal's list of processor responses. What is not listed is {@link Category#OTHER}.
 */
final class PayPalDeclines {

  /** Codes are words; anything else is not passed on. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_]{1,64}");

  private static final Map<String, Category> CATEGORIES =
      Map.ofEntries(
          entry("0100", Category.DO_NOT_HONOR),
          entry("0390", Category.INVALID_METHOD),
          entry("0500", Category.DO_NOT_HONOR),
          entry("0580", Category.DO_NOT_HONOR),
          entry("0890", Category.AUTHENTICATION_FAILED),
          entry("00N7", Category.INVALID_METHOD),
          entry("10BR", Category.DO_NOT_HONOR),
          entry("1330", Category.INVALID_METHOD),
          entry("1335", Category.INVALID_METHOD),
          entry("1352", Category.INVALID_METHOD),
          entry("1380", Category.EXPIRED_METHOD),
          entry("1382", Category.INVALID_METHOD),
          entry("5100", Category.DO_NOT_HONOR),
          entry("5110", Category.INVALID_METHOD),
          entry("5120", Category.INSUFFICIENT_FUNDS),
          entry("5130", Category.AUTHENTICATION_FAILED),
          entry("5135", Category.AUTHENTICATION_FAILED),
          entry("5140", Category.INVALID_METHOD),
          entry("5150", Category.SUSPECTED_FRAUD),
          entry("5160", Category.DO_NOT_HONOR),
          entry("5170", Category.INVALID_METHOD),
          entry("5180", Category.INVALID_METHOD),
          entry("5400", Category.EXPIRED_METHOD),
          entry("5500", Category.AUTHENTICATION_FAILED),
          entry("5650", Category.AUTHENTICATION_FAILED),
          entry("5700", Category.DO_NOT_HONOR),
          entry("5710", Category.LIMIT_EXCEEDED),
          entry("5930", Category.INVALID_METHOD),
          entry("5950", Category.INVALID_METHOD),
          entry("6300", Category.INVALID_METHOD),
          entry("7700", Category.AUTHENTICATION_FAILED),
          entry("7710", Category.AUTHENTICATION_FAILED),
          entry("7900", Category.AUTHENTICATION_FAILED),
          entry("9500", Category.SUSPECTED_FRAUD),
          entry("9510", Category.SUSPECTED_FRAUD),
          entry("9520", Category.SUSPECTED_FRAUD),
          entry("9530", Category.DO_NOT_HONOR),
          entry("9540", Category.DO_NOT_HONOR),
          entry("PCVV", Category.INVALID_METHOD),
          entry("PPEX", Category.EXPIRED_METHOD));

  private PayPalDeclines() {}

  /** Why a payment failed: the issuer's code, else PayPal's own reason. */
  static DeclineReason reason(PayPalPayment payment) {
    var issuer = payment.processorResponse();
    var code = issuer == null ? null : word(issuer.responseCode());
    if (code != null) {
      return new DeclineReason(CATEGORIES.getOrDefault(code, Category.OTHER), code);
    }
    var details = payment.statusDetails();
    return new DeclineReason(Category.OTHER, details == null ? null : word(details.reason()));
  }

  /** The code if it is a word, fit for a log and for merchants. */
  static @Nullable String word(@Nullable String code) {
    return code != null && CODE.matcher(code).matches() ? code : null;
  }
}
