package io.tollgate.channels.camara;

import static java.util.Map.entry;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means that is not one of success, whatever was asked for (facts, section 14,
 * "Errors"; both descriptions). A code counts only under the HTTP status that the descriptions give
 * it.
 */
final class CamaraErrors {

  private static final Json<Body> BODY = Json.camel(Body.class);

  /** Codes are words; anything else is not passed on. */
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.]{1,80}");

  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          // "clientCorrelator already exist on server" has this code, too.
          entry("400 INVALID_ARGUMENT", Rule.repeated(Category.REQUEST_REFUSED)),
          entry("400 OUT_OF_RANGE", Rule.refused(Category.REQUEST_REFUSED)),
          // Only the behaviour tests have the next code, and PHONE_NUMBER_REQUIRED below.
          entry("400 CARRIER_BILLING.OUT_OF_RANGE", Rule.refused(Category.REQUEST_REFUSED)),
          entry("400 CARRIER_BILLING.INVALID_DATE_RANGE", Rule.refused(Category.REQUEST_REFUSED)),
          entry(
              "400 CARRIER_BILLING.TOO_MANY_MATCHING_RECORDS",
              Rule.refused(Category.REQUEST_REFUSED)),
          entry(
              "400 CARRIER_BILLING_REFUND.INVALID_DATE_RANGE",
              Rule.refused(Category.REQUEST_REFUSED)),
          entry(
              "400 CARRIER_BILLING_REFUND.TOO_MANY_MATCHING_RECORDS",
              Rule.refused(Category.REQUEST_REFUSED)),
          entry("400 INVALID_CREDENTIAL", Rule.ours(Alarm.MISCONFIGURED)),
          entry("400 INVALID_TOKEN", Rule.ours(Alarm.MISCONFIGURED)),
          entry("400 INVALID_SINK", Rule.ours(Alarm.MISCONFIGURED)),
          entry("400 CARRIER_BILLING.INVALID_CODE", Rule.wrongCode()),
          entry(
              "400 CARRIER_BILLING.INVALID_AUTHORIZATION_ID",
              Rule.refused(Category.AUTHENTICATION_FAILED)),
          entry(
              "400 CARRIER_BILLING.VALIDATION_FAILED",
              Rule.refused(Category.AUTHENTICATION_FAILED)),
          entry("401 UNAUTHENTICATED", Rule.ours(Alarm.CREDENTIALS_REFUSED)),
          entry("403 PERMISSION_DENIED", Rule.ours(Alarm.CREDENTIALS_REFUSED)),
          entry("403 CARRIER_BILLING.PAYMENT_DENIED", Rule.refused(Category.DO_NOT_HONOR)),
          entry("403 CARRIER_BILLING_REFUND.REFUND_DENIED", Rule.refused(Category.DO_NOT_HONOR)),
          entry(
              "403 CARRIER_BILLING_REFUND.PAYMENT_NOT_ELIGIBLE_FOR_REFUND",
              Rule.refused(Category.REQUEST_REFUSED)),
          entry("404 NOT_FOUND", Rule.refused(Category.REQUEST_REFUSED)),
          entry("404 IDENTIFIER_NOT_FOUND", Rule.refused(Category.INVALID_METHOD)),
          entry("409 ALREADY_EXISTS", Rule.repeated(null)),
          entry("409 CARRIER_BILLING.PAYMENT_CONFIRMED", Rule.repeated(null)),
          entry("409 CARRIER_BILLING.PAYMENT_CANCELLED", Rule.repeated(null)),
          entry("422 SERVICE_NOT_APPLICABLE", Rule.refused(Category.INVALID_METHOD)),
          entry("422 MISSING_IDENTIFIER", Rule.refused(Category.REQUEST_REFUSED)),
          entry(
              "422 CARRIER_BILLING.PHONE_NUMBER_REQUIRED", Rule.refused(Category.REQUEST_REFUSED)),
          // Our token is one payer's own, so that it can charge nobody else.
          entry("422 UNNECESSARY_IDENTIFIER", Rule.ours(Alarm.MISCONFIGURED)),
          entry("422 CARRIER_BILLING.UNAUTHORIZED_AMOUNT", Rule.refused(Category.LIMIT_EXCEEDED)),
          entry(
              "422 CARRIER_BILLING.USER_AMOUNT_THRESHOLD_OVERPASSED",
              Rule.refused(Category.LIMIT_EXCEEDED)),
          entry(
              "422 CARRIER_BILLING_REFUND.UNAUTHORIZED_AMOUNT",
              Rule.refused(Category.LIMIT_EXCEEDED)),
          entry(
              "422 CARRIER_BILLING_REFUND.USER_AMOUNT_THRESHOLD_OVERPASSED",
              Rule.refused(Category.LIMIT_EXCEEDED)),
          entry(
              "422 CARRIER_BILLING_REFUND.INVALID_PAYMENT_STATUS",
              Rule.refused(Category.REQUEST_REFUSED)),
          entry(
              "422 CARRIER_BILLING_REFUND.TAXES_MANAGEMENT_MISMATCH",
              Rule.ours(Alarm.MISCONFIGURED)),
          entry(
              "422 CARRIER_BILLING_REFUND.REFUND_DETAILS_MISMATCH",
              Rule.refused(Category.REQUEST_REFUSED)));

  private CamaraErrors() {}

  /** An error's body. */
  record Body(@Nullable String code) {}

  /** What an error means for the request that it answers. */
  sealed interface Failure {

    /** Refused before it was looked at, for a passing reason. */
    record Busy(String why) implements Failure {}

    /** Refused, by the operator's rules or because of how it was asked. */
    record Refused(DeclineReason reason) implements Failure {}

    /**
     * What was asked for may be there already.
     *
     * @param otherwise why it was refused if it is not there; null where it has to be
     */
    record Repeated(@Nullable DeclineReason otherwise) implements Failure {}

    /** The payer typed another password than was sent, and may try again. */
    record WrongCode() implements Failure {}

    /** It may have been done. */
    record Unclear(String why) implements Failure {}
  }

  private enum Kind {
    REFUSED,
    REPEATED,
    WRONG_CODE
  }

  /** What a code means. */
  private record Rule(Kind kind, @Nullable Category category, @Nullable Alarm alarm) {

    static Rule refused(Category category) {
      return new Rule(Kind.REFUSED, category, null);
    }

    /** Refused for what we are or how we are set up: somebody has to look. */
    static Rule ours(Alarm alarm) {
      return new Rule(Kind.REFUSED, Category.REQUEST_REFUSED, alarm);
    }

    static Rule repeated(@Nullable Category otherwise) {
      return new Rule(Kind.REPEATED, otherwise, null);
    }

    static Rule wrongCode() {
      return new Rule(Kind.WRONG_CODE, null, null);
    }

    Failure of(String code) {
      var reason = category == null ? null : new DeclineReason(category, code);
      return switch (kind) {
        case REPEATED -> new Failure.Repeated(reason);
        case WRONG_CODE -> new Failure.WrongCode();
        case REFUSED ->
            new Failure.Refused(reason == null ? new DeclineReason(Category.OTHER, code) : reason);
      };
    }
  }

  /** What the error means for a request that changes something. */
  static Failure failure(Answered answer, Alarms alarms) {
    int status = answer.status();
    if (status == 429) {
      return new Failure.Busy("the operator's rate limit");
    }
    if (status >= 500 || status < 400) {
      return new Failure.Unclear("HTTP " + status);
    }
    var code = code(answer);
    var rule = RULES.get(status + " " + code);
    if (rule == null) {
      alarms.raise(Alarm.UNMAPPED, "HTTP " + status + " with code " + code);
      return new Failure.Unclear("HTTP " + status);
    }
    if (rule.alarm() != null) {
      alarms.raise(rule.alarm(), "HTTP " + status + " with code " + code);
    }
    return rule.of(String.valueOf(code));
  }

  /**
   * Why a question brought nothing. That says nothing of what was asked about, not even that it was
   * not sent.
   *
   * @param about our id of it
   */
  static String unanswered(Exchange exchange, Object about, Alarms alarms) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> "could not ask: " + why;
      case Exchange.Unknown(var why) -> why;
      case Answered answer -> {
        int status = answer.status();
        if (status == 401 || status == 403) {
          alarms.raise(Alarm.CREDENTIALS_REFUSED, "HTTP " + status);
        }
        if (status >= 400 && status < 500 && status != 429) {
          alarms.raise(Alarm.QUERY_REFUSED, "HTTP " + status + " to a question about " + about);
        }
        yield "HTTP " + status;
      }
    };
  }

  /** Whether a page was asked for that lies behind the end of a list. */
  static boolean isBehindTheEnd(Answered answer) {
    var code = code(answer);
    return answer.status() == 400 && code != null && code.endsWith("OUT_OF_RANGE");
  }

  /** Why a payment or a refund is {@code denied}: the operator says no more than that. */
  static DeclineReason denied() {
    return new DeclineReason(Category.DO_NOT_HONOR, "denied");
  }

  /** A word of the operator's, fit for a log and for merchants. */
  static @Nullable String word(@Nullable String text) {
    return text != null && CODE.matcher(text).matches() ? text : null;
  }

  private static @Nullable String code(Answered answer) {
    return BODY.read(answer.body()).map(Body::code).map(CamaraErrors::word).orElse(null);
  }
}
