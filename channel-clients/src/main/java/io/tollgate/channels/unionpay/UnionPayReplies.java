package io.tollgate.channels.unionpay;

import io.tollgate.channels.unionpay.UnionPayAnswers.Found;
import io.tollgate.channels.unionpay.UnionPayCodes.Meaning;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.product.NextStep;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What UnionPay's answers mean for one payment (facts, section 7, "respCode"). One counts as paid
 * only where amount and currency are the order's.
 *
 * <p>Until the payer's time is over, a refusal says only that this card was refused; after it, all
 * but success is the end, because what is paid later is given back by UnionPay. A code that we do
 * not know stays unknown, for a person to look at.
 */
final class UnionPayReplies {

  private static final int LONGEST_CODE = 1024;

  private final UnionPayScene scene;
  private final UnionPayAnswers answers;
  private final UnionPayTimes times;

  UnionPayReplies(UnionPayScene scene, UnionPayAnswers answers, UnionPayTimes times) {
    this.scene = scene;
    this.answers = answers;
    this.times = times;
  }

  /** The code to show, of an answer to the wish for one. */
  ChannelOutcome code(UnionPayMessage message, UnionPayTransaction payment) {
    return Optional.ofNullable(message.get("qrCode"))
        .map(String::strip)
        .filter(code -> !code.isEmpty() && code.length() <= LONGEST_CODE)
        .<ChannelOutcome>map(
            code -> new NeedsAction(new NextStep.ShowCode(code), payment.txnTime()))
        .orElseGet(() -> new Unknown("accepted without a code to show"));
  }

  /** The state that a question brought. */
  ChannelOutcome state(Found found, UnionPayTransaction payment) {
    return switch (found) {
      case Found.Unanswered(var why) -> new Unknown(why);
      // The time that was asked with is not proved to be that of the payment, so it is not kept.
      case Found.Absent _ -> mayStillCome(payment) ? new Pending(null) : new Absent();
      case Found.Known(var state, var message) -> known(state, message, payment);
    };
  }

  /** Paid, or held for us. */
  static ChannelOutcome taken(@Nullable String txnType, String txnTime, @Nullable String queryId) {
    if (!UnionPayReference.isQueryId(queryId)) {
      return new Unknown("unreadable answer");
    }
    var reference = new UnionPayReference(txnTime, queryId).toString();
    return UnionPayRequests.AUTHORIZE.equals(txnType)
        ? new Authorized(reference)
        : new Approved(reference);
  }

  private ChannelOutcome known(
      Meaning state, UnionPayMessage message, UnionPayTransaction payment) {
    var reference = payment.txnTime();
    boolean isOpen = mayStillCome(payment);
    boolean isOver = scene.waitsForPayer() && !isOpen;
    return switch (state) {
      case Meaning.Success _ ->
          payment.isOfAmountIn(message)
              ? taken(payment.txnType(), payment.txnTime(), message.get("queryId"))
              : new Unknown(answers.mismatch(payment));
      case Meaning.Underway _, Meaning.Busy _ ->
          isOver ? new Closed(true, reference) : new Pending(reference);
      case Meaning.Refused(var reason) ->
          isOpen ? new Pending(reference) : new Declined(reason, reference);
      case Meaning.Late _ -> new Closed(true, reference);
      case Meaning.Absent _ -> isOpen ? new Pending(null) : new Absent();
      case Meaning.Unclear(var why) -> new Unknown(why);
      case Meaning.Repeated _ -> new Unknown("refused as a repetition, and known as such");
    };
  }

  private boolean mayStillCome(UnionPayTransaction payment) {
    return scene.waitsForPayer() && !times.isOver(payment.txnTime());
  }
}
