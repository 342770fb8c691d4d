package io.tollgate.channels.paypay;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.paypay.PayPayErrors.Verdict;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Pending;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.function.Function;

/**
 * What PayPay's answers mean for one capture, void or refund (facts, section 13, "Status" and
 * "Errors").
 *
 * <p>A payment counts only where it is the attempt's, a capture and a refund only where id and
 * amount are the operation's. Answers to a request and to a question are read apart: a request may
 * be refused or not sent, a question that fails says nothing.
 */
final class PayPayOperationReplies {

  private static final Json<PayPayPayment.Body> PAYMENT = Json.camel(PayPayPayment.Body.class);
  private static final Json<PayPayRefund.Body> REFUND = Json.camel(PayPayRefund.Body.class);
  private static final Json<PayPayRevert.Body> REVERT = Json.camel(PayPayRevert.Body.class);

  private final PaymentOperation operation;
  private final ChannelAccount account;
  private final Alarms alarms;

  PayPayOperationReplies(PaymentOperation operation, ChannelAccount account, Alarms alarms) {
    this.operation = operation;
    this.account = account;
    this.alarms = alarms;
  }

  OperationOutcome toCapture(Exchange exchange) {
    return toRequest(exchange, this::capture);
  }

  OperationOutcome toCaptureQuery(Exchange exchange) {
    return toQuestion(exchange, this::capture);
  }

  OperationOutcome toRelease(Exchange exchange, String payment) {
    return toRequest(exchange, answer -> reverted(answer, payment));
  }

  OperationOutcome toReleaseQuery(Exchange exchange) {
    return toQuestion(exchange, this::release);
  }

  OperationOutcome toRefund(Exchange exchange, String payment) {
    return toRequest(exchange, answer -> refund(answer, payment));
  }

  OperationOutcome toRefundQuery(Exchange exchange, String payment) {
    return toQuestion(exchange, answer -> refund(answer, payment));
  }

  private OperationOutcome toRequest(Exchange exchange, Function<Answered, OperationOutcome> read) {
    return switch (PayPayErrors.verdict(exchange, alarms)) {
      case Verdict.Done(var answer) -> done(read.apply(answer));
      case Verdict.Accepted _ -> new Pending(null);
      case Verdict.NotSent(var why) -> new NotSent(why);
      case Verdict.Refused(var reason) -> new Refused(reason, null);
      case Verdict.NotFound(var reason) -> new Refused(reason, null);
      case Verdict.Unclear(var why) -> new Unknown(why);
    };
  }

  private OperationOutcome toQuestion(
      Exchange exchange, Function<Answered, OperationOutcome> read) {
    var verdict = PayPayErrors.verdict(exchange, alarms);
    return switch (verdict) {
      case Verdict.Done(var answer) -> read.apply(answer);
      case Verdict.NotFound _ -> new Absent();
      case Verdict.Accepted _, Verdict.NotSent _, Verdict.Refused _, Verdict.Unclear _ ->
          new Unknown(PayPayErrors.unanswered(verdict, operation.id(), alarms));
    };
  }

  /** A request that succeeded cannot leave things as they were. */
  private static OperationOutcome done(OperationOutcome said) {
    return said instanceof Absent ? new Unknown("answered, and not done") : said;
  }

  private OperationOutcome capture(Answered answer) {
    return payment(answer, payment -> PayPayStatuses.capture(payment, operation, alarms));
  }

  private OperationOutcome release(Answered answer) {
    return payment(answer, payment -> PayPayStatuses.release(payment, alarms));
  }

  private OperationOutcome payment(
      Answered answer, Function<PayPayPayment, OperationOutcome> reading) {
    var attempt = operation.attempt();
    return PAYMENT
        .read(answer.body())
        .map(PayPayPayment.Body::data)
        .map(payment ->
            payment.isPartOf(attempt.requestId(), attempt.order())
                ? reading.apply(payment)
                : mismatch())
        .orElseGet(PayPayOperationReplies::unreadable);
  }

  private OperationOutcome reverted(Answered answer, String payment) {
    return REVERT
        .read(answer.body())
        .map(PayPayRevert.Body::data)
        .map(revert -> payment.equals(revert.paymentId()) ? reverted(revert) : mismatch())
        .orElseGet(PayPayOperationReplies::unreadable);
  }

  private OperationOutcome reverted(PayPayRevert revert) {
    return switch (revert.status()) {
      case null -> unreadable();
      case "CANCELED" -> new Done(null);
      case String other -> new Unknown(PayPayStatuses.unmapped("revert status", other, alarms));
    };
  }

  private OperationOutcome refund(Answered answer, String payment) {
    return REFUND
        .read(answer.body())
        .map(PayPayRefund.Body::data)
        .map(refund ->
            refund.isOf(operation, payment)
                ? PayPayStatuses.refund(refund, account, alarms)
                : mismatch())
        .orElseGet(PayPayOperationReplies::unreadable);
  }

  private OperationOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, operation.id() + " got an answer about another operation");
    return new Unknown("answer about another operation");
  }

  private static OperationOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
