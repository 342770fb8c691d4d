package io.tollgate.channels.paystack;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.DeclineReason;

/**
 * What an answer means that is not one of success, whatever was asked for (facts, section 0,
 * "Outcome class", and section 12; spec: Error).
 */
final class PaystackErrors {

  private static final String NOT_FOUND_CODE = "transaction_not_found";
  private static final String NOT_FOUND_TEXT = "Transaction reference not found";

  private PaystackErrors() {}

  /** What an error means for the request that it answers. */
  sealed interface Failure {

    /** Refused before it was looked at, for a passing reason. */
    record Busy(String why) implements Failure {}

    /** Our key may not do this: nothing of the request was looked at. */
    record Barred(DeclineReason reason) implements Failure {}

    /** Refused, unless it answers the repetition of a request that was accepted. */
    record Refused(DeclineReason reason) implements Failure {}

    /** It may have been done. */
    record Unclear(String why) implements Failure {}
  }

  /** What the error means for a request that changes something. */
  static Failure failure(Answered answer, Alarms alarms) {
    int status = answer.status();
    if (status == 429) {
      return new Failure.Busy("Paystack's rate limit");
    }
    var said = PaystackAnswer.read(answer).filter(PaystackAnswer::isNo);
    if (said.isEmpty() || !isRefusal(status)) {
      return unclear(status);
    }
    var reason = PaystackDeclines.refusal(said.get().code());
    if (isBarred(status)) {
      alarms.raise(Alarm.CREDENTIALS_REFUSED, "HTTP " + status);
      return new Failure.Barred(reason);
    }
    return switch (said.get().type()) {
      // Older errors have no type: the description's own examples of 401 and 404 are such.
      case null -> new Failure.Refused(reason);
      case "validation_error", "processor_error" -> new Failure.Refused(reason);
      case "api_error" -> unclear(status);
      case String other -> {
        alarms.raise(Alarm.UNMAPPED, "error type " + PaystackDeclines.word(other));
        yield unclear(status);
      }
    };
  }

  /**
   * Whether Paystack says that it does not know what was asked for. Somebody else's 404 does not
   * say that. The description has HTTP 404 for it; the code and the text are the vendor's
   * (PaystackOSS/openapi, errors/api-errors.json).
   */
  static boolean isNotFound(Exchange exchange) {
    return exchange instanceof Answered answer
        && answer.status() < 500
        && PaystackAnswer.read(answer)
            .filter(PaystackAnswer::isNo)
            .filter(said -> answer.status() == 404 || saysNotFound(said))
            .isPresent();
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
        if (isBarred(status)) {
          alarms.raise(Alarm.CREDENTIALS_REFUSED, "HTTP " + status);
        }
        if (isRefusal(status)) {
          alarms.raise(Alarm.QUERY_REFUSED, "HTTP " + status + " to a question about " + about);
        }
        yield "HTTP " + status;
      }
    };
  }

  /** HTTP statuses whose answers refuse; all others tell nothing, whatever they say. */
  private static boolean isRefusal(int status) {
    boolean isClients = status >= 400 && status < 500 && status != 408 && status != 409;
    return (isClients && status != 429) || (status >= 200 && status < 300);
  }

  private static boolean isBarred(int status) {
    return status == 401 || status == 403;
  }

  private static boolean saysNotFound(PaystackAnswer said) {
    var text = said.message() == null ? "" : said.message().strip();
    return NOT_FOUND_CODE.equals(said.code())
        || text.equals(NOT_FOUND_TEXT)
        || text.equals(NOT_FOUND_TEXT + ".");
  }

  private static Failure unclear(int status) {
    return new Failure.Unclear("HTTP " + status);
  }
}
