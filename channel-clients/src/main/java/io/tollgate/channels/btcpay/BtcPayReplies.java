package io.tollgate.channels.btcpay;

import io.tollgate.channels.btcpay.BtcPayErrors.Failure;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What BTCPay's answers mean for one attempt (facts, section 15, "Status" and "Errors"). An invoice
 * counts only where its store, order id, amount and currency are those of the order.
 */
final class BtcPayReplies {

  private final ChannelRequestId requestId;
  private final Order order;
  private final ChannelAccount account;
  private final Alarms alarms;

  BtcPayReplies(ChannelRequestId requestId, Order order, ChannelAccount account, Alarms alarms) {
    this.requestId = requestId;
    this.order = order;
    this.account = account;
    this.alarms = alarms;
  }

  /**
   * What the attempt is by a look before its invoice is made; empty where there is none yet. A look
   * that failed made none, and is read as the request to make one would be.
   */
  Optional<ChannelOutcome> toFirstLook(Exchange exchange) {
    if (exchange instanceof Answered answer && answer.isSuccess()) {
      return Optional.of(toLookup(answer)).filter(said -> !(said instanceof Absent));
    }
    return Optional.of(toCreate(exchange));
  }

  /** The answer to a request for an invoice: here a refusal ends the attempt. */
  ChannelOutcome toCreate(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> invoice(answer);
      case Answered answer ->
          switch (BtcPayErrors.failure(answer, alarms)) {
            case Failure.Busy(var why) -> new NotSent(why);
            case Failure.Refused(var reason) -> new Declined(reason, null);
            case Failure.Unclear(var why) -> new Unknown(why);
          };
    };
  }

  /** The answer to a question about an invoice that BTCPay named to us. */
  ChannelOutcome toRetrieve(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? invoice(answer)
        : new Unknown(BtcPayErrors.unansweredById(exchange, requestId, alarms));
  }

  /** The answer to a question for the invoices that carry the attempt's id. */
  ChannelOutcome toLookup(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? BtcPayInvoice.readAll(answer.body()).map(this::ofAll).orElseGet(BtcPayReplies::unreadable)
        : new Unknown(BtcPayErrors.unanswered(exchange, requestId, alarms));
  }

  /** The answer to a request to close the invoice; empty where only a question can tell. */
  Optional<ChannelOutcome> toClose(Exchange exchange) {
    return switch (exchange) {
      case Answered answer when answer.isSuccess() -> Optional.of(invoice(answer));
      case Answered answer when answer.status() == 400 || answer.status() == 422 ->
          Optional.empty();
      case Answered _, Exchange.NotSent _, Exchange.Unknown _ -> Optional.of(toRetrieve(exchange));
    };
  }

  /** What to show the payer, if the answer to a question for an invoice's methods tells. */
  Optional<NextStep> toPaymentMethods(Exchange exchange, String wanted) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? BtcPayNextSteps.code(answer.body(), wanted)
        : Optional.empty();
  }

  /** The outcome of all invoices that carry the attempt's id; one that was paid goes first. */
  private ChannelOutcome ofAll(List<BtcPayInvoice> invoices) {
    var ours = requestId.toString();
    var hits =
        invoices.stream().filter(it -> it.orderId().filter(ours::equals).isPresent()).toList();
    if (hits.size() > 1) {
      alarms.raise(Alarm.SEVERAL_PAYMENTS, requestId + " has " + hits.size());
    }
    return hits.stream()
        .map(this::matching)
        .min(Comparator.comparingInt(BtcPayReplies::nearness))
        .orElseGet(Absent::new);
  }

  private ChannelOutcome invoice(Answered answer) {
    return BtcPayInvoice.read(answer.body())
        .map(this::matching)
        .orElseGet(BtcPayReplies::unreadable);
  }

  private ChannelOutcome matching(BtcPayInvoice invoice) {
    if (!invoice.isOf(requestId, order, account)) {
      alarms.raise(Alarm.MISMATCH, requestId + " got an invoice of another order");
      return new Unknown("answer about another order");
    }
    return BtcPayStatuses.payment(invoice, account, alarms);
  }

  private static int nearness(ChannelOutcome outcome) {
    return switch (outcome) {
      case Approved _, Authorized _ -> 0;
      case Unknown _ -> 1;
      case Pending _ -> 2;
      case NeedsAction _ -> 3;
      case Declined _, Closed _, Absent _, NotSent _ -> 4;
    };
  }

  private static ChannelOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
