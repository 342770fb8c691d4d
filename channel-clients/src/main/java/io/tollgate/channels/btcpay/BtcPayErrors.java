package io.tollgate.channels.btcpay;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer means that is not one of success, whatever was asked for (facts, section 0,
 * "Outcome class", and section 15, "Errors").
 */
final class BtcPayErrors {

  private static final Json<Problem> PROBLEM = Json.camel(Problem.class);
  private static final Json<Field[]> FIELDS = Json.camel(Field[].class);

  private BtcPayErrors() {}

  /** An error with a code. */
  record Problem(@Nullable String code) {}

  /** A field of ours that is wrong. */
  record Field(@Nullable String path) {}

  /** What an error means for the request that it answers. */
  sealed interface Failure {

    /** Refused before it was looked at, for a passing reason. */
    record Busy(String why) implements Failure {}

    /** Refused for good. */
    record Refused(DeclineReason reason) implements Failure {}

    /** It may have been done. */
    record Unclear(String why) implements Failure {}
  }

  /**
   * What the error means for a request that changes something. A refusal is one in BTCPay's own
   * words; only where our key is refused it may come without any.
   */
  static Failure failure(Answered answer, Alarms alarms) {
    int status = answer.status();
    return switch (status) {
      case 429 -> new Failure.Busy("a rate limit");
      case 401, 403 -> {
        alarms.raise(Alarm.CREDENTIALS_REFUSED, "HTTP " + status);
        yield inOwnWords(answer).orElseGet(() -> refused(null));
      }
      case 400, 404, 422 ->
          inOwnWords(answer).<Failure>map(it -> it).orElseGet(() -> strange(status, alarms));
      default -> status >= 500 ? unclear(status) : strange(status, alarms);
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
      case Answered(var status, _, _) -> {
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

  /** The same of a question by an id that BTCPay itself had given us. */
  static String unansweredById(Exchange exchange, Object about, Alarms alarms) {
    if (exchange instanceof Answered answer && answer.status() == 404) {
      alarms.raise(Alarm.REFERENCE_LOST, about.toString());
      return "BTCPay does not know what it named";
    }
    return unanswered(exchange, about, alarms);
  }

  private static Failure unclear(int status) {
    return new Failure.Unclear("HTTP " + status);
  }

  private static Failure strange(int status, Alarms alarms) {
    alarms.raise(Alarm.UNMAPPED, "HTTP " + status + " that is not BTCPay's");
    return unclear(status);
  }

  /**
   * A refusal by BTCPay's own code, or by the first field that is wrong; empty where it is none.
   */
  private static Optional<Failure.Refused> inOwnWords(Answered answer) {
    return PROBLEM
        .read(answer.body())
        .map(Problem::code)
        .or(() -> FIELDS.read(answer.body()).flatMap(BtcPayErrors::first))
        .map(BtcPayErrors::refused);
  }

  private static Optional<String> first(Field[] fields) {
    return Arrays.stream(fields)
        .filter(Objects::nonNull)
        .map(Field::path)
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static Failure.Refused refused(@Nullable String word) {
    return new Failure.Refused(
        new DeclineReason(
            Category.REQUEST_REFUSED, word == null ? null : BtcPayStatuses.word(word)));
  }
}
