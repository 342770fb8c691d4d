package io.tollgate.channels.btcpay;

import io.tollgate.channels.http.Edge;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.payment.Order;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The steps that it takes to open an attempt at BTCPay, to learn its state, or to end it there. */
final class BtcPayAttempt {

  private final ChannelRequestId requestId;
  private final Order order;
  private final @Nullable String reference;
  private final ChannelAccount account;
  private final Edge edge;
  private final BtcPayReplies replies;

  BtcPayAttempt(PayRequest request, ChannelAccount account, Edge edge) {
    this(request.requestId(), request.order(), null, account, edge);
  }

  BtcPayAttempt(AttemptQuery query, ChannelAccount account, Edge edge) {
    this(query.requestId(), query.order(), query.channelReference(), account, edge);
  }

  private BtcPayAttempt(
      ChannelRequestId requestId,
      Order order,
      @Nullable String reference,
      ChannelAccount account,
      Edge edge) {
    this.requestId = requestId;
    this.order = order;
    this.reference = reference;
    this.account = account;
    this.edge = edge;
    this.replies = new BtcPayReplies(requestId, order, account, edge.alarms());
  }

  /**
   * Makes the invoice, unless there is one. BTCPay knows no idempotency, so it is asked first: a
   * payer who got two invoices could pay both.
   */
  Mono<ChannelOutcome> open() {
    return edge.send(() -> BtcPayRequests.find(requestId, account))
        .flatMap(exchange -> replies.toFirstLook(exchange).map(Mono::just).orElseGet(this::create))
        .flatMap(this::shown);
  }

  Mono<ChannelOutcome> state() {
    return known().flatMap(this::shown);
  }

  /** Ends what nobody began to pay; money that was seen decides by itself. */
  Mono<ChannelOutcome> close() {
    return known().flatMap(this::closeIfOpen).map(BtcPayStatuses::whenClosing);
  }

  /** BTCPay's own id of the attempt's invoice; empty where it cannot be learned. */
  Mono<Optional<String>> invoice() {
    return reference == null
        ? lookup().map(BtcPayAttempt::invoiceOf)
        : Mono.just(Optional.of(reference));
  }

  private Mono<ChannelOutcome> create() {
    return edge.send(() -> BtcPayRequests.create(requestId, order, account)).map(replies::toCreate);
  }

  /** By BTCPay's own id where we have it, else by ours. */
  private Mono<ChannelOutcome> known() {
    return reference == null ? lookup() : retrieve(reference);
  }

  private Mono<ChannelOutcome> lookup() {
    return edge.ask(() -> BtcPayRequests.find(requestId, account)).map(replies::toLookup);
  }

  private Mono<ChannelOutcome> retrieve(String invoice) {
    return edge.ask(() -> BtcPayRequests.retrieve(invoice, account)).map(replies::toRetrieve);
  }

  private Mono<ChannelOutcome> closeIfOpen(ChannelOutcome state) {
    return state instanceof NeedsAction(_, var invoice)
        ? edge.send(() -> BtcPayRequests.close(invoice, account))
            .flatMap(exchange ->
                replies.toClose(exchange).map(Mono::just).orElseGet(() -> retrieve(invoice)))
        : Mono.just(state);
  }

  /** Where the merchant's page shows a code, the payer gets it instead of the invoice's page. */
  private Mono<ChannelOutcome> shown(ChannelOutcome said) {
    var wanted = BtcPayNextSteps.shown(order.method(), account);
    return wanted.isPresent() && said instanceof NeedsAction(var page, var invoice)
        ? edge.ask(() -> BtcPayRequests.paymentMethods(invoice, account))
            .map(exchange -> replies.toPaymentMethods(exchange, wanted.get()).orElse(page))
            .map(step -> new NeedsAction(step, invoice))
        : Mono.just(said);
  }

  private static Optional<String> invoiceOf(ChannelOutcome state) {
    return switch (state) {
      case Approved(var invoice) -> Optional.of(invoice);
      case Authorized(var invoice) -> Optional.of(invoice);
      case NeedsAction(_, var invoice) -> Optional.of(invoice);
      case Declined(_, var invoice) -> Optional.ofNullable(invoice);
      case Pending(var invoice) -> Optional.ofNullable(invoice);
      case Closed(_, var invoice) -> Optional.ofNullable(invoice);
      case Absent _, NotSent _, Unknown _ -> Optional.empty();
    };
  }
}
