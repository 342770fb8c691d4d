package io.tollgate.channels.square;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.DeclineReason;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means that is not one of success, whatever was asked for (facts, section 0,
 * "Outcome class", and section 9, "Errors").
 */
final class SquareErrors {

  private static final Json<Body> BODY = Json.of(Body.class);
  private static final Body NOTHING = new Body(null, null);

  /**
   * The codes that say that it may have been done, in whatever category. A key that was used with
   * other data is the key of a payment that exists.
   */
  private static final Set<String> UNCLEAR =
      Set.of(
          "INTERNAL_SERVER_ERROR",
          "NOT_IMPLEMENTED",
          "BAD_GATEWAY",
          "SERVICE_UNAVAILABLE",
          "TEMPORARY_ERROR",
          "GATEWAY_TIMEOUT",
          "REQUEST_TIMEOUT",
          "CONFLICT",
          "IDEMPOTENCY_KEY_REUSED");

  private SquareErrors() {}

  /** An error's body; the payment is there where a card refused one. */
  record Body(@Nullable List<@Nullable Error> errors, @Nullable SquarePayment payment) {}

  /** One thing that is wrong. */
  record Error(@Nullable String category, @Nullable String code) {}

  /** What an error means for the request that it answers. */
  sealed interface Failure {

    /** Refused before it was looked at, for a passing reason. */
    record Busy(String why) implements Failure {}

    /** Refused for good, by the issuer or by Square. */
    record Refused(DeclineReason reason) implements Failure {}

    /** It may have been done. */
    record Unclear(String why) implements Failure {}
  }

  /** The payment that the answer is about, where it names one. */
  static @Nullable SquarePayment payment(Answered answer) {
    return in(answer).payment();
  }

  /** What the answer means for a request that changes something; of several errors, the gravest. */
  static Failure failure(Answered answer, Alarms alarms) {
    int status = answer.status();
    if (status >= 500 || status == 408 || status == 409 || status < 400) {
      return unclear(answer);
    }
    var errors = in(answer).errors();
    if (status == 429) {
      return new Failure.Busy("Square's rate limit");
    }
    return errors == null
        ? unclear(answer)
        : errors.stream()
            .filter(Objects::nonNull)
            .map(error -> failure(error, answer, alarms))
            .min(Comparator.comparingInt(SquareErrors::harmlessness))
            .orElseGet(() -> unclear(answer));
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

  /** The same of a question by an id that Square itself had given us. */
  static String unansweredByReference(Exchange exchange, Object about, Alarms alarms) {
    if (exchange instanceof Answered answer && answer.status() == 404) {
      alarms.raise(Alarm.REFERENCE_LOST, about.toString());
      return "Square does not know what it named";
    }
    return unanswered(exchange, about, alarms);
  }

  private static Failure failure(Error error, Answered answer, Alarms alarms) {
    var code = error.code();
    if (code != null && UNCLEAR.contains(code)) {
      return unclear(answer);
    }
    return switch (error.category() == null ? "" : error.category()) {
      case "PAYMENT_METHOD_ERROR" -> new Failure.Refused(SquareDeclines.reason(code));
      case "INVALID_REQUEST_ERROR", "REFUND_ERROR" ->
          new Failure.Refused(SquareDeclines.refusal(code));
      case "AUTHENTICATION_ERROR", "MERCHANT_SUBSCRIPTION_ERROR" -> {
        alarmOnCredentials(answer, alarms);
        yield new Failure.Refused(SquareDeclines.refusal(code));
      }
      case "RATE_LIMIT_ERROR" -> new Failure.Busy("Square's rate limit");
      case "API_ERROR", "EXTERNAL_VENDOR_ERROR" -> unclear(answer);
      default -> {
        alarms.raise(Alarm.UNMAPPED, "error category " + SquareDeclines.word(error.category()));
        yield unclear(answer);
      }
    };
  }

  private static int harmlessness(Failure failure) {
    return switch (failure) {
      case Failure.Unclear _ -> 0;
      case Failure.Refused _ -> 1;
      case Failure.Busy _ -> 2;
    };
  }

  private static void alarmOnCredentials(Answered answer, Alarms alarms) {
    if (answer.status() == 401 || answer.status() == 403) {
      alarms.raise(Alarm.CREDENTIALS_REFUSED, "HTTP " + answer.status());
    }
  }

  private static Body in(Answered answer) {
    return BODY.read(answer.body()).orElse(NOTHING);
  }

  private static Failure unclear(Answered answer) {
    return new Failure.Unclear("HTTP " + answer.status());
  }
}
