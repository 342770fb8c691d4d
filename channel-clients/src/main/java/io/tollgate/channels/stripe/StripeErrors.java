package io.tollgate.channels.stripe;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.DeclineReason;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means that is not one of success, whatever was asked for (facts, section 0,
 * "Outcome class", and section 1, "Errors").
 */
final class StripeErrors {

  private static final Json<Body> BODY = Json.of(Body.class);
  private static final Error NOTHING = new Error(null, null, null, null, null);

  private StripeErrors() {}

  /** An error's body. */
  record Body(@Nullable Error error) {}

  /** What is wrong; the intent is there where the error is about one. */
  record Error(
      @Nullable String type,
      @Nullable String code,
      @Nullable String declineCode,
      @Nullable StripeIntent paymentIntent,
      @Nullable StripeSetup setupIntent) {}

  /** What an error means for the request that it answers. */
  sealed interface Failure {

    /** Refused before it was looked at, for a passing reason. */
    record Busy(String why) implements Failure {}

    /** Refused for good, by the issuer or by Stripe. */
    record Refused(DeclineReason reason) implements Failure {}

    /** It may have been done. */
    record Unclear(String why) implements Failure {}
  }

  /** What the answer says is wrong; all of it is missing where it is not Stripe's. */
  static Error in(Answered answer) {
    var body = BODY.read(answer.body()).map(Body::error);
    return body.orElse(NOTHING);
  }

  /** What the error means for a request that changes something. */
  static Failure failure(Answered answer, Alarms alarms) {
    int status = answer.status();
    if (status == 429) {
      return new Failure.Busy("Stripe's rate limit");
    }
    if (status >= 500 || status == 409 || status < 400) {
      return unclear(answer);
    }
    var error = in(answer);
    return switch (error.type() == null ? "" : error.type()) {
      case "card_error" ->
          new Failure.Refused(StripeDeclines.reason(error.declineCode(), error.code()));
      case "invalid_request_error" -> refused(answer, error, alarms);
      case "api_error", "idempotency_error" -> unclear(answer);
      default -> {
        alarms.raise(Alarm.UNMAPPED, "error type " + StripeDeclines.word(error.type()));
        yield unclear(answer);
      }
    };
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
        if (answer.status() >= 400 && answer.status() < 500 && answer.status() != 429) {
          alarmOnCredentials(answer, alarms);
          alarms.raise(
              Alarm.QUERY_REFUSED, "HTTP " + answer.status() + " to a question about " + about);
        }
        yield "HTTP " + answer.status();
      }
    };
  }

  /** The same of a question by an id that Stripe itself had given us. */
  static String unanswered(Exchange exchange, Object about, String lost, Alarms alarms) {
    if (exchange instanceof Answered answer && answer.status() == 404) {
      alarms.raise(Alarm.REFERENCE_LOST, about.toString());
      return lost;
    }
    return unanswered(exchange, about, alarms);
  }

  private static Failure refused(Answered answer, Error error, Alarms alarms) {
    if ("idempotency_key_in_use".equals(error.code())) {
      return unclear(answer);
    }
    alarmOnCredentials(answer, alarms);
    return new Failure.Refused(StripeDeclines.refusal(error.code()));
  }

  private static void alarmOnCredentials(Answered answer, Alarms alarms) {
    if (answer.status() == 401 || answer.status() == 403) {
      alarms.raise(Alarm.CREDENTIALS_REFUSED, "HTTP " + answer.status());
    }
  }

  private static Failure unclear(Answered answer) {
    return new Failure.Unclear("HTTP " + answer.status());
  }
}
