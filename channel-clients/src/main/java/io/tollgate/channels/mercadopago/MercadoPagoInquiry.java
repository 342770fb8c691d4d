package io.tollgate.channels.mercadopago;

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
import io.tollgate.domain.payment.CaptureMode;
import java.time.Clock;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * The steps that it takes to learn an attempt's state at Mercado Pago, or to end it there.
 *
 * <p>What is paid on a page is known by the page until it is paid: a payer whose card is rejected
 * there tries another, so that no single payment tells before one is approved.
 */
final class MercadoPagoInquiry {

  private final AttemptQuery query;
  private final ChannelAccount account;
  private final Edge edge;
  private final Clock clock;
  private final MercadoPagoReplies replies;

  MercadoPagoInquiry(AttemptQuery query, ChannelAccount account, Edge edge, Clock clock) {
    this.query = query;
    this.account = account;
    this.edge = edge;
    this.clock = clock;
    this.replies = new MercadoPagoReplies(query.requestId(), query.order(), edge.alarms());
  }

  /** By Mercado Pago's own id where we have it, else by ours. */
  Mono<ChannelOutcome> state() {
    var reference = query.channelReference();
    if (reference != null && MercadoPagoCalls.isPayment(reference)) {
      return retrieve(reference);
    }
    var payments = search().map(replies::toSearch);
    return MercadoPagoMethods.isHosted(query.order().method())
        ? payments.flatMap(this::ofPage)
        : payments;
  }

  /** The id of the attempt's payment; empty where it cannot be learned, or there is none. */
  Mono<Optional<String>> payment() {
    var reference = query.channelReference();
    return MercadoPagoCalls.isPayment(reference)
        ? Mono.just(Optional.ofNullable(reference))
        : state().map(MercadoPagoInquiry::payment);
  }

  /** All payments that carry the attempt's id. */
  Mono<MercadoPagoFound> search() {
    return edge.ask(() -> MercadoPagoRequests.search(query.requestId(), account))
        .map(exchange -> MercadoPagoFound.read(exchange, query.requestId(), edge.alarms()));
  }

  /**
   * Cancels what is open. Money that is held for a merchant who captures by hand is not ours to let
   * go, so such an order is looked at first.
   */
  Mono<ChannelOutcome> close() {
    var reference = query.channelReference();
    if (reference != null && !MercadoPagoCalls.isPayment(reference)) {
      return closePage(reference);
    }
    return reference != null && query.order().capture() == CaptureMode.AUTOMATIC
        ? cancel(reference)
        : state().flatMap(this::closeIfOpen);
  }

  /** First the page, so that no other payment begins on it; then the one that is under way. */
  private Mono<ChannelOutcome> closePage(String page) {
    return edge.send(() -> MercadoPagoPageRequests.expire(page, clock.instant(), account))
        .map(exchange -> replies.toPageState(exchange, clock.instant()))
        .flatMap(said -> said instanceof Closed ? closePayment() : Mono.just(notClosed(said)));
  }

  private Mono<ChannelOutcome> closePayment() {
    return search().map(replies::openAmong).flatMap(this::cancelIfAny).then(state());
  }

  private static ChannelOutcome notClosed(ChannelOutcome said) {
    return said instanceof Unknown ? said : new Unknown("the page is still open");
  }

  private Mono<ChannelOutcome> cancelIfAny(Optional<String> payment) {
    return payment.map(this::cancel).orElseGet(Mono::empty);
  }

  private Mono<ChannelOutcome> closeIfOpen(ChannelOutcome state) {
    return MercadoPagoReplies.open(state)
        .filter(MercadoPagoCalls::isPayment)
        .map(this::cancel)
        .orElseGet(() -> Mono.just(state));
  }

  private Mono<ChannelOutcome> cancel(String payment) {
    return edge.send(() -> MercadoPagoRequests.cancel(payment, account))
        .flatMap(exchange ->
            replies.toCancel(exchange).map(Mono::just).orElseGet(() -> retrieve(payment)));
  }

  private Mono<ChannelOutcome> retrieve(String payment) {
    return edge.ask(() -> MercadoPagoRequests.retrieve(payment, account)).map(replies::toRetrieve);
  }

  private Mono<ChannelOutcome> ofPage(ChannelOutcome payments) {
    var page = query.channelReference();
    return switch (payments) {
      case Approved _, Authorized _, Unknown _, NotSent _ -> Mono.just(payments);
      case Pending _, NeedsAction _ -> Mono.just(new Pending(page));
      case Declined _, Closed _ -> page == null ? Mono.just(new Pending(null)) : page(page);
      case Absent _ -> page == null ? Mono.just(payments) : page(page);
    };
  }

  private Mono<ChannelOutcome> page(String page) {
    return edge.ask(() -> MercadoPagoPageRequests.retrieve(page, account))
        .map(exchange -> replies.toPageState(exchange, clock.instant()));
  }

  private static Optional<String> payment(ChannelOutcome state) {
    return switch (state) {
      case Approved(var reference) -> Optional.of(reference);
      case Authorized(var reference) -> Optional.of(reference);
      case Declined(_, var reference) -> Optional.ofNullable(reference);
      case Closed(_, var reference) ->
          Optional.ofNullable(reference).filter(MercadoPagoCalls::isPayment);
      case Pending _, NeedsAction _ ->
          MercadoPagoReplies.open(state).filter(MercadoPagoCalls::isPayment);
      case Absent _, NotSent _, Unknown _ -> Optional.empty();
    };
  }
}
