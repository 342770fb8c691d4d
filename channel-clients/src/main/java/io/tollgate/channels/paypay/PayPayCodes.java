package io.tollgate.channels.paypay;

import static java.util.Map.entry;

import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * PayPay's result codes (facts, section 13, "Errors"; the response code lists of PreAuthCapture.md
 * in the SDK's repository and of www.paypay.ne.jp/opa/doc/v1.0/dynamicqrcode).
 */
final class PayPayCodes {

  /**
   * The same payer was charged the same amount within five minutes: maybe by this very attempt, the
   * answer to which was lost.
   */
  static final String SIMILAR = "SUSPECTED_DUPLICATE_PAYMENT";

  /** Codes are words; anything else is not passed on. */
  private static final Pattern WORD = Pattern.compile("[A-Z0-9_]{1,64}");

  /** What a code says of the request that it answers. */
  enum Meaning {
    DONE,
    /** It will be done. */
    ACCEPTED,
    /** It will be done when the payer confirms it. */
    ASKS_PAYER,
    /** The payer or the wallet cannot, or the payment is in another state. */
    REFUSED,
    /** Refused, and the key or its rights are why. */
    CREDENTIALS,
    /** Refused, and what was agreed with PayPay is why. */
    NOT_AGREED,
    /** Tried and failed for good, though the HTTP status says that PayPay broke. */
    FAILED,
    NOT_FOUND,
    /** Refused for a passing reason. */
    CLOSED_FOR_WORK,
    /** It may have been done. */
    UNCLEAR
  }

  /**
   * One code.
   *
   * @param category of its refusal, where it is one
   */
  record Code(String word, Meaning meaning, Category category) {

    DeclineReason reason() {
      return new DeclineReason(category, word);
    }
  }

  private record Known(Meaning meaning, Category category) {}

