package io.tollgate.channels.unionpay;

import io.tollgate.channels.unionpay.UnionPayAnswers.Found;
import io.tollgate.channels.unionpay.UnionPayCodes.Meaning;
import io.tollgate.channels.unionpay.UnionPayQuestions.Answer;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.Pending;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import org.jspecify.annotations.Nullable;

/**
 * What UnionPay's answers mean for one capture, release or refund (facts, section 7, "respCode").
 * It counts as done only where the amount is the operation's.
 */
final class UnionPayOperationReplies {

  private final UnionPayAnswers answers;

  UnionPayOperationReplies(UnionPayAnswers answers) {
    this.answers = answers;
  }

  /** The state that a question brought. */
  OperationOutcome state(Answer answer) {
    return switch (answer.found()) {
      case Found.Unanswered(var why) -> new Unknown(why);
      case Found.Absent _ -> new Absent();
      case Found.Known(Meaning.Success _, var message) ->
          answer.about().isOfAmountIn(message)
              ? done(answer.about().txnTime(), message.get("queryId"))
              : new Unknown(answers.mismatch(answer.about()));
      case Found.Known(var state, _) -> of(state, answer.about().txnTime());
    };
  }

  /** What was done, of which the amount is known to be right. */
  static OperationOutcome done(String txnTime, @Nullable String queryId) {
    return UnionPayReference.isQueryId(queryId)
        ? new Done(new UnionPayReference(txnTime, queryId).toString())
        : new Unknown("unreadable answer");
  }

  /** What is not done, or not known to be. */
  static OperationOutcome of(Meaning state, String txnTime) {
    return switch (state) {
      case Meaning.Success _ -> new Unknown("unreadable answer");
      case Meaning.Underway _, Meaning.Busy _ -> new Pending(txnTime);
      case Meaning.Absent _ -> new Absent();
      case Meaning.Refused(var reason) -> new Refused(reason, txnTime);
      case Meaning.Late _ -> new Refused(UnionPayCodes.refusal("42"), txnTime);
      case Meaning.Repeated _ -> new Unknown("refused as a repetition, and known as such");
      case Meaning.Unclear(var why) -> new Unknown(why);
    };
  }
}
