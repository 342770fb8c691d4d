package io.tollgate.channels.airwallex;

import io.tollgate.channels.airwallex.AirwallexCodes.Code;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.DeclineReason;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request, whatever was asked for, by HTTP status and error code (facts, section
 * 0, "Outcome class"; www.airwallex.com/docs/api/errors). Refusals are 400 and a code, be it the
 * issuer who refuses.
 */
final class AirwallexErrors {

  private static final Json<Problem> PROBLEM = Json.of(Problem.class);

  private AirwallexErrors() {}

  /** What we read of the body of an error. */
  record Problem(@Nullable String code, @Nullable String providerOriginalResponseCode) {}

  /** What became of a request, before an answer's object is looked at. */
  sealed interface Verdict {

    /** Accepted; what the object says counts. */
    record Done(Answered answer) implements Verdict {}

    /** Certainly not accepted, for a passing reason. */
    record NotSent(String why) implements Verdict {}

    /** Refused for good. */
    record Refused(DeclineReason reason) implements Verdict {}

    /** Refused because of the state that the thing is in; it may be in it because of us. */
    record OutOfState(DeclineReason reason) implements Verdict {}

    /** Not done now, because we asked before; Airwallex does not say what it answered then. */
    record Repeated(DeclineReason reason) implements Verdict {}

    /** Airwallex does not know what it is about. */
    record NotFound(DeclineReason reason) implements Verdict {}

    /** It may have been done. */
    record Unclear(String why) implements Verdict {}
  }

  /** What became of it. */
  static Verdict verdict(Exchange exchange, Alarms alarms) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Verdict.NotSent(why);
      case Exchange.Unknown(var why) -> new Verdict.Unclear(why);
      case Answered answer when answer.isSuccess() -> new Verdict.Done(answer);
      case Answered answer -> refusal(answer, problem(answer), alarms);
    };
  }

  /**
   * Why a question brought nothing. That says nothing of what was asked about, not even that it was
   * not sent.
   *
   * @param about our id of it
   */
  static String unanswered(Verdict verdict, Object about, Alarms alarms) {
    return switch (verdict) {
      case Verdict.NotSent(var why) -> "could not ask: " + why;
      case Verdict.Unclear(var why) -> why;
      case Verdict.Refused(var reason) -> refused(reason, about, alarms);
      case Verdict.OutOfState(var reason) -> refused(reason, about, alarms);
      case Verdict.Repeated(var reason) -> refused(reason, about, alarms);
      case Verdict.Done _, Verdict.NotFound _ -> "no answer to the question";
    };
  }

  private static Verdict refusal(Answered answer, Problem problem, Alarms alarms) {
    return switch (answer.status()) {
      case 400 -> byCode(answer, problem, alarms);
      case 401, 403 -> {
        alarms.raise(Alarm.CREDENTIALS_REFUSED, "HTTP " + answer.status());
        yield new Verdict.Refused(AirwallexCodes.refusal(problem.code()));
      }
      case 404 -> new Verdict.NotFound(AirwallexCodes.refusal(problem.code()));
      // Another request about the same thing is under way.
      case 409 -> unclear(answer);
      case 429 -> new Verdict.NotSent("Airwallex's rate limit");
      default -> answer.status() >= 500 ? unclear(answer) : unmapped(answer, problem, alarms);
    };
  }

  private static Verdict byCode(Answered answer, Problem problem, Alarms alarms) {
    var code = AirwallexCodes.find(problem.code());
    if (code == null) {
      return unmapped(answer, problem, alarms);
    }
    var reason = AirwallexCodes.reason(problem.code(), problem.providerOriginalResponseCode());
    return switch (code.meaning()) {
      case REFUSED -> new Verdict.Refused(reason);
      case NOT_AGREED -> notAgreed(code, reason, alarms);
      case OUT_OF_STATE -> new Verdict.OutOfState(reason);
      case REPEATED -> new Verdict.Repeated(reason);
      case NOT_FOUND -> new Verdict.NotFound(reason);
      case UNCLEAR -> unclear(answer);
    };
  }

  private static Verdict notAgreed(Code code, DeclineReason reason, Alarms alarms) {
    alarms.raise(Alarm.MISCONFIGURED, code.meaning() + " " + reason.channelCode());
    return new Verdict.Refused(reason);
  }

  private static Verdict unmapped(Answered answer, Problem problem, Alarms alarms) {
    alarms.raise(
        Alarm.UNMAPPED,
        "HTTP " + answer.status() + " with code " + AirwallexCodes.word(problem.code()));
    return unclear(answer);
  }

  private static Problem problem(Answered answer) {
    return PROBLEM.read(answer.body()).orElseGet(() -> new Problem(null, null));
  }

  private static String refused(DeclineReason reason, Object about, Alarms alarms) {
    var said = "refused with " + reason.channelCode();
    alarms.raise(Alarm.QUERY_REFUSED, "a question about " + about + " was " + said);
    return said;
  }

  private static Verdict unclear(Answered answer) {
    return new Verdict.Unclear("HTTP " + answer.status());
  }
}
