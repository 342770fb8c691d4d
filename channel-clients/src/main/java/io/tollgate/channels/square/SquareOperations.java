package io.tollgate.channels.square;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.channels.square.SquareOperationReplies.Refunds;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The steps of a capture, a void or a refund.
 *
 * <p>A refusal is believed only where Square, asked, does not know the operation: it may be the
 * answer to a repetition of one that was done long ago.
 */
final class SquareOperations {

  /** A payment with more refunds than this is not looked through. */
  private static final int MOST_REFUNDS = 50;

  private final PaymentOperation operation;
  private final ChannelAccount account;
  private final Edge edge;
  private final SquareOperationReplies replies;

  SquareOperations(PaymentOperation operation, ChannelAccount account, Edge edge) {
    this.operation = operation;
    this.account = account;
    this.edge = edge;
    this.replies = new SquareOperationReplies(operation, edge.alarms());
  }

  /** Captures. Square takes all of it or nothing, so a part is refused before it is sent. */
  Mono<OperationOutcome> capture() {
    return operation.isWhole()
        ? ofPayment(payment ->
            request(
                () -> SquareRequests.complete(payment, account),
                replies::toCapture,
                askCapture(payment)))
        : refused();
  }

  Mono<OperationOutcome> queryCapture() {
    return ofPayment(this::askCapture);
  }

  Mono<OperationOutcome> release() {
    return ofPayment(payment ->
        request(
            () -> SquareRequests.cancel(payment, account),
            replies::toRelease,
            ask(() -> SquareRequests.retrieve(payment, account), replies::toReleaseQuery)));
  }

  Mono<OperationOutcome> refund() {
    return SquareMoney.canTake(operation.amount())
        ? ofPayment(payment ->
            request(
                () -> SquareRequests.refund(operation, payment, account),
                replies::toRefund,
                lookupRefund(payment)))
        : refused();
  }

  /** By Square's own id of the refund where we have it, else among those of the payment. */
  Mono<OperationOutcome> queryRefund(@Nullable String reference) {
    return reference == null
        ? ofPayment(this::lookupRefund)
        : ask(() -> SquareRequests.retrieveRefund(reference, account), replies::toRefundQuery);
  }

  /** What a refusal is worth, by what Square says when it is asked. */
  static Mono<OperationOutcome> unlessDone(OperationOutcome said, Mono<OperationOutcome> asking) {
    return said instanceof Refused
        ? asking.map(now -> now instanceof Absent ? said : now)
        : Mono.just(said);
  }

  private Mono<OperationOutcome> askCapture(String payment) {
    return ask(() -> SquareRequests.retrieve(payment, account), replies::toCaptureQuery);
  }

  /** A payment names its refunds, and each refund what we called it. */
  private Mono<OperationOutcome> lookupRefund(String payment) {
    return edge.ask(() -> SquareRequests.retrieve(payment, account))
        .map(replies::toRefunds)
        .flatMap(refunds ->
            switch (refunds) {
              case Refunds.Untold(var why) -> Mono.just(new Unknown(why));
              case Refunds.Named(var ids) when ids.size() > MOST_REFUNDS ->
                  Mono.just(new Unknown("too many to look through"));
              case Refunds.Named(var ids) -> lookThrough(ids);
            });
  }

  private Mono<OperationOutcome> lookThrough(List<String> refunds) {
    return Flux.fromIterable(refunds)
        .concatMap(refund ->
            ask(() -> SquareRequests.retrieveRefund(refund, account), replies::toCandidate))
        .collectList()
        .map(replies::ofCandidates);
  }

  private Mono<OperationOutcome> request(
      Supplier<HttpCall> call,
      Function<Exchange, OperationOutcome> reading,
      Mono<OperationOutcome> asking) {
    return edge.send(call).map(reading).flatMap(said -> unlessDone(said, asking));
  }

  private Mono<OperationOutcome> ask(
      Supplier<HttpCall> question, Function<Exchange, OperationOutcome> reading) {
    return edge.ask(question).map(reading);
  }

  private Mono<OperationOutcome> ofPayment(Function<String, Mono<OperationOutcome>> work) {
    return new SquareInquiry(operation.attempt(), account, edge)
        .reference()
        .flatMap(found ->
            found
                .map(work)
                .orElseGet(() -> Mono.just(new Unknown("the attempt's payment was not found"))));
  }

  private static Mono<OperationOutcome> refused() {
    return Mono.just(new Refused(SquareDeclines.refusal(null), null));
  }
}
