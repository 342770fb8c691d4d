package io.tollgate.channels.unionpay;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.unionpay.UnionPayAnswers.Proof;
import io.tollgate.channels.unionpay.UnionPayCodes.Meaning;
import io.tollgate.domain.channel.StatementRow;
import io.tollgate.domain.channel.StatementUnavailable;
import java.time.LocalDate;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** A day's bill, which comes inside of an answer (facts, section 7, "file" and "Bill"). */
final class UnionPayStatement {

  /** Codes that say that there is no bill of the day (yet); unconfirmed. */
  static final String NO_FILE = "no-file-codes";

  private static final String NO_FILE_UNLESS_SET = "98";

  private final LocalDate day;
  private final UnionPayCalls calls;
  private final Edge edge;
  private final Alarms alarms;
  private final UnionPayAnswers answers;

  UnionPayStatement(LocalDate day, UnionPayCalls calls, Edge edge) {
    this.day = day;
    this.calls = calls;
    this.edge = edge;
    this.alarms = edge.alarms();
    this.answers = new UnionPayAnswers(calls, alarms);
  }

  /** The file is read apart from the event loops: it may be long. */
  Flux<StatementRow> rows() {
    return edge.ask(() -> new UnionPayRequests(calls).bill(day))
        .publishOn(Schedulers.parallel())
        .flatMapIterable(this::lines);
  }

  private List<StatementRow> lines(Exchange exchange) {
    return switch (answers.proof(exchange)) {
      case Proof.NotSent(var why) -> throw later(why);
      case Proof.Silent(var why) -> throw later(why);
      case Proof.Proved(var message) -> file(message);
    };
  }

  private List<StatementRow> file(UnionPayMessage message) {
    var code = message.get("respCode");
    if (code != null
        && UnionPayCodes.isListed(code, NO_FILE, NO_FILE_UNLESS_SET, calls.account())) {
      throw later("there is no bill of the day");
    }
    if (!isAbout(message)) {
      alarms.raise(Alarm.MISMATCH, "the bill of " + day + " is another's");
      throw new StatementUnavailable("the bill is another's", false);
    }
    return switch (answers.meaning(message)) {
      case Meaning.Success _ ->
          new UnionPayBill(day, calls, alarms).read(message.get("fileContent"));
      case Meaning.Refused(var reason) -> {
        alarms.raise(Alarm.QUERY_REFUSED, reason.channelCode() + " to the bill of " + day);
        throw new StatementUnavailable("refused: " + reason.channelCode(), false);
      }
      case Meaning.Underway _,
          Meaning.Absent _,
          Meaning.Repeated _,
          Meaning.Late _,
          Meaning.Busy _,
          Meaning.Unclear _ ->
          throw later("answer code " + UnionPayCodes.word(code));
    };
  }

  /** An answer need not repeat the day; where it does, it has to be this one. */
  private boolean isAbout(UnionPayMessage message) {
    var settled = message.get("settleDate");
    return message.says("merId", calls.merId())
        && (settled == null || settled.equals(UnionPayRequests.settleDate(day)));
  }

  private static StatementUnavailable later(String why) {
    return new StatementUnavailable(why, true);
  }
}
