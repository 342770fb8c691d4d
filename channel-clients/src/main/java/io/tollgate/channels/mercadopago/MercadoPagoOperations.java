package io.tollgate.channels.mercadopago;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.HttpCall;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The steps of a capture, a void or a refund.
 *
 * <p>A refusal is believed only where Mercado Pago, asked, does not know the operation: it may be
 * the answer to a repetition of one that was done long ago.
 */
final class MercadoPagoOperations {

  private final PaymentOperation operation;
  private final ChannelAccount account;
  private final Edge edge;
  private final Clock clock;

  MercadoPagoOperations(
      PaymentOperation operation, ChannelAccount account, Edge edge, Clock clock) {
    this.operation = operation;
    this.account = account;
    this.edge = edge;
    this.clock = clock;
  }

  /**
   * Captures. Mercado Pago lets go what it does not capture, so a part that is not the last is
   * refused before it is sent.
   */
  Mono<OperationOutcome> capture() {
    return operation.isWhole() || operation.isLast()
        ? ofAmount((payment, replies) ->
            request(
                () -> MercadoPagoRequests.capture(operation, payment, account),
                replies::toCapture,
                ask(payment, replies::toCaptureQuery)))
        : refused();
  }

  Mono<OperationOutcome> queryCapture() {
    return ofPayment((payment, replies) -> ask(payment, replies::toCaptureQuery));
  }

  Mono<OperationOutcome> release() {
    return ofPayment((payment, replies) ->
        request(
            () -> MercadoPagoRequests.cancel(payment, account),
            replies::toRelease,
            ask(payment, replies::toReleaseQuery)));
  }

  Mono<OperationOutcome> refund() {
    return ofAmount((payment, replies) ->
        request(
            () -> MercadoPagoRequests.refund(operation, payment, account),
            replies::toRefund,
            listed(payment, replies, null)));
  }

  /** By Mercado Pago's own id of the refund where we have it, else among all of the payment. */
  Mono<OperationOutcome> queryRefund(@Nullable String reference, Instant sentAt) {
    return ofPayment((payment, replies) ->
        reference == null
            ? listed(payment, replies, sentAt)
            : edge.ask(() -> MercadoPagoRequests.retrieveRefund(payment, reference, account))
                .map(replies::toRefundQuery));
  }

  private Mono<OperationOutcome> listed(
      String payment, MercadoPagoOperationReplies replies, @Nullable Instant sentAt) {
    return edge.ask(() -> MercadoPagoRequests.listRefunds(payment, account))
        .map(exchange -> replies.toRefundList(exchange, sentAt));
  }

  private Mono<OperationOutcome> ask(String payment, Function<Exchange, OperationOutcome> reading) {
    return edge.ask(() -> MercadoPagoRequests.retrieve(payment, account)).map(reading);
  }

  private Mono<OperationOutcome> request(
      Supplier<HttpCall> call,
      Function<Exchange, OperationOutcome> reading,
      Mono<OperationOutcome> asking) {
    return edge.send(call).map(reading).flatMap(said -> unlessDone(said, asking));
  }

  /** What a refusal is worth, by what Mercado Pago says when it is asked. */
  static Mono<OperationOutcome> unlessDone(OperationOutcome said, Mono<OperationOutcome> asking) {
    return said instanceof Refused
        ? asking.map(now -> now instanceof Absent ? said : now)
        : Mono.just(said);
  }

  /** An amount that the account cannot express will never be accepted. */
  private Mono<OperationOutcome> ofAmount(
      BiFunction<String, MercadoPagoOperationReplies, Mono<OperationOutcome>> work) {
    return MercadoPagoAmounts.problem(operation.amount(), account).isEmpty()
        ? ofPayment(work)
        : refused();
  }

  private Mono<OperationOutcome> ofPayment(
      BiFunction<String, MercadoPagoOperationReplies, Mono<OperationOutcome>> work) {
    return new MercadoPagoInquiry(operation.attempt(), account, edge, clock)
        .payment()
        .flatMap(found ->
            found
                .map(payment -> work.apply(payment, replies(payment)))
                .orElseGet(() -> Mono.just(new Unknown("the attempt's payment was not found"))));
  }

  private MercadoPagoOperationReplies replies(String payment) {
    return new MercadoPagoOperationReplies(operation, payment, edge.alarms());
  }

  private static Mono<OperationOutcome> refused() {
    return Mono.just(new Refused(MercadoPagoDeclines.refusal(null), null));
  }
}
