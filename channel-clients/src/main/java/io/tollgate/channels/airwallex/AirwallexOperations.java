package io.tollgate.channels.airwallex;

import io.tollgate.channels.airwallex.AirwallexOperationReplies.Said;
import io.tollgate.channels.airwallex.AirwallexReplies.Sought;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The steps of a capture, a void or a refund.
 *
 * <p>A refusal is believed only where Airwallex, asked, does not know the operation: it may be the
 * answer to a repetition of one that was done long ago. Where it says itself that it is one, and
 * does not know the operation, the first may be under way.
 */
final class AirwallexOperations {

  private final PaymentOperation operation;
  private final AirwallexCalls calls;

  AirwallexOperations(PaymentOperation operation, AirwallexCalls calls) {
    this.operation = operation;
    this.calls = calls;
  }

  /**
   * Captures. Airwallex lets go what it does not capture, so a part that is not the last is refused
   * before it is sent, as is more than is held.
   */
  Mono<OperationOutcome> capture() {
    boolean isPart = operation.amount().compareTo(operation.attempt().order().amount()) < 0;
    return operation.isWhole() || (isPart && operation.isLast())
        ? ofIntent(this::capture)
        : Mono.just(new Refused(AirwallexCodes.refusal(null), null));
  }

  Mono<OperationOutcome> queryCapture() {
    return ofIntent(this::askCapture);
  }

  Mono<OperationOutcome> release() {
    return ofIntent(intent ->
        calls
            .send(token ->
                AirwallexRequests.cancel(
                    operation.id(), calls.now(), intent, calls.account(), token))
            .map(replies(intent)::toRelease)
            .flatMap(said -> unlessDone(said, askRelease(intent))));
  }

  Mono<OperationOutcome> refund() {
    return ofIntent(intent ->
        calls
            .send(token -> AirwallexRequests.refund(operation, intent, calls.account(), token))
            .map(replies(intent)::toRefund)
            .flatMap(said -> unlessDone(said, lookupRefund(intent))));
  }

  /** By Airwallex's own id of the refund where we have it, else by ours. */
  Mono<OperationOutcome> queryRefund(@Nullable String reference) {
    return ofIntent(intent ->
        AirwallexRequests.isId(reference) && reference != null
            ? calls
                .ask(token -> AirwallexRequests.retrieveRefund(reference, calls.account(), token))
                .map(replies(intent)::toRefundQuery)
            : lookupRefund(intent));
  }

  private Mono<OperationOutcome> capture(String intent) {
    return calls
        .send(token -> AirwallexRequests.capture(operation, intent, calls.account(), token))
        .map(replies(intent)::toCapture)
        .flatMap(said -> unlessDone(said, askCapture(intent)));
  }

  private Mono<OperationOutcome> askCapture(String intent) {
    return calls
        .ask(token -> AirwallexRequests.retrieve(intent, calls.account(), token))
        .map(replies(intent)::toCaptureQuery);
  }

  private Mono<OperationOutcome> askRelease(String intent) {
    return calls
        .ask(token -> AirwallexRequests.retrieve(intent, calls.account(), token))
        .map(replies(intent)::toReleaseQuery);
  }

  private Mono<OperationOutcome> lookupRefund(String intent) {
    return calls
        .ask(token -> AirwallexRequests.listRefunds(intent, calls.account(), token))
        .map(replies(intent)::toRefundList);
  }

  private static Mono<OperationOutcome> unlessDone(Said said, Mono<OperationOutcome> asking) {
    return said.outcome() instanceof Refused
        ? asking.map(now -> now instanceof Absent ? unknownToThem(said) : now)
        : Mono.just(said.outcome());
  }

  private static OperationOutcome unknownToThem(Said said) {
    return said.isRepetition() ? new Unknown("asked for before, and not found") : said.outcome();
  }

  private AirwallexOperationReplies replies(String intent) {
    return new AirwallexOperationReplies(operation, intent, calls.account(), calls.alarms());
  }

  private Mono<OperationOutcome> ofIntent(Function<String, Mono<OperationOutcome>> work) {
    return new AirwallexPaying(operation.attempt(), calls)
        .intent()
        .flatMap(sought ->
            switch (sought) {
              case Sought.Found(var id) -> work.apply(id);
              case Sought.Nothing _ -> Mono.just(new Unknown("the attempt's intent was not found"));
            });
  }
}
