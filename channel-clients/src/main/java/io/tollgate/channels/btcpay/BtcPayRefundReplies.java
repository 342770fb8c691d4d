package io.tollgate.channels.btcpay;

import io.tollgate.channels.btcpay.BtcPayErrors.Failure;
import io.tollgate.channels.btcpay.BtcPayPayout.Stage;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Pending;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import io.tollgate.domain.money.Money;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What BTCPay's answers mean for one refund (facts, section 15, "refund" and "Status"). A pull
 * payment counts only where its name, amount and currency are the operation's, and a payout only
 * where it is a claim on that pull payment, in that currency.
 */
final class BtcPayRefundReplies {

  private final PaymentOperation operation;
  private final Alarms alarms;

  BtcPayRefundReplies(PaymentOperation operation, Alarms alarms) {
    this.operation = operation;
    this.alarms = alarms;
  }

  /** What came of looking for the refund's pull payment. */
  sealed interface Look {

    /** There it is. */
    record Found(BtcPayPullPayment refund) implements Look {}

    /** There is none. */
    record Nothing() implements Look {}

    /** It could not be looked for, or is not to be believed. */
    record Failed(OperationOutcome outcome) implements Look {}
  }

  /** A look before the refund is made; one that is refused says nothing of a refund before. */
  Look toFirstLook(Exchange exchange) {
    if (exchange instanceof Answered answer && answer.isSuccess()) {
      return amongAll(answer);
    }
    var said = refusal(exchange);
    return said instanceof Refused ? failed("could not look for it") : new Look.Failed(said);
  }

  /** The answer to a question for all pull payments. */
  Look toLookup(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? amongAll(answer)
        : failed(BtcPayErrors.unanswered(exchange, operation.id(), alarms));
  }

  /** The answer to a question for the pull payment that BTCPay named to us. */
  Look toRetrieve(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? pullPayment(answer)
        : failed(BtcPayErrors.unansweredById(exchange, operation.id(), alarms));
  }

  /** The answer to a request for the refund. Nobody can have claimed it yet. */
  OperationOutcome toRefund(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? switch (pullPayment(answer)) {
          case Look.Found(var refund) -> new Pending(refund.id());
          case Look.Nothing _ -> new Unknown("unreadable answer");
          case Look.Failed(var outcome) -> outcome;
        }
        : refusal(exchange);
  }

  /** What became of the refund by the answer to a question for its payouts. */
  OperationOutcome toPayouts(Exchange exchange, BtcPayPullPayment refund) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? BtcPayPayout.readAll(answer.body())
            .map(payouts -> state(refund, payouts))
            .orElseGet(() -> new Unknown("unreadable answer"))
        : new Unknown(BtcPayErrors.unansweredById(exchange, operation.id(), alarms));
  }

  private OperationOutcome refusal(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer ->
          switch (BtcPayErrors.failure(answer, alarms)) {
            case Failure.Busy(var why) -> new NotSent(why);
            case Failure.Refused(var reason) -> new Refused(reason, null);
            case Failure.Unclear(var why) -> new Unknown(why);
          };
    };
  }

  /** Of several with the operation's name, one that can still be claimed goes first. */
  private Look amongAll(Answered answer) {
    var all = BtcPayPullPayment.readAll(answer.body());
    if (all.isEmpty()) {
      return failed("unreadable answer");
    }
    var hits = all.get().stream().filter(it -> it.isNamedAfter(operation)).toList();
    if (hits.size() > 1) {
      alarms.raise(Alarm.SEVERAL_PAYMENTS, operation.id() + " has " + hits.size());
    }
    return hits.stream()
        .min(Comparator.comparing(BtcPayPullPayment::isArchived))
        .map(this::matching)
        .orElseGet(Look.Nothing::new);
  }

  private Look pullPayment(Answered answer) {
    return BtcPayPullPayment.read(answer.body())
        .map(this::matching)
        .orElseGet(() -> failed("unreadable answer"));
  }

  private Look matching(BtcPayPullPayment refund) {
    return refund.isOf(operation) ? new Look.Found(refund) : new Look.Failed(mismatch());
  }

  /**
   * Done once all of it is paid out. A claim that was cancelled may be made again until the pull
   * payment is in the archive: only then nothing will be given back under this id.
   */
  private OperationOutcome state(BtcPayPullPayment refund, List<BtcPayPayout> claims) {
    var stages = EnumSet.noneOf(Stage.class);
    var paidOut = new Money(0, operation.amount().currency());
    for (var claim : claims) {
      var stage = claim.stage();
      if (stage.isEmpty()) {
        return unmapped(claim);
      }
      if (!claim.isOn(refund)) {
        return mismatch();
      }
      stages.add(stage.get());
      paidOut = stage.get() == Stage.PAID ? paidOut.plus(claim.amount().orElseThrow()) : paidOut;
    }
    if (paidOut.compareTo(operation.amount()) >= 0) {
      return new Done(refund.id());
    }
    return stages.contains(Stage.UNDER_WAY) || !refund.isArchived()
        ? new Pending(refund.id())
        : ended(refund, stages, paidOut);
  }

  private OperationOutcome ended(BtcPayPullPayment refund, Set<Stage> stages, Money paidOut) {
    if (paidOut.isPositive()) {
      alarms.raise(Alarm.MISMATCH, operation.id() + " was given back in part: " + paidOut);
      return new Unknown("given back in part");
    }
    var why = stages.contains(Stage.CANCELLED) ? "Cancelled" : "Archived";
    return new Refused(new DeclineReason(Category.OTHER, why), refund.id());
  }

  private OperationOutcome unmapped(BtcPayPayout claim) {
    var said = "payout state " + BtcPayStatuses.word(String.valueOf(claim.state()));
    alarms.raise(Alarm.UNMAPPED, said);
    return new Unknown(said + " is not known");
  }

  private OperationOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, operation.id() + " got an answer about another operation");
    return new Unknown("answer about another operation");
  }

  private static Look failed(String why) {
    return new Look.Failed(new Unknown(why));
  }
}
