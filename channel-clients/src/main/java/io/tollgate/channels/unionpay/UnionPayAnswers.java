package io.tollgate.channels.unionpay;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.unionpay.UnionPayCodes.Meaning;
import io.tollgate.domain.channel.DeclineReason;

/**
 * Proves that an answer is UnionPay's and about what was asked, and sorts it by its code (facts,
 * section 7, "Verification" and "respCode"). What is not proved says nothing, not even that a
 * request was refused.
 *
 * <p>A request and a question are read apart. {@code 00} to a request says that it was accepted,
 * not that it was done; {@code 00} to a question says that it was understood, and what was asked
 * after has a code of its own.
 */
final class UnionPayAnswers {

  private final UnionPayCalls calls;
  private final Alarms alarms;

  UnionPayAnswers(UnionPayCalls calls, Alarms alarms) {
    this.calls = calls;
    this.alarms = alarms;
  }

  /** What an exchange brought, as far as it is proved. */
  sealed interface Proof {

    record Proved(UnionPayMessage message) implements Proof {}

    /** Certainly no byte of the request left us. */
    record NotSent(String why) implements Proof {}

    /** Nothing that counts. */
    record Silent(String why) implements Proof {}
  }

  /** What UnionPay said to a request. */
  sealed interface Said {

    /** It was taken, and a question tells how it ended. */
    record Accepted(UnionPayMessage message) implements Said {}

    /** There is one under this number already, so a question has to tell. */
    record Repeated() implements Said {}

    /** Refused for good. */
    record Refused(DeclineReason reason) implements Said {}

    /** Not taken, and not looked at. */
    record NotSent(String why) implements Said {}

    /** It may have been done. */
    record Unclear(String why) implements Said {}
  }

  /** What UnionPay said to a question. */
  sealed interface Found {

    /** There is such a transaction, in this state. */
    record Known(Meaning state, UnionPayMessage message) implements Found {}

    /** There is none (yet). */
    record Absent() implements Found {}

    /** Nothing that counts, not even that it was not sent. */
    record Unanswered(String why) implements Found {}
  }

  Proof proof(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Proof.NotSent(why);
      case Exchange.Unknown(var why) -> new Proof.Silent(why);
      case Answered answer when answer.isSuccess() -> proof(answer.body());
      case Answered answer -> new Proof.Silent("HTTP " + answer.status());
    };
  }

  Said toRequest(Exchange exchange, UnionPayTransaction about) {
    return switch (proof(exchange)) {
      case Proof.NotSent(var why) -> new Said.NotSent(why);
      case Proof.Silent(var why) -> new Said.Unclear(why);
      case Proof.Proved(var message) ->
          about.isNamedIn(message, calls.merId())
              ? said(message)
              : new Said.Unclear(mismatch(about));
    };
  }

  Found toQuestion(Exchange exchange, UnionPayTransaction about) {
    return switch (proof(exchange)) {
      case Proof.NotSent(var why) -> new Found.Unanswered("could not ask: " + why);
      case Proof.Silent(var why) -> new Found.Unanswered(why);
      case Proof.Proved(var message) ->
          about.isNamedIn(message, calls.merId())
              ? found(message, about)
              : new Found.Unanswered(mismatch(about));
    };
  }

  /** What the answer's own code means. */
  Meaning meaning(UnionPayMessage message) {
    return UnionPayCodes.meaning(message.get("respCode"), calls.account(), alarms);
  }

  /** An answer about something else; raises the alarm. */
  String mismatch(UnionPayTransaction about) {
    alarms.raise(Alarm.MISMATCH, about.orderId() + " got an answer about something else");
    return "answer about something else";
  }

  private Proof proof(byte[] body) {
    var message = UnionPayMessage.read(body);
    if (message.isEmpty()) {
      return new Proof.Silent("unreadable answer");
    }
    if (!UnionPaySigning.isUnionPays(message.get(), calls.account(), calls.times().instant())) {
      var code = UnionPayCodes.word(message.get().get("respCode"));
      alarms.raise(
          Alarm.CREDENTIALS_REFUSED, "an answer that is not signed by UnionPay, code " + code);
      return new Proof.Silent("answer is not signed by UnionPay");
    }
    return new Proof.Proved(message.get());
  }

  private Said said(UnionPayMessage message) {
    return switch (meaning(message)) {
      case Meaning.Success _, Meaning.Underway _ -> new Said.Accepted(message);
      case Meaning.Repeated _ -> new Said.Repeated();
      case Meaning.Refused(var reason) -> new Said.Refused(reason);
      case Meaning.Busy(var why) -> new Said.NotSent(why);
      case Meaning.Unclear(var why) -> new Said.Unclear(why);
      case Meaning.Absent _, Meaning.Late _ ->
          new Said.Unclear("answer code " + UnionPayCodes.word(message.get("respCode")));
    };
  }

  private Found found(UnionPayMessage message, UnionPayTransaction about) {
    var code = UnionPayCodes.word(message.get("respCode"));
    return switch (meaning(message)) {
      case Meaning.Success _ ->
          new Found.Known(
              UnionPayCodes.meaning(message.get("origRespCode"), calls.account(), alarms), message);
      case Meaning.Absent _ -> new Found.Absent();
      case Meaning.Refused _ -> {
        alarms.raise(Alarm.QUERY_REFUSED, code + " to a question about " + about.orderId());
        yield new Found.Unanswered("answer code " + code);
      }
      case Meaning.Underway _,
          Meaning.Repeated _,
          Meaning.Late _,
          Meaning.Busy _,
          Meaning.Unclear _ ->
          new Found.Unanswered("answer code " + code);
    };
  }
}
