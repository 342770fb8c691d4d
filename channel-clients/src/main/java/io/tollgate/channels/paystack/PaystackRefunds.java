package io.tollgate.channels.paystack;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.paystack.PaystackLookup.Found;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.PaymentOperation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The steps of a refund.
 *
 * <p>Paystack takes no key for it, so that a repetition would give back twice. Therefore a refund
 * is looked for by its note before it is asked for, and is asked for only where all refunds since
 * the payment were seen and it is not among them. What is left is the moment between Paystack's
 * taking a request and its listing the refund; and all of a payment is given back once in any case.
 */
final class PaystackRefunds {

  private final PaymentOperation operation;
  private final ChannelAccount account;
  private final Edge edge;
  private final PaystackRefundReplies replies;

  PaystackRefunds(PaymentOperation operation, ChannelAccount account, Edge edge) {
    this.operation = operation;
    this.account = account;
    this.edge = edge;
    this.replies = new PaystackRefundReplies(operation, account, edge.alarms());
  }

  Mono<OperationOutcome> refund() {
    if (!PaystackAmounts.canTake(operation.amount())) {
      return Mono.just(new Refused(PaystackDeclines.refusal(null), null));
    }
    var since = operation.attempt().sentAt();
    return lookup(since)
        .flatMap(known -> known instanceof Absent ? refundNow(since) : Mono.just(known));
  }

  /** By Paystack's own id of the refund where we have it, else by ours. */
  Mono<OperationOutcome> state(@Nullable String reference, Instant sentAt) {
    return reference == null
        ? lookup(sentAt)
        : edge.ask(() -> PaystackRequests.fetchRefund(reference, account)).map(replies::toFetch);
  }

  /** A refusal is believed only where Paystack, asked once more, does not know the refund. */
  private Mono<OperationOutcome> refundNow(Instant since) {
    return edge.send(() -> PaystackRequests.refund(operation, account))
        .map(replies::toRefund)
        .flatMap(said ->
            said instanceof Refused
                ? lookup(since).map(known -> known instanceof Absent ? said : known)
                : Mono.just(said));
  }

  private Mono<OperationOutcome> lookup(Instant since) {
    var note = PaystackIds.note(operation.id());
    Mono<Found<PaystackRefund>> found =
        new PaystackLookup<>(
                operation.id(), PaystackRefund.class, refund -> note.equals(refund.merchantNote()))
            .through(edge, page -> PaystackRequests.listRefunds(since, page, account));
    return found.map(replies::toLookup);
  }
}
