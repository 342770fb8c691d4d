package io.tollgate.channels.paystack;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.paystack.PaystackErrors.Failure;
import io.tollgate.channels.paystack.PaystackLookup.Found;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;

/**
 * What Paystack's answers mean for one refund (facts, section 12; spec: RefundCreateResponse,
 * RefundFetchResponse). A refund counts only where note, transaction, amount and currency are the
 * operation's.
 */
final class PaystackRefundReplies {

  private static final String UNREADABLE = "unreadable answer";

  private final PaymentOperation operation;
  private final ChannelAccount account;
  private final Alarms alarms;

  PaystackRefundReplies(PaymentOperation operation, ChannelAccount account, Alarms alarms) {
    this.operation = operation;
    this.account = account;
    this.alarms = alarms;
  }

  /** The answer to the request. */
  OperationOutcome toRefund(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer ->
          PaystackAnswer.accepted(answer).map(this::refund).orElseGet(() -> refused(answer));
    };
  }

  /** The answer to a question by the id that Paystack itself had given us. */
  OperationOutcome toFetch(Exchange exchange) {
    if (PaystackErrors.isNotFound(exchange)) {
      alarms.raise(Alarm.REFERENCE_LOST, operation.id().toString());
      return new Unknown("Paystack does not know the refund that it named");
    }
    return exchange instanceof Answered answer
        ? PaystackAnswer.accepted(answer)
            .map(this::refund)
            .orElseGet(() -> new Unknown(unanswered(exchange)))
        : new Unknown(unanswered(exchange));
  }

  /** What the refund is by a look-up for its note. */
  OperationOutcome toLookup(Found<PaystackRefund> found) {
    return switch (found) {
      case Found.Hit<PaystackRefund>(var refund) -> matching(refund);
      case Found.Nothing<PaystackRefund> _ -> new Absent();
      case Found.Unsure<PaystackRefund>(var why) -> new Unknown(why);
    };
  }

  private OperationOutcome refused(Answered answer) {
    return switch (PaystackErrors.failure(answer, alarms)) {
      case Failure.Busy(var why) -> new NotSent(why);
      case Failure.Barred(var reason) -> new Refused(reason, null);
      case Failure.Refused(var reason) -> new Refused(reason, null);
      case Failure.Unclear(var why) -> new Unknown(why);
    };
  }

  private OperationOutcome refund(PaystackAnswer answer) {
    return answer
        .about(PaystackRefund.class)
        .map(this::matching)
        .orElseGet(() -> new Unknown(UNREADABLE));
  }

  private OperationOutcome matching(PaystackRefund refund) {
    if (!refund.isOf(operation, account)) {
      alarms.raise(Alarm.MISMATCH, operation.id() + " got an answer about another refund");
      return new Unknown("answer about another refund");
    }
    return PaystackStatuses.refund(refund, alarms);
  }

  private String unanswered(Exchange exchange) {
    return PaystackErrors.unanswered(exchange, operation.id(), alarms);
  }
}
