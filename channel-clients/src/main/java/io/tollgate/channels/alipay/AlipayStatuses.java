package io.tollgate.channels.alipay;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.product.NextStep;
import org.jspecify.annotations.Nullable;

/**
 * What the statuses of trades, freezes and agreements mean (facts, section 4, "Status ->
 * canonical"; those of freezes by alipay-sdk-java's documentation, unconfirmed). Answers and
 * notifications share it; a status that is not listed is unknown, and an alarm.
 */
final class AlipayStatuses {

  private static final String UNREADABLE = "unreadable answer";

  private AlipayStatuses() {}

  /**
   * The payment that a trade stands for. While the payer may still pay, the payment waits for him:
   * what he was shown before is what he has to act on.
   *
   * @param wasPaid whether it was ever paid: one that was is closed by being given back whole
   * @param byTime whether the payer's time is over
   */
  static ChannelOutcome payment(
      @Nullable String status,
      @Nullable String tradeNo,
      boolean wasPaid,
      boolean byTime,
      Alarms alarms) {
    if (status == null || tradeNo == null || !AlipayIds.isId(tradeNo)) {
      return new Unknown(UNREADABLE);
    }
    return switch (status) {
      case "TRADE_SUCCESS", "TRADE_FINISHED" -> new Approved(tradeNo);
      case "WAIT_BUYER_PAY" -> new NeedsAction(new NextStep.Wait(), tradeNo);
      case "TRADE_CLOSED" -> wasPaid ? new Approved(tradeNo) : new Closed(byTime, tradeNo);
      default -> new Unknown(unmapped("trade status", status, alarms));
    };
  }

  /** The payment that a freeze stands for. */
  static ChannelOutcome freeze(AlipayAuth auth, boolean byTime, Alarms alarms) {
    var authNo = auth.authNo();
    var status = auth.status();
    if (status == null || authNo == null || !AlipayIds.isId(authNo)) {
      return new Unknown(UNREADABLE);
    }
    return switch (status) {
      case "INIT" -> new NeedsAction(new NextStep.Wait(), authNo);
      case "SUCCESS" -> held(auth, authNo);
      case "CLOSED" -> new Closed(byTime, authNo);
      default -> new Unknown(unmapped("freeze status", status, alarms));
    };
  }

  /** What a trade says of the capture that made it. */
  static OperationOutcome capture(
      @Nullable String status, @Nullable String tradeNo, boolean wasPaid, Alarms alarms) {
    return switch (payment(status, tradeNo, wasPaid, false, alarms)) {
      case Approved(var reference) -> new OperationOutcome.Done(reference);
      case NeedsAction(_, var reference) -> new OperationOutcome.Pending(reference);
      case Closed(_, var reference) ->
          new OperationOutcome.Refused(AlipayErrors.refusal("TRADE_CLOSED"), reference);
      case Unknown(var why) -> new OperationOutcome.Unknown(why);
      case Authorized _,
          ChannelOutcome.Declined _,
          ChannelOutcome.Pending _,
          ChannelOutcome.Absent _,
          ChannelOutcome.NotSent _ ->
          new OperationOutcome.Unknown(UNREADABLE);
    };
  }

  /** What became of the wish to let go. */
  static OperationOutcome release(@Nullable String status, Alarms alarms) {
    return switch (status) {
      case null -> new OperationOutcome.Unknown(UNREADABLE);
      case "SUCCESS" -> new OperationOutcome.Done(null);
      case "INIT" -> new OperationOutcome.Pending(null);
      case "CLOSED" -> new OperationOutcome.Refused(AlipayErrors.refusal(status), null);
      default -> new OperationOutcome.Unknown(unmapped("release status", status, alarms));
    };
  }

  /** The agreement; a notification says {@code UNSIGN} where an answer says {@code STOP}. */
  static AgreementOutcome agreement(
      @Nullable String status, @Nullable String agreementNo, Alarms alarms) {
    if (status == null) {
      return new AgreementOutcome.Unknown(UNREADABLE);
    }
    return switch (status) {
      case "TEMP" -> new AgreementOutcome.Pending(agreementNo);
      case "NORMAL" ->
          agreementNo != null && AlipayIds.isId(agreementNo)
              ? new AgreementOutcome.Active(agreementNo, agreementNo)
              : new AgreementOutcome.Unknown(UNREADABLE);
      case "STOP", "UNSIGN" -> new AgreementOutcome.Ended();
      default -> new AgreementOutcome.Unknown(unmapped("agreement status", status, alarms));
    };
  }

  /** What is captured counts as paid, what is wholly let go as closed. */
  private static ChannelOutcome held(AlipayAuth auth, String authNo) {
    if (auth.isCaptured()) {
      return new Approved(authNo);
    }
    return auth.isLetGo() ? new Closed(false, authNo) : new Authorized(authNo);
  }

  private static String unmapped(String what, @Nullable String word, Alarms alarms) {
    var said = what + " " + AlipayErrors.word(word);
    alarms.raise(Alarm.UNMAPPED, said);
    return said + " is not known";
  }
}
