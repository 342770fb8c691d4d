package io.tollgate.channels.razorpay;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.razorpay.RazorpayErrors.Failure;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.List;
import java.util.function.Function;

/**
 * What Razorpay's answers mean for one capture or refund (facts, section 11, "Status" and
 * "Errors").
 *
 * <p>A payment counts only where id, amount and currency are the order's, a refund only where our
 * id, amount, currency and payment are the operation's. A request may be refused or not sent, a
 * question that fails says nothing.
 */
final class RazorpayOperationReplies {

  private static final Json<RazorpayPayment> PAYMENT = Json.of(RazorpayPayment.class);
  private static final Json<RazorpayRefund> REFUND = Json.of(RazorpayRefund.class);

  private final PaymentOperation operation;
  private final Alarms alarms;

  RazorpayOperationReplies(PaymentOperation operation, Alarms alarms) {
    this.operation = operation;
    this.alarms = alarms;
  }

  OperationOutcome toCapture(Exchange exchange, String payment) {
    return toRequest(exchange, answer -> capture(answer, payment));
  }

  OperationOutcome toCaptureQuery(Exchange exchange, String payment) {
    return toQuestion(exchange, answer -> capture(answer, payment));
  }

  OperationOutcome toRefund(Exchange exchange, String payment) {
    return toRequest(exchange, answer -> refund(answer, payment));
  }

  /** The answer to a question about a refund that Razorpay named to us. */
  OperationOutcome toRefundQuery(Exchange exchange) {
    return toQuestion(exchange, this::refund);
  }

  /** What the refund is by those of a payment's that carry its id. */
  OperationOutcome toRefunds(List<RazorpayRefund> refunds, String payment) {
    var ours =
        refunds.stream()
            .filter(refund -> operation.id().value().equals(refund.refundId()))
            .toList();
    if (ours.size() > 1) {
      alarms.raise(Alarm.SEVERAL_PAYMENTS, operation.id() + " has " + ours.size());
    }
    return ours.isEmpty() ? new Absent() : matching(ours.getFirst(), payment);
  }

  private OperationOutcome toRequest(Exchange exchange, Function<Answered, OperationOutcome> read) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> done(read.apply(answer));
      case Answered answer ->
          switch (RazorpayErrors.failure(answer, alarms)) {
            case Failure.Busy(var why) -> new NotSent(why);
            case Failure.Refused(var reason) -> new Refused(reason, null);
            case Failure.Gateway(var why) -> new Unknown(why);
            case Failure.Unclear(var why) -> new Unknown(why);
          };
    };
  }

  private OperationOutcome toQuestion(
      Exchange exchange, Function<Answered, OperationOutcome> read) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? read.apply(answer)
        : new Unknown(RazorpayErrors.unanswered(exchange, operation.id(), alarms));
  }

  /** A request that succeeded cannot leave things as they were. */
  private static OperationOutcome done(OperationOutcome said) {
    return said instanceof Absent ? new Unknown("answered, and not done") : said;
  }

  private OperationOutcome capture(Answered answer, String id) {
    var payment = PAYMENT.read(answer.body()).filter(RazorpayPayment::isReadable);
    if (payment.isEmpty()) {
      return unreadable();
    }
    var read = payment.get();
    var money = operation.attempt().order().amount();
    return id.equals(read.id()) && RazorpayAmounts.areEqual(money, read.amount(), read.currency())
        ? RazorpayStatuses.capture(read, alarms)
        : mismatch();
  }

  private OperationOutcome refund(Answered answer, String payment) {
    return REFUND
        .read(answer.body())
        .filter(RazorpayRefund::isReadable)
        .map(refund -> matching(refund, payment))
        .orElseGet(RazorpayOperationReplies::unreadable);
  }

  private OperationOutcome refund(Answered answer) {
    return REFUND
        .read(answer.body())
        .filter(RazorpayRefund::isReadable)
        .map(this::matching)
        .orElseGet(RazorpayOperationReplies::unreadable);
  }

  private OperationOutcome matching(RazorpayRefund refund, String payment) {
    return payment.equals(refund.paymentId()) ? matching(refund) : mismatch();
  }

  private OperationOutcome matching(RazorpayRefund refund) {
    return refund.isReadable() && refund.isOf(operation.id(), operation.amount())
        ? RazorpayStatuses.refund(refund, alarms)
        : mismatch();
  }

  private OperationOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, operation.id() + " got an answer about another operation");
    return new Unknown("answer about another operation");
  }

  private static OperationOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
