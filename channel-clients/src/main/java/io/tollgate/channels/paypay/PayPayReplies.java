package io.tollgate.channels.paypay;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.codec.PayerPage;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.paypay.PayPayErrors.Verdict;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What PayPay's answers mean for one attempt (facts, section 13, "Status" and "Errors"). A payment
 * or a code counts only where its attempt id, amount and currency are those of the order.
 */
final class PayPayReplies {

  private static final Json<PayPayPayment.Body> PAYMENT = Json.camel(PayPayPayment.Body.class);
  private static final Json<PayPayCode.Body> CODE = Json.camel(PayPayCode.Body.class);

  private final ChannelRequestId requestId;
  private final Order order;
  private final @Nullable String code;
  private final Alarms alarms;

  /**
   * Readings for one attempt.
   *
   * @param code the code that the payer was given; null where it is not known, or there is none
   */
  PayPayReplies(ChannelRequestId requestId, Order order, @Nullable String code, Alarms alarms) {
    this.requestId = requestId;
    this.order = order;
    this.code = code;
    this.alarms = alarms;
  }

  /** The answer to a request to pay: here a refusal ends the attempt. */
  ChannelOutcome toPay(Exchange exchange) {
    return switch (verdict(exchange)) {
      case Verdict.Done(var answer) ->
          PayPayRequests.isByCode(order) ? code(answer) : payment(answer);
      case Verdict.Accepted(var answer, var asksPayer) -> accepted(answer, asksPayer);
      case Verdict.NotSent(var why) -> new NotSent(why);
      case Verdict.Refused(var reason) -> new Declined(reason, null);
      case Verdict.NotFound(var reason) -> new Declined(reason, null);
      case Verdict.Unclear(var why) -> new Unknown(why);
    };
  }

  /** The answer to a question. */
  ChannelOutcome toQuery(Exchange exchange) {
    var verdict = verdict(exchange);
    return switch (verdict) {
      case Verdict.Done(var answer) -> payment(answer);
      case Verdict.NotFound _ -> new Absent();
      case Verdict.Accepted _, Verdict.NotSent _, Verdict.Refused _, Verdict.Unclear _ ->
          unanswered(verdict);
    };
  }

  /** The answer to the wish to delete the code; empty where the code is gone. */
  Optional<ChannelOutcome> toDelete(Exchange exchange) {
    var verdict = verdict(exchange);
    return switch (verdict) {
      case Verdict.Done _, Verdict.NotFound _ -> Optional.empty();
      case Verdict.Accepted _, Verdict.NotSent _, Verdict.Refused _, Verdict.Unclear _ ->
          Optional.of(unanswered(verdict));
    };
  }

  /**
   * The answer to a cancellation; empty where only a question can tell. Once it is accepted, PayPay
   * gives back whatever is paid, be it later, and a new payment may be made (PaymentApi.md and
   * DynamicQRCode.md of the SDK's repository).
   */
  Optional<ChannelOutcome> toCancel(Exchange exchange) {
    var verdict = verdict(exchange);
    return switch (verdict) {
      case Verdict.Done _, Verdict.Accepted _ -> Optional.of(new Closed(false, code));
      case Verdict.Refused _, Verdict.NotFound _ -> Optional.empty();
      case Verdict.NotSent _, Verdict.Unclear _ -> Optional.of(unanswered(verdict));
    };
  }

  private ChannelOutcome payment(Answered answer) {
    return read(answer)
        .map(payment ->
            payment.isOf(requestId, order)
                ? PayPayStatuses.payment(payment, code, alarms)
                : mismatch())
        .orElseGet(PayPayReplies::unreadable);
  }

  private ChannelOutcome code(Answered answer) {
    return CODE.read(answer.body())
        .map(PayPayCode.Body::data)
        .map(made -> made.isOf(requestId, order) ? toScan(made) : mismatch())
        .orElseGet(PayPayReplies::unreadable);
  }

  /** Without a page of the merchant's to come back to, the payer scans the code. */
  private ChannelOutcome toScan(PayPayCode made) {
    var id = made.codeId();
    var page = PayerPage.find(made.url());
    if (id == null || !PayPayCalls.isId(id) || page.isEmpty()) {
      return unreadable();
    }
    return new NeedsAction(
        order.returnUrl() == null
            ? new NextStep.ShowCode(page.get().toString())
            : new NextStep.Redirect(page.get()),
        id);
  }

  private ChannelOutcome accepted(Answered answer, boolean asksPayer) {
    var id =
        read(answer)
            .filter(payment -> payment.isOf(requestId, order))
            .map(PayPayPayment::paymentId)
            .filter(PayPayCalls::isId)
            .orElse(null);
    return asksPayer && id != null ? new NeedsAction(new NextStep.Wait(), id) : new Pending(id);
  }

  private static Optional<PayPayPayment> read(Answered answer) {
    return PAYMENT.read(answer.body()).map(PayPayPayment.Body::data);
  }

  private Verdict verdict(Exchange exchange) {
    return PayPayErrors.verdict(exchange, alarms);
  }

  private ChannelOutcome unanswered(Verdict verdict) {
    return new Unknown(PayPayErrors.unanswered(verdict, requestId, alarms));
  }

  private ChannelOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, requestId + " got an answer about another order");
    return new Unknown("answer about another order");
  }

  private static ChannelOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
