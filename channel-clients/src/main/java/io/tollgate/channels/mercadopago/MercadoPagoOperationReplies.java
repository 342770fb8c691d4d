package io.tollgate.channels.mercadopago;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.mercadopago.MercadoPagoErrors.Failure;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Mercado Pago's answers mean for one capture, void or refund (facts, section 16, "Status").
 *
 * <p>A payment counts only where it is the order's; a refund only where payment and amount are the
 * operation's. Answers to a request and to a question are read apart: a request may be refused or
 * not sent, a question that fails says nothing.
 */
final class MercadoPagoOperationReplies {

  private static final Json<MercadoPagoPayment> PAYMENT = Json.of(MercadoPagoPayment.class);
  private static final Json<MercadoPagoRefund> REFUND = Json.of(MercadoPagoRefund.class);
  private static final Json<JsonNode> LIST = Json.of(JsonNode.class);

  /** How far our clock and Mercado Pago's may be apart. */
  private static final Duration CLOCK_SLACK = Duration.ofMinutes(5);

  private final PaymentOperation operation;
  private final String payment;
  private final Alarms alarms;

  /**
   * @param payment Mercado Pago's id of the payment that it is about
   */
  MercadoPagoOperationReplies(PaymentOperation operation, String payment, Alarms alarms) {
    this.operation = operation;
    this.payment = payment;
    this.alarms = alarms;
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

  /**
   * The answer to a question about all refunds of the payment. None of them names ours, so that one
   * of the same amount may be it or not: then only repeating it under its key tells.
   *
   * @param sentAt when it was recorded; refunds from before are others. Null where that is unknown
   */
  OperationOutcome toRefundList(Exchange exchange, @Nullable Instant sentAt) {
    return toQuestion(
        exchange,
        answer ->
            list(answer)
                .<OperationOutcome>map(refunds ->
                    refunds.stream().anyMatch(refund -> mayBeOurs(refund, sentAt))
                        ? new Unknown("a refund of that amount may be this one")
                        : new Absent())
                .orElseGet(MercadoPagoOperationReplies::unreadable));
  }

  private OperationOutcome toRequest(Exchange exchange, Function<Answered, OperationOutcome> read) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> done(read.apply(answer));
      case Answered answer ->
          switch (MercadoPagoErrors.failure(answer, alarms)) {
            case Failure.Busy(var why) -> new NotSent(why);
            case Failure.Refused(var reason) -> new Refused(reason, null);
            case Failure.Unclear(var why) -> new Unknown(why);
          };
    };
  }

  private OperationOutcome toQuestion(
      Exchange exchange, Function<Answered, OperationOutcome> read) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? read.apply(answer)
        : new Unknown(MercadoPagoErrors.lost(exchange, operation.id(), alarms));
  }

  /** A request that succeeded cannot leave things as they were. */
  private static OperationOutcome done(OperationOutcome said) {
    return said instanceof Absent ? new Unknown("answered, and not done") : said;
  }

  private OperationOutcome capture(Answered answer) {
    return payment(
        answer,
        read -> MercadoPagoStatuses.capture(read, read.isCaptureOf(operation.amount()), alarms));
  }

  private OperationOutcome release(Answered answer) {
    return payment(answer, read -> MercadoPagoStatuses.release(read, alarms));
  }

  private OperationOutcome payment(
      Answered answer, Function<MercadoPagoPayment, OperationOutcome> reading) {
    var read = PAYMENT.read(answer.body());
    if (read.isEmpty() || read.get().reference() == null) {
      return unreadable();
    }
    var attempt = operation.attempt();
    boolean matches =
        payment.equals(read.get().reference())
            && read.get().isOf(attempt.requestId(), attempt.order());
    return matches ? reading.apply(read.get()) : mismatch();
  }

  private OperationOutcome refund(Answered answer) {
    return REFUND
        .read(answer.body())
        .filter(refund -> refund.reference() != null)
        .map(this::matching)
        .orElseGet(MercadoPagoOperationReplies::unreadable);
  }

  private OperationOutcome matching(MercadoPagoRefund refund) {
    return isOfThis(refund) ? MercadoPagoStatuses.refund(refund, alarms) : mismatch();
  }

  private Optional<List<MercadoPagoRefund>> list(Answered answer) {
    var nodes = LIST.read(answer.body()).filter(JsonNode::isArray);
    if (nodes.isEmpty()) {
      return Optional.empty();
    }
    var refunds = new ArrayList<MercadoPagoRefund>();
    for (var node : nodes.get()) {
      var refund = Json.convert(node, MercadoPagoRefund.class);
      if (refund.isEmpty()) {
        return Optional.empty();
      }
      refunds.add(refund.get());
    }
    return Optional.of(refunds);
  }

  private boolean mayBeOurs(MercadoPagoRefund refund, @Nullable Instant sentAt) {
    boolean isBefore =
        sentAt != null
            && refund.at().filter(at -> at.isBefore(sentAt.minus(CLOCK_SLACK))).isPresent();
    return isOfThis(refund) && !isBefore;
  }

  private boolean isOfThis(MercadoPagoRefund refund) {
    var amount = operation.amount();
    var currency = amount.currency().getCurrencyCode();
    return refund.paymentId() != null
        && payment.equals(refund.paymentId().toString())
        && MercadoPagoAmounts.decode(refund.amount(), currency).equals(Optional.of(amount));
  }

  private OperationOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, operation.id() + " got an answer about another operation");
    return new Unknown("answer about another operation");
  }

  private static OperationOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
