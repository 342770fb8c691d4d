package io.tollgate.channels.alipay;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * The steps of a capture, a release or a refund.
 *
 * <p>A refusal is believed only where Alipay, asked, does not know the operation: it may be the
 * answer to a repetition of one that was done long ago.
 */
final class AlipayOperations {

  private final PaymentOperation operation;
  private final AlipayCalls calls;
  private final Edge edge;
  private final AlipayOperationReplies replies;

  AlipayOperations(PaymentOperation operation, AlipayCalls calls, Edge edge) {
    this.operation = operation;
    this.calls = calls;
    this.edge = edge;
    this.replies = new AlipayOperationReplies(operation, calls.account(), edge.alarms());
  }

  Mono<OperationOutcome> capture() {
    return ofHeld(authNo ->
        request(
            () -> AlipayAuthRequests.capture(operation, authNo, calls),
            replies::toCapture,
            queryCapture()));
  }

  /** A capture is a trade under the operation's id, so it is asked for without the freeze. */
  Mono<OperationOutcome> queryCapture() {
    return edge.ask(() -> AlipayRequests.query(AlipayIds.out(operation.id()), calls))
        .map(replies::toCaptureQuery);
  }

  Mono<OperationOutcome> release() {
    return ofHeld(authNo ->
        request(
            () -> AlipayAuthRequests.release(operation, authNo, calls),
            replies::toRelease,
            edge.ask(() -> AlipayAuthRequests.queryUnfreeze(operation, calls))
                .map(replies::toReleaseQuery)));
  }

  /** An amount that Alipay cannot express will never be accepted. */
  Mono<OperationOutcome> refund() {
    return AlipayAmounts.canTake(operation.amount())
        ? request(() -> AlipayRequests.refund(operation, calls), replies::toRefund, queryRefund())
        : refused();
  }

  Mono<OperationOutcome> queryRefund() {
    return edge.ask(() -> AlipayRequests.queryRefund(operation, calls)).map(replies::toRefundQuery);
  }

  private Mono<OperationOutcome> request(
      Supplier<HttpCall> call,
      Function<Exchange, Optional<OperationOutcome>> reading,
      Mono<OperationOutcome> asking) {
    return edge.send(call)
        .flatMap(exchange ->
            reading
                .apply(exchange)
                .map(said -> unlessDone(said, asking))
                .orElseGet(() -> asking.map(AlipayOperations::afterAll)));
  }

  /** What a refusal is worth, by what Alipay says when it is asked. */
  static Mono<OperationOutcome> unlessDone(OperationOutcome said, Mono<OperationOutcome> asking) {
    return said instanceof Refused
        ? asking.map(now -> now instanceof Absent ? said : now)
        : Mono.just(said);
  }

  /** Alipay accepted the request, so that it does not know the operation (yet) proves nothing. */
  private static OperationOutcome afterAll(OperationOutcome now) {
    return now instanceof Absent ? new Unknown("accepted, and not known") : now;
  }

  private Mono<OperationOutcome> ofHeld(Function<String, Mono<OperationOutcome>> work) {
    if (!AlipayAmounts.canTake(operation.amount())) {
      return refused();
    }
    return new AlipayInquiry(operation.attempt(), calls, edge)
        .authNo()
        .flatMap(found ->
            found.map(work).orElseGet(() -> Mono.just(new Unknown("what is held was not found"))));
  }

  private static Mono<OperationOutcome> refused() {
    return Mono.just(new Refused(AlipayErrors.refusal(null), null));
  }
}
