package io.tollgate.channels.razorpay;

import io.tollgate.channels.http.Edge;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The steps of a capture or a refund.
 *
 * <p>A refusal is believed only where Razorpay, asked, does not know the operation: it may be the
 * answer to a repetition of one that was done long ago.
 */
final class RazorpayOperations {

  /** A list of refunds that is longer proves nothing. */
  private static final int MOST_PAGES = 20;

  private final PaymentOperation operation;
  private final ChannelAccount account;
  private final Edge edge;
  private final RazorpayOperationReplies replies;

  RazorpayOperations(PaymentOperation operation, ChannelAccount account, Edge edge) {
    this.operation = operation;
    this.account = account;
    this.edge = edge;
    this.replies = new RazorpayOperationReplies(operation, edge.alarms());
  }

  /** Captures. Razorpay takes all that is authorized, so a part is refused before it is sent. */
  Mono<OperationOutcome> capture() {
    return operation.isWhole()
        ? ofPayment(payment ->
            edge.send(() -> RazorpayRequests.capture(operation, payment, account))
                .map(exchange -> replies.toCapture(exchange, payment))
                .flatMap(said -> unlessDone(said, askCapture(payment))))
        : refused();
  }

  Mono<OperationOutcome> queryCapture() {
    return ofPayment(this::askCapture);
  }

  Mono<OperationOutcome> refund() {
    return RazorpayAmounts.canExpress(operation.amount())
        ? ofPayment(payment ->
            edge.send(() -> RazorpayRequests.refund(operation, payment, account))
                .map(exchange -> replies.toRefund(exchange, payment))
                .flatMap(said -> unlessDone(said, findRefund(payment, 0))))
        : refused();
  }

  /** By Razorpay's own id of the refund where we have it, else by ours. */
  Mono<OperationOutcome> queryRefund(@Nullable String reference) {
    return reference == null
        ? ofPayment(payment -> findRefund(payment, 0))
        : edge.ask(() -> RazorpayRequests.retrieveRefund(reference, account))
            .map(replies::toRefundQuery);
  }

  /** What a refusal is worth, by what Razorpay says when it is asked. */
  static Mono<OperationOutcome> unlessDone(OperationOutcome said, Mono<OperationOutcome> asking) {
    return said instanceof Refused(_, var id) && id == null
        ? asking.map(now -> now instanceof Absent ? said : now)
        : Mono.just(said);
  }

  private Mono<OperationOutcome> askCapture(String payment) {
    return edge.ask(() -> RazorpayRequests.retrieve(payment, account))
        .map(exchange -> replies.toCaptureQuery(exchange, payment));
  }

  private Mono<OperationOutcome> findRefund(String payment, int page) {
    return edge.ask(
            () -> RazorpayRequests.listRefunds(payment, page * RazorpayRequests.PAGE_SIZE, account))
        .map(exchange ->
            RazorpayFound.read(exchange, RazorpayRefund.class, operation.id(), edge.alarms()))
        .flatMap(found ->
            switch (found) {
              case RazorpayFound.Nothing<RazorpayRefund>(var why) ->
                  Mono.<OperationOutcome>just(new Unknown(why));
              case RazorpayFound.Items<RazorpayRefund>(var refunds) -> {
                var said = replies.toRefunds(refunds, payment);
                yield said instanceof Absent && refunds.size() >= RazorpayRequests.PAGE_SIZE
                    ? next(payment, page + 1)
                    : Mono.just(said);
              }
            });
  }

  private Mono<OperationOutcome> next(String payment, int page) {
    return page < MOST_PAGES
        ? findRefund(payment, page)
        : Mono.just(new Unknown("too many to look through"));
  }

  private Mono<OperationOutcome> ofPayment(Function<String, Mono<OperationOutcome>> work) {
    return new RazorpayPaid(operation.attempt(), account, edge)
        .payment()
        .flatMap(found ->
            found
                .map(work)
                .orElseGet(() -> Mono.just(new Unknown("the attempt's payment was not found"))));
  }

  private static Mono<OperationOutcome> refused() {
    return Mono.just(new Refused(RazorpayDeclines.refusal(null), null));
  }
}
