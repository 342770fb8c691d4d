package io.tollgate.channels.camara;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.List;

/**
 * What an operator's answers about refunds mean for one of ours (facts, section 14). A refund
 * counts only where its reference code, amount and currency are those of the operation.
 */
final class CamaraRefundReplies {

  private static final Json<CamaraRefund> REFUND = Json.camel(CamaraRefund.class);

  private final PaymentOperation operation;
  private final Alarms alarms;

  CamaraRefundReplies(PaymentOperation operation, Alarms alarms) {
    this.operation = operation;
    this.alarms = alarms;
  }

  /** The refund that was just made. */
  OperationOutcome toRefund(Answered answer) {
    return REFUND
        .read(answer.body())
        .map(this::matching)
        .orElseGet(CamaraRefundReplies::unreadable);
  }

  /** The answer to a question about a refund that the operator named to us. */
  OperationOutcome toRefundQuery(Exchange exchange, String reference) {
    if (exchange instanceof Answered answer && answer.isSuccess()) {
      return REFUND
          .read(answer.body())
          .map(refund -> reference.equals(refund.refundId()) ? matching(refund) : mismatch())
          .orElseGet(CamaraRefundReplies::unreadable);
    }
    if (exchange instanceof Answered answer && answer.status() == 404) {
      alarms.raise(Alarm.REFERENCE_LOST, operation.id().toString());
      return new Unknown("the operator does not know the refund that it named");
    }
    return new Unknown(CamaraErrors.unanswered(exchange, operation.id(), alarms));
  }

  /** What the refund is by all that carry its id. */
  OperationOutcome toListing(List<CamaraRefund> hits) {
    if (hits.isEmpty()) {
      return new Absent();
    }
    if (hits.size() > 1) {
      alarms.raise(Alarm.SEVERAL_PAYMENTS, operation.id() + " has " + hits.size());
    }
    return hits.stream()
        .filter(refund -> "succeeded".equals(refund.refundStatus()))
        .findFirst()
        .map(this::matching)
        .orElseGet(() -> matching(hits.getFirst()));
  }

  private OperationOutcome matching(CamaraRefund refund) {
    return refund.isOf(operation) ? CamaraStatuses.refund(refund, alarms) : mismatch();
  }

  private OperationOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, operation.id() + " got a refund of another operation");
    return new Unknown("answer about another operation");
  }

  private static OperationOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
