package io.tollgate.channels.antom;

import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * The steps of a capture, a void or a refund. A refusal is believed only where Antom, asked, does
 * not know the operation: it may answer the repetition of one that was done.
 */
final class AntomOperations {

  private final PaymentOperation operation;
  private final AntomLine line;
  private final AntomOperationReplies replies;

  AntomOperations(PaymentOperation operation, AntomLine line) {
    this.operation = operation;
    this.line = line;
    this.replies = new AntomOperationReplies(operation, line.account(), line.alarms());
  }

  Mono<OperationOutcome> capture() {
    return ofPayment(reference ->
        line.send(AntomRequests.capture(operation, reference, line.account()))
            .map(replies::toCapture)
            .flatMap(said -> unlessDone(said, queryCapture())));
  }

  Mono<OperationOutcome> queryCapture() {
    return askPayment(replies::toCaptureQuery);
  }

  Mono<OperationOutcome> refund() {
    return ofPayment(reference ->
        line.send(AntomRequests.refund(operation, reference, line.account()))
            .map(replies::toRefund)
            .flatMap(said -> unlessDone(said, queryRefund())));
  }

  Mono<OperationOutcome> queryRefund() {
    return line.ask(AntomRequests.inquireRefund(operation)).map(replies::toRefundQuery);
  }

  /**
   * Antom would give back what is captured (docs.antom.com/ac/cashierpay/cancel), so that it is
   * asked before, and what is captured already is refused.
   */
  Mono<OperationOutcome> release() {
    return queryRelease().flatMap(now -> now instanceof Absent ? cancel() : Mono.just(now));
  }

  private Mono<OperationOutcome> cancel() {
    return line.send(AntomRequests.cancel(operation.attempt().requestId()))
        .map(replies::toRelease)
        .flatMap(said -> unlessDone(said, queryRelease()));
  }

  private Mono<OperationOutcome> queryRelease() {
    return askPayment(replies::toReleaseQuery);
  }

  private Mono<OperationOutcome> askPayment(Function<AntomAnswer, OperationOutcome> reading) {
    return line.ask(AntomRequests.inquire(operation.attempt().requestId())).map(reading);
  }

  private Mono<OperationOutcome> ofPayment(Function<String, Mono<OperationOutcome>> work) {
    if (AntomAmounts.encode(operation.amount(), line.account()).isEmpty()) {
      return Mono.just(new Refused(AntomCodes.refusal(), null));
    }
    return new AntomInquiry(operation.attempt(), line)
        .reference()
        .flatMap(found ->
            found
                .map(work)
                .orElseGet(() -> Mono.just(new Unknown("the attempt's payment was not found"))));
  }

  private static Mono<OperationOutcome> unlessDone(
      OperationOutcome said, Mono<OperationOutcome> asking) {
    return said instanceof Refused
        ? asking.map(now -> now instanceof Absent ? said : now)
        : Mono.just(said);
  }
}
