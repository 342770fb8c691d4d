package io.tollgate.channels.paypay;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * The steps of a capture, a void or a refund.
 *
 * <p>A refusal is believed only where PayPay, asked, does not know the operation: it may be the
 * answer to a repetition of one that was done long ago.
 */
final class PayPayOperations {

  private final PaymentOperation operation;
  private final PayPayCalls calls;
  private final Edge edge;
  private final PayPayOperationReplies replies;

  PayPayOperations(PaymentOperation operation, PayPayCalls calls, Edge edge) {
    this.operation = operation;
    this.calls = calls;
    this.edge = edge;
    this.replies = new PayPayOperationReplies(operation, calls.account(), edge.alarms());
  }

  /**
   * Captures. PayPay lets go what it does not capture, and asks the payer for what is more than was
   * authorized, so both a part that is not the last and a surplus are refused before they are sent.
   */
  Mono<OperationOutcome> capture() {
    var authorized = operation.attempt().order().amount();
    boolean isPossible =
        operation.isWhole() || (operation.isLast() && operation.amount().compareTo(authorized) < 0);
    return isPossible
        ? request(
            () -> PayPayRequests.capture(operation, calls), replies::toCapture, queryCapture())
        : Mono.just(new Refused(PayPayCodes.refusal(null), null));
  }

  Mono<OperationOutcome> queryCapture() {
    return askPayment(replies::toCaptureQuery);
  }

  Mono<OperationOutcome> release() {
    return ofPayment(payment ->
        request(
            () -> PayPayRequests.revert(operation, payment, calls),
            exchange -> replies.toRelease(exchange, payment),
            askPayment(replies::toReleaseQuery)));
  }

  Mono<OperationOutcome> refund() {
    return ofPayment(payment ->
        request(
            () -> PayPayRequests.refund(operation, payment, calls),
            exchange -> replies.toRefund(exchange, payment),
            askRefund(payment)));
  }

  Mono<OperationOutcome> queryRefund() {
    return ofPayment(this::askRefund);
  }

  /** What a refusal is worth, by what PayPay says when it is asked. */
  static Mono<OperationOutcome> unlessDone(OperationOutcome said, Mono<OperationOutcome> asking) {
    return said instanceof Refused
        ? asking.map(now -> now instanceof Absent ? said : now)
        : Mono.just(said);
  }

  private Mono<OperationOutcome> askPayment(Function<Exchange, OperationOutcome> reading) {
    return edge.ask(() -> PayPayRequests.query(operation.attempt(), calls)).map(reading);
  }

  private Mono<OperationOutcome> askRefund(String payment) {
    return edge.ask(() -> PayPayRequests.retrieveRefund(operation, payment, calls))
        .map(exchange -> replies.toRefundQuery(exchange, payment));
  }

  private Mono<OperationOutcome> request(
      Supplier<HttpCall> call,
      Function<Exchange, OperationOutcome> reading,
      Mono<OperationOutcome> asking) {
    return edge.send(call).map(reading).flatMap(said -> unlessDone(said, asking));
  }

  private Mono<OperationOutcome> ofPayment(Function<String, Mono<OperationOutcome>> work) {
    return new PayPayAttempt(operation.attempt(), calls, edge)
        .payment()
        .flatMap(found ->
            found
                .map(work)
                .orElseGet(() -> Mono.just(new Unknown("the attempt's payment was not found"))));
  }
}
