package io.tollgate.channels.stripe;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The steps of a capture, a void or a refund.
 *
 * <p>A refusal is believed only where Stripe, asked, does not know the operation: it may be the
 * answer to a repetition of one that was done long ago.
 */
final class StripeOperations {

  private final PaymentOperation operation;
  private final ChannelAccount account;
  private final Edge edge;
  private final StripeOperationReplies replies;

  StripeOperations(PaymentOperation operation, ChannelAccount account, Edge edge) {
    this.operation = operation;
    this.account = account;
    this.edge = edge;
    this.replies = new StripeOperationReplies(operation, account, edge.alarms());
  }

  /**
   * Captures. Stripe lets go what it does not capture, so a part that is not the last is refused
   * before it is sent.
   */
  Mono<OperationOutcome> capture() {
    return operation.isWhole() || operation.isLast()
        ? ofAmount(intent ->
            request(
                () -> StripeRequests.capture(operation, intent, account),
                replies::toCapture,
                askCapture(intent)))
        : refused();
  }

  Mono<OperationOutcome> queryCapture() {
    return ofIntent(this::askCapture);
  }

  Mono<OperationOutcome> release() {
    return ofIntent(intent ->
        request(
            () -> StripeRequests.release(intent, account),
            replies::toRelease,
            ask(() -> StripeRequests.retrieve(intent, account), replies::toReleaseQuery)));
  }

  Mono<OperationOutcome> refund() {
    return ofAmount(intent ->
        request(
            () -> StripeRequests.refund(operation, intent, account),
            replies::toRefund,
            lookupRefund(intent)));
  }

  /** By Stripe's own id of the refund where we have it, else by ours. */
  Mono<OperationOutcome> queryRefund(@Nullable String reference) {
    return reference == null
        ? ofIntent(this::lookupRefund)
        : ask(() -> StripeRequests.retrieveRefund(reference, account), replies::toRefundQuery);
  }

  /** What a refusal is worth, by what Stripe says when it is asked. */
  static Mono<OperationOutcome> unlessDone(OperationOutcome said, Mono<OperationOutcome> asking) {
    return said instanceof Refused
        ? asking.map(now -> now instanceof Absent ? said : now)
        : Mono.just(said);
  }

  private Mono<OperationOutcome> askCapture(String intent) {
    return ask(() -> StripeRequests.retrieve(intent, account), replies::toCaptureQuery);
  }

  private Mono<OperationOutcome> lookupRefund(String intent) {
    var ours = operation.id().value();
    return new StripeLookup<>(ours, StripeRefund.class, refund -> ours.equals(refund.refundId()))
        .through(edge, after -> StripeRequests.listRefunds(intent, after, account))
        .map(replies::toLookup);
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

  /** An amount that Stripe cannot express will never be accepted. */
  private Mono<OperationOutcome> ofAmount(Function<String, Mono<OperationOutcome>> work) {
    return StripeAmounts.canTake(operation.amount()) ? ofIntent(work) : refused();
  }

  private Mono<OperationOutcome> ofIntent(Function<String, Mono<OperationOutcome>> work) {
    return new StripeInquiry(operation.attempt(), account, edge)
        .reference()
        .flatMap(found ->
            found
                .map(work)
                .orElseGet(() -> Mono.just(new Unknown("the attempt's intent was not found"))));
  }

  private static Mono<OperationOutcome> refused() {
    return Mono.just(new Refused(StripeDeclines.refusal(null), null));
  }
}