  private static final Map<String, Known> KNOWN =
      Map.ofEntries(
          entry("SUCCESS", other(Meaning.DONE)),
          entry("REQUEST_ACCEPTED", other(Meaning.ACCEPTED)),
          entry("USER_CONFIRMATION_REQUIRED", other(Meaning.ASKS_PAYER)),
          // The payer and the wallet.
          entry("NO_SUFFICIENT_FUND", refused(Category.INSUFFICIENT_FUNDS)),
          entry("UNACCEPTABLE_OP", refused(Category.DO_NOT_HONOR)),
          entry("CANCELED_USER", refused(Category.INVALID_METHOD)),
          entry("USER_STATE_IS_NOT_ACTIVE", refused(Category.INVALID_METHOD)),
          entry("UNSUPPORTED_PAYMENT_METHOD", refused(Category.INVALID_METHOD)),
          entry("NO_VALID_PAYMENT_METHOD", refused(Category.INVALID_METHOD)),
          entry("PAYMENT_METHOD_NOT_FOUND", refused(Category.INVALID_METHOD)),
          entry("PAY_METHOD_INVALIDATED", refused(Category.INVALID_METHOD)),
          entry("INVALID_USER_AUTHORIZATION_ID", refused(Category.INVALID_METHOD)),
          entry("EXPIRED_USER_AUTHORIZATION_ID", refused(Category.EXPIRED_METHOD)),
          entry("LIMIT_EXCEEDED", refused(Category.LIMIT_EXCEEDED)),
          entry("USER_DEFINED_DAILY_LIMIT_EXCEEDED", refused(Category.LIMIT_EXCEEDED)),
          entry("USER_DEFINED_MONTHLY_LIMIT_EXCEEDED", refused(Category.LIMIT_EXCEEDED)),
          entry(SIMILAR, refused(Category.OTHER)),
          entry("TRANSACTION_FAILED", other(Meaning.FAILED)),
          // The request.
          entry("INVALID_PARAMS", request(Meaning.REFUSED)),
          entry("INVALID_REQUEST_PARAMS", request(Meaning.REFUSED)),
          entry("MISSING_REQUEST_PARAMS", request(Meaning.REFUSED)),
          entry("VALIDATION_FAILED_EXCEPTION", request(Meaning.REFUSED)),
          entry("DYNAMIC_QR_BAD_REQUEST", request(Meaning.REFUSED)),
          entry("PRE_AUTH_CAPTURE_INVALID_EXPIRY_DATE", request(Meaning.REFUSED)),
          entry("PRE_AUTH_CAPTURE_UNSUPPORTED_MERCHANT", request(Meaning.NOT_AGREED)),
          entry("EXPECTATION_FAILED", request(Meaning.NOT_AGREED)),
          entry("UNAUTHORIZED", request(Meaning.CREDENTIALS)),
          entry("OP_OUT_OF_SCOPE", request(Meaning.CREDENTIALS)),
          entry("OPA_CLIENT_NOT_FOUND", request(Meaning.CREDENTIALS)),
          // The state that the payment is in.
          entry("ALREADY_CAPTURED", request(Meaning.REFUSED)),
          entry("HIGHER_CAPTURE_NOT_PERMITTED", request(Meaning.REFUSED)),
          entry("ORDER_EXPIRED", request(Meaning.REFUSED)),
          entry("ORDER_NOT_CAPTURABLE", request(Meaning.REFUSED)),
          entry("ORDER_NOT_CANCELABLE", request(Meaning.REFUSED)),
          entry("ORDER_NOT_REVERSIBLE", request(Meaning.REFUSED)),
          entry("ORDER_NO_LONGER_AVAILABLE", request(Meaning.REFUSED)),
          entry("TOO_CLOSE_TO_EXPIRY", request(Meaning.REFUSED)),
          entry("MERCHANT_MULTIPLE_REFUND_REJECTED", request(Meaning.REFUSED)),
          entry("REFUND_LIMIT_EXCEEDED", request(Meaning.REFUSED)),
          entry("REFUND_WINDOW_EXCEED", request(Meaning.REFUSED)),
          entry("RESOURCE_NOT_FOUND", request(Meaning.NOT_FOUND)),
          entry("NO_SUCH_REFUND_ORDER", request(Meaning.NOT_FOUND)),
          entry("DYNAMIC_QR_NOT_FOUND", request(Meaning.NOT_FOUND)),
          entry("DYNAMIC_QR_PAYMENT_NOT_FOUND", request(Meaning.NOT_FOUND)),
          // The moment.
          entry("RATE_LIMIT", other(Meaning.CLOSED_FOR_WORK)),
          entry("MAINTENANCE_MODE", other(Meaning.CLOSED_FOR_WORK)),
          entry("DUPLICATE_DYNAMIC_QR_REQUEST", other(Meaning.UNCLEAR)),
          entry("REAUTHORIZATION_IN_PROGRESS", other(Meaning.UNCLEAR)),
          entry("THROTTLED_MULTIPLE_REFUND_REJECTED", other(Meaning.UNCLEAR)),
          entry("INTERNAL_SERVER_ERROR", other(Meaning.UNCLEAR)),
          entry("SERVICE_ERROR", other(Meaning.UNCLEAR)));

  private PayPayCodes() {}

  /** What is known of a code; null where nothing is. */
  static @Nullable Code find(@Nullable String word) {
    var known = word == null ? null : KNOWN.get(word);
    return word == null || known == null ? null : new Code(word, known.meaning, known.category);
  }

  /** The refusal of a request, because of the state that something is in where one is given. */
  static DeclineReason refusal(@Nullable String state) {
    return new DeclineReason(Category.REQUEST_REFUSED, word(state));
  }

  /** The text if it is a word, fit for a log and for merchants. */
  static @Nullable String word(@Nullable String text) {
    return text != null && WORD.matcher(text).matches() ? text : null;
  }

  private static Known refused(Category category) {
    return new Known(Meaning.REFUSED, category);
  }

  private static Known request(Meaning meaning) {
    return new Known(meaning, Category.REQUEST_REFUSED);
  }

  private static Known other(Meaning meaning) {
    return new Known(meaning, Category.OTHER);
  }
}
