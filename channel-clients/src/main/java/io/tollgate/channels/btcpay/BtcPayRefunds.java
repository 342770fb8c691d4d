package io.tollgate.channels.btcpay;

import io.tollgate.channels.btcpay.BtcPayRefundReplies.Look;
import io.tollgate.channels.http.Edge;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The steps of a refund, which is a pull payment that carries our id in its name (facts, section
 * 15, "refund"). BTCPay knows no idempotency, so it is asked before one is made, and a refusal is
 * believed only where it, asked again, knows none.
 */
final class BtcPayRefunds {

  private final PaymentOperation operation;
  private final ChannelAccount account;
  private final Edge edge;
  private final BtcPayRefundReplies replies;

  BtcPayRefunds(PaymentOperation operation, ChannelAccount account, Edge edge) {
    this.operation = operation;
    this.account = account;
    this.edge = edge;
    this.replies = new BtcPayRefundReplies(operation, edge.alarms());
  }

  Mono<OperationOutcome> refund() {
    return edge.send(() -> BtcPayRequests.pullPayments(account))
        .map(replies::toFirstLook)
        .flatMap(look -> stateOr(this::create, look));
  }

  /** By BTCPay's own id of the pull payment where we have it, else by ours. */
  Mono<OperationOutcome> query(@Nullable String reference) {
    return reference == null ? lookup() : retrieve(reference);
  }

  private Mono<OperationOutcome> lookup() {
    return edge.ask(() -> BtcPayRequests.pullPayments(account))
        .map(replies::toLookup)
        .flatMap(look -> stateOr(BtcPayRefunds::absent, look));
  }

  private Mono<OperationOutcome> retrieve(String reference) {
    return edge.ask(() -> BtcPayRequests.pullPayment(reference, account))
        .map(replies::toRetrieve)
        .flatMap(look -> stateOr(BtcPayRefunds::absent, look));
  }

  private Mono<OperationOutcome> stateOr(Supplier<Mono<OperationOutcome>> otherwise, Look look) {
    return switch (look) {
      case Look.Found(var refund) -> claims(refund);
      case Look.Nothing _ -> otherwise.get();
      case Look.Failed(var outcome) -> Mono.just(outcome);
    };
  }

  private Mono<OperationOutcome> claims(BtcPayPullPayment refund) {
    return edge.ask(() -> BtcPayRequests.payouts(refund, account))
        .map(exchange -> replies.toPayouts(exchange, refund));
  }

  private Mono<OperationOutcome> create() {
    return new BtcPayAttempt(operation.attempt(), account, edge)
        .invoice()
        .flatMap(found ->
            found
                .map(this::create)
                .orElseGet(() -> Mono.just(new Unknown("the attempt's invoice was not found"))));
  }

  private Mono<OperationOutcome> create(String invoice) {
    return edge.send(() -> BtcPayRequests.refund(operation, invoice, account))
        .map(replies::toRefund)
        .flatMap(said ->
            said instanceof Refused
                ? lookup().map(now -> now instanceof Absent ? said : now)
                : Mono.just(said));
  }

  private static Mono<OperationOutcome> absent() {
    return Mono.just(new Absent());
  }
}
