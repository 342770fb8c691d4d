package io.tollgate.channels.airwallex;

import static java.util.Map.entry;

import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Airwallex's error codes (www.airwallex.com/docs/payments__error-response-codes), and what issuers
 * say (the same, {@code payments__response-codes__issuer-response-codes}, by ISO 8583).
 */
final class AirwallexCodes {

  private static final Pattern WORD = Pattern.compile("[a-zA-Z0-9_]{1,64}");
  private static final Pattern ISSUER_CODE = Pattern.compile("[0-9A-Z]{2,4}");

  /** What a code says of the request that it answers. */
  enum Meaning {
    /** The payer, the issuer or the wallet cannot, or the request is wrong. */
    REFUSED,
    /** Refused, and what was agreed with Airwallex is why. */
    NOT_AGREED,
    /** The thing is in a state where it cannot be done, or not any more. */
    OUT_OF_STATE,
    /** We asked for it before, under the same id: what came of it is to be asked. */
    REPEATED,
    NOT_FOUND,
    /** It may have been done. */
    UNCLEAR
  }

  /** One code. */
  record Code(Meaning meaning, Category category) {}

  private static final Map<String, Code> KNOWN =
      Map.ofEntries(
          // The payer, the issuer and the wallet.
          entry("issuer_declined", refused(Category.DO_NOT_HONOR)),
          entry("provider_declined", refused(Category.DO_NOT_HONOR)),
          entry("risk_declined", refused(Category.SUSPECTED_FRAUD)),
          entry("authentication_declined", refused(Category.AUTHENTICATION_FAILED)),
          entry("3ds_not_supported", refused(Category.AUTHENTICATION_FAILED)),
          entry("no_3ds_liability_shift", refused(Category.AUTHENTICATION_FAILED)),
          entry("card_brand_not_supported", refused(Category.INVALID_METHOD)),
          entry("frequency_above_limit", refused(Category.LIMIT_EXCEEDED)),
          entry("amount_above_limit", refused(Category.LIMIT_EXCEEDED)),
          // The request.
          entry("amount_below_limit", refused(Category.REQUEST_REFUSED)),
          entry("currency_not_supported", refused(Category.REQUEST_REFUSED)),
          entry("operation_not_supported", refused(Category.REQUEST_REFUSED)),
          entry("quote_expired", refused(Category.REQUEST_REFUSED)),
          entry("rejected_by_routing_rules", refused(Category.REQUEST_REFUSED)),
          entry("validation_error", refused(Category.REQUEST_REFUSED)),
          entry("configuration_error", request(Meaning.NOT_AGREED)),
          entry("payment_method_not_allowed", request(Meaning.NOT_AGREED)),
          entry("suspended_from_online_payments", request(Meaning.NOT_AGREED)),
          entry("invalid_status_for_operation", request(Meaning.OUT_OF_STATE)),
          entry("duplicate_request", request(Meaning.REPEATED)),
          entry("resource_already_exists", request(Meaning.REPEATED)),
          entry("resource_not_found", request(Meaning.NOT_FOUND)),
          entry("not_found", request(Meaning.NOT_FOUND)),
          // The moment: nobody says that nothing was tried.
          entry("issuer_unavailable", other()),
          entry("provider_unavailable", other()),
          entry("service_unavailable", other()),
          entry("internal_error", other()));

  private static final Map<String, Category> ISSUERS =
      Map.ofEntries(
          entry("14", Category.INVALID_METHOD),
          entry("34", Category.SUSPECTED_FRAUD),
          entry("41", Category.SUSPECTED_FRAUD),
          entry("43", Category.SUSPECTED_FRAUD),
          entry("51", Category.INSUFFICIENT_FUNDS),
          entry("54", Category.EXPIRED_METHOD),
          entry("59", Category.SUSPECTED_FRAUD),
          entry("61", Category.LIMIT_EXCEEDED),
          entry("65", Category.LIMIT_EXCEEDED));

  private AirwallexCodes() {}

  /** What is known of a code; null where nothing is. */
  static @Nullable Code find(@Nullable String word) {
    return word == null ? null : KNOWN.get(word);
  }

  /**
   * Why something was refused, with the issuer's own code behind Airwallex's where there is one:
   * {@code issuer_declined/51}.
   */
  static DeclineReason reason(@Nullable String word, @Nullable String issuerCode) {
    var code = find(word);
    if (word == null || code == null) {
      return new DeclineReason(Category.OTHER, word(word));
    }
    if (!word.equals("issuer_declined")
        || issuerCode == null
        || !ISSUER_CODE.matcher(issuerCode).matches()) {
      return new DeclineReason(code.category(), word);
    }
    return new DeclineReason(
        ISSUERS.getOrDefault(issuerCode, code.category()), word + "/" + issuerCode);
  }

  /** The refusal of a request, because of the state that something is in where one is given. */
  static DeclineReason refusal(@Nullable String state) {
    return new DeclineReason(Category.REQUEST_REFUSED, word(state));
  }

  /** The text if it is a word, fit for a log and for merchants. */
  static @Nullable String word(@Nullable String text) {
    return text != null && WORD.matcher(text).matches() ? text : null;
  }

  private static Code refused(Category category) {
    return new Code(Meaning.REFUSED, category);
  }

  private static Code request(Meaning meaning) {
    return new Code(meaning, Category.REQUEST_REFUSED);
  }

  private static Code other() {
    return new Code(Meaning.UNCLEAR, Category.OTHER);
  }
}
