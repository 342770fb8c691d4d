package io.tollgate.channels.square;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.square.SquareErrors.Failure;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What Square's answers mean for one capture, void or refund (facts, section 9, "Status" and
 * "Errors").
 *
 * <p>A payment counts only where it is the order's, a refund only where id, amount, currency and
 * payment are the operation's. Answers to a request and to a question are read apart: a request may
 * be refused or not sent, a question that fails says nothing.
 */
final class SquareOperationReplies {

  private static final Json<SquarePayment.Envelope> PAYMENT = Json.of(SquarePayment.Envelope.class);
  private static final Json<SquareRefund.Envelope> REFUND = Json.of(SquareRefund.Envelope.class);

  private final PaymentOperation operation;
  private final Alarms alarms;

  SquareOperationReplies(PaymentOperation operation, Alarms alarms) {
    this.operation = operation;
    this.alarms = alarms;
  }

  /** The refunds that a payment names. */
  sealed interface Refunds {

    record Named(List<String> ids) implements Refunds {}

    record Untold(String why) implements Refunds {}
  }

  OperationOutcome toCapture(Exchange exchange) {
    return toRequest(exchange, this::capture);
  }

  OperationOutcome toRelease(Exchange exchange) {
    return toRequest(exchange, this::release);
  }

  OperationOutcome toRefund(Exchange exchange) {
    return toRequest(exchange, this::refund);
  }

  OperationOutcome toCaptureQuery(Exchange exchange) {
    return toQuestion(exchange, this::capture);
  }

  OperationOutcome toReleaseQuery(Exchange exchange) {
    return toQuestion(exchange, this::release);
  }

  OperationOutcome toRefundQuery(Exchange exchange) {
    return toQuestion(exchange, this::refund);
  }

  /** The answer to a question about a refund of the payment, which may be another than ours. */
  OperationOutcome toCandidate(Exchange exchange) {
    return toQuestion(
        exchange,
        answer ->
            refundIn(answer)
                .map(found -> isOurs(found) ? matching(found) : new Absent())
                .orElseGet(SquareOperationReplies::unreadable));
  }

  /** What the refund is by all refunds of its payment. */
  OperationOutcome ofCandidates(List<OperationOutcome> candidates) {
    var found = candidates.stream().filter(it -> !(it instanceof Absent)).toList();
    var told = found.stream().filter(it -> !(it instanceof Unknown)).toList();
    if (told.size() > 1) {
      alarms.raise(Alarm.SEVERAL_PAYMENTS, operation.id() + " has " + told.size());
    }
    return told.stream()
        .filter(it -> !(it instanceof Refused))
        .findFirst()
        .or(() -> found.stream().filter(Unknown.class::isInstance).findFirst())
        .or(() -> told.stream().findFirst())
        .orElseGet(Absent::new);
  }

  /** The answer to the question which refunds the payment has. */
  Refunds toRefunds(Exchange exchange) {
    if (!(exchange instanceof Answered answer) || !answer.isSuccess()) {
      return new Refunds.Untold(unanswered(exchange));
    }
    var payment = paymentIn(answer);
    if (payment.isEmpty()) {
      return new Refunds.Untold("unreadable answer");
    }
    if (!isOfOrder(payment.get())) {
      mismatch();
      return new Refunds.Untold("answer about another order");
    }
    var ids = payment.get().refundIds();
    return new Refunds.Named(
        ids == null ? List.of() : ids.stream().filter(Objects::nonNull).distinct().toList());
  }

  private OperationOutcome toRequest(Exchange exchange, Function<Answered, OperationOutcome> read) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> done(read.apply(answer));
      case Answered answer -> refused(SquareErrors.failure(answer, alarms));
    };
  }

  private OperationOutcome toQuestion(
      Exchange exchange, Function<Answered, OperationOutcome> read) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? read.apply(answer)
        : new Unknown(unanswered(exchange));
  }

  /** A request that succeeded cannot leave things as they were. */
  private static OperationOutcome done(OperationOutcome said) {
    return said instanceof Absent ? new Unknown("answered, and not done") : said;
  }

  private static OperationOutcome refused(Failure failure) {
    return switch (failure) {
      case Failure.Busy(var why) -> new NotSent(why);
      case Failure.Refused(var reason) -> new Refused(reason, null);
      case Failure.Unclear(var why) -> new Unknown(why);
    };
  }

  private OperationOutcome capture(Answered answer) {
    return payment(answer, payment -> SquareStatuses.capture(payment, alarms));
  }

  private OperationOutcome release(Answered answer) {
    return payment(answer, payment -> SquareStatuses.release(payment, alarms));
  }

  private OperationOutcome payment(
      Answered answer, Function<SquarePayment, OperationOutcome> read) {
    return paymentIn(answer)
        .map(payment -> isOfOrder(payment) ? read.apply(payment) : mismatch())
        .orElseGet(SquareOperationReplies::unreadable);
  }

  private OperationOutcome refund(Answered answer) {
    return refundIn(answer).map(this::matching).orElseGet(SquareOperationReplies::unreadable);
  }

  private OperationOutcome matching(SquareRefund refund) {
    var money = refund.amountMoney();
    boolean matches =
        isOurs(refund) && money != null && money.is(operation.amount()) && isOfPayment(refund);
    return matches ? SquareStatuses.refund(refund, alarms) : mismatch();
  }

  private boolean isOfPayment(SquareRefund refund) {
    var known = operation.attempt().channelReference();
    return known == null || SquareLink.isReference(known) || known.equals(refund.paymentId());
  }

  private boolean isOurs(SquareRefund refund) {
    return operation.id().value().equals(refund.refundId());
  }

  private boolean isOfOrder(SquarePayment payment) {
    return payment.isOf(operation.attempt().requestId(), operation.attempt().order());
  }

  private static Optional<SquarePayment> paymentIn(Answered answer) {
    return PAYMENT.read(answer.body()).flatMap(read -> Optional.ofNullable(read.payment()));
  }

  private static Optional<SquareRefund> refundIn(Answered answer) {
    return REFUND.read(answer.body()).flatMap(read -> Optional.ofNullable(read.refund()));
  }

  private OperationOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, operation.id() + " got an answer about another operation");
    return new Unknown("answer about another operation");
  }

  private String unanswered(Exchange exchange) {
    return SquareErrors.unansweredByReference(exchange, operation.id(), alarms);
  }

  private static OperationOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
