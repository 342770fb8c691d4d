package io.tollgate.channels.mercadopago;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an answer means that is not one of success, whatever was asked for (facts, section 0,
 * "Outcome class"; the errors of {@code /v1/payments} in github.com/mercadopago/devsite-docs).
 */
final class MercadoPagoErrors {

  private static final Json<Body> BODY = Json.of(Body.class);

  private static final Set<Integer> REFUSALS = Set.of(400, 401, 402, 403, 404, 405, 406, 415, 422);

  /** Statuses of requests that may go on; 423 is what a key gets whose first request still runs. */
  private static final Set<Integer> UNFINISHED = Set.of(408, 409, 423, 424, 425);

  /** The customer of that address exists; said of what was to be made. */
  private static final String CUSTOMER_EXISTS = "101";

  /** The request is being done, or was a moment ago, or failed on its way to the acquirer. */
  private static final Set<String> UNCLEAR = Set.of("801", "2001", "2004", "2007");

  /** What is wrong is the card or its token, which another card may mend. */
  private static final Set<String> CARD =
      Set.of(
          "2006", "2010", "3000", "3003", "3006", "3008", "3010", "3012", "3013", "3015", "3016",
          "3018", "3019", "3020", "3026", "3029", "3030");

  private MercadoPagoErrors() {}

  /** An error's body; what it says in words is not read. */
  record Body(@Nullable String error, @Nullable JsonNode cause) {

    /** The codes of all causes, in their order. */
    List<String> codes() {
      if (cause == null) {
        return List.of();
      }
      var causes = cause.isArray() ? cause.valueStream() : Stream.of(cause);
      return causes.flatMap(one -> MercadoPagoCalls.idOf(one.path("code")).stream()).toList();
    }
  }

  /** What an error means for the request that it answers. */
  sealed interface Failure {

    /** Refused before it was looked at, for a passing reason. */
    record Busy(String why) implements Failure {}

    /** Refused for good. */
    record Refused(DeclineReason reason) implements Failure {}

    /** It may have been done. */
    record Unclear(String why) implements Failure {}
  }

  /** What the error means for a request that changes something. */
  static Failure failure(Answered answer, Alarms alarms) {
    int status = answer.status();
    if (status == 429) {
      return new Failure.Busy("Mercado Pago's rate limit");
    }
    if (REFUSALS.contains(status)) {
      return refused(answer, alarms);
    }
    if (status >= 400 && status < 500 && !UNFINISHED.contains(status)) {
      alarms.raise(Alarm.UNMAPPED, "HTTP " + status);
    }
    return unclear(answer);
  }

  /** Whether a customer could not be made because there is one of that address. */
  static boolean isCustomerThere(Answered answer) {
    return answer.status() == 400 && codes(answer).contains(CUSTOMER_EXISTS);
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

  /** The same of a question by an id that Mercado Pago itself had given us. */
  static String lost(Exchange exchange, Object about, Alarms alarms) {
    if (exchange instanceof Answered answer && answer.status() == 404) {
      alarms.raise(Alarm.REFERENCE_LOST, about.toString());
      return "Mercado Pago does not know what it named";
    }
    return unanswered(exchange, about, alarms);
  }

  private static Failure refused(Answered answer, Alarms alarms) {
    alarmOnCredentials(answer, alarms);
    var codes = codes(answer);
    if (codes.stream().anyMatch(UNCLEAR::contains)) {
      return unclear(answer);
    }
    var unknown = codes.stream().filter(code -> !isKnown(code)).findFirst();
    if (unknown.isPresent()) {
      alarms.raise(Alarm.UNMAPPED, "cause " + MercadoPagoDeclines.word(unknown.get()));
      return unclear(answer);
    }
    var error = BODY.read(answer.body()).map(Body::error).orElse(null);
    return new Failure.Refused(
        codes.isEmpty() ? MercadoPagoDeclines.refusal(error) : reason(codes.getFirst()));
  }

  private static DeclineReason reason(String code) {
    return CARD.contains(code)
        ? new DeclineReason(Category.INVALID_METHOD, code)
        : MercadoPagoDeclines.refusal(code);
  }

  /** The list has gaps, within which new codes are of the same kind. */
  private static boolean isKnown(String code) {
    if (!code.matches("E?[0-9]{1,4}")) {
      return false;
    }
    int number = Integer.parseInt(code.startsWith("E") ? code.substring(1) : code);
    return number <= 5
        || number >= 100 && number <= 336
        || number >= 1000 && number <= 1001
        || number >= 2000 && number <= 2134
        || number >= 3000 && number <= 3034
        || number >= 4000 && number <= 4051
        || number == 4292;
  }

  private static List<String> codes(Answered answer) {
    return BODY.read(answer.body()).map(Body::codes).orElse(List.of());
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
