package io.tollgate.channels.razorpay;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.DeclineReason;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means that is not one of success, whatever was asked for (facts, section 0,
 * "Outcome class", and section 11, "Errors").
 */
final class RazorpayErrors {

  private static final Json<Body> BODY = Json.of(Body.class);
  private static final Error NOTHING = new Error(null, null, null);

  private RazorpayErrors() {}

  /** An error's body. */
  record Body(@Nullable Error error) {}

  /** What is wrong, and at which step of a payment. */
  record Error(@Nullable String code, @Nullable String step, @Nullable String reason) {

    /** Whether it is a payment that failed, and not the request. */
    boolean isOfPayment() {
      return step != null && step.startsWith("payment_") && RazorpayDeclines.isSaid(reason);
    }
  }

  /** What an error means for the request that it answers. */
  sealed interface Failure {

    /** Refused before it was looked at, for a passing reason. */
    record Busy(String why) implements Failure {}

    /** Refused for good, by the issuer or by Razorpay. */
    record Refused(DeclineReason reason) implements Failure {}

    /** The bank's side failed; only the payment itself tells what became of it. */
    record Gateway(String why) implements Failure {}

    /** It may have been done. */
    record Unclear(String why) implements Failure {}
  }

  /** What the error means for a request that changes something. */
  static Failure failure(Answered answer, Alarms alarms) {
    int status = answer.status();
    if (status == 429) {
      return new Failure.Busy("Razorpay's rate limit");
    }
    var error = BODY.read(answer.body()).map(Body::error).orElse(NOTHING);
    var code = error.code() == null ? "" : error.code();
    if (code.equals("GATEWAY_ERROR")) {
      return new Failure.Gateway("HTTP " + status + " GATEWAY_ERROR");
    }
    if (status >= 500 || status == 409 || status < 400) {
      return unclear(answer);
    }
    return switch (code) {
      case "BAD_REQUEST_ERROR" -> refused(answer, error, alarms);
      case "SERVER_ERROR" -> unclear(answer);
      default -> {
        alarms.raise(Alarm.UNMAPPED, "error code " + RazorpayDeclines.word(code));
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

  private static Failure refused(Answered answer, Error error, Alarms alarms) {
    alarmOnCredentials(answer, alarms);
    return new Failure.Refused(
        error.isOfPayment()
            ? RazorpayDeclines.reason(error.reason(), error.code())
            : RazorpayDeclines.refusal(error.code()));
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
