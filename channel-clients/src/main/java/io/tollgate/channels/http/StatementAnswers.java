package io.tollgate.channels.http;

import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.StatementUnavailable;

/** What the answers to requests for a statement are good for. */
public final class StatementAnswers {

  private StatementAnswers() {}

  /**
   * The answer, if it is one of success.
   *
   * @throws StatementUnavailable otherwise: to be tried again later where the call failed, or the
   *     channel is busy or broken; in vain, and with an alarm, where it refuses to be asked
   */
  public static Answered usable(Exchange exchange, Alarms alarms) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> throw new StatementUnavailable(why, true);
      case Exchange.Unknown(var why) -> throw new StatementUnavailable(why, true);
      case Answered answer when answer.isSuccess() -> answer;
      case Answered answer -> throw unusable(answer.status(), alarms);
    };
  }

  private static StatementUnavailable unusable(int status, Alarms alarms) {
    boolean passes = status == 408 || status == 429 || status >= 500;
    if (!passes) {
      alarms.raise(
          status == 401 || status == 403 ? Alarm.CREDENTIALS_REFUSED : Alarm.QUERY_REFUSED,
          "HTTP " + status + " to the request for a statement");
    }
    return new StatementUnavailable("HTTP " + status, passes);
  }
}
