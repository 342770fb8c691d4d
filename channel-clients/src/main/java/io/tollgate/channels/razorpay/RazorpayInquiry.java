package io.tollgate.channels.razorpay;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.razorpay.RazorpayReplies.Ordered;
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
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The steps that it takes to learn an attempt's state at Razorpay, or to end it there. An attempt
 * is known by its order, or by its payment link.
 */
final class RazorpayInquiry {

  private final AttemptQuery query;
  private final ChannelAccount account;
  private final Edge edge;
  private final RazorpayReplies replies;

  RazorpayInquiry(AttemptQuery query, ChannelAccount account, Edge edge) {
    this.query = query;
    this.account = account;
    this.edge = edge;
    this.replies = new RazorpayReplies(query.requestId(), query.order(), edge.alarms());
  }

  /** By Razorpay's own id where we have it, else by ours. */
  Mono<ChannelOutcome> state() {
    var reference = query.channelReference();
    if (reference == null) {
      return RazorpayRequests.isHosted(query.order()) ? findLink() : findOrders();
    }
    return RazorpayLink.isLink(reference) ? link(reference) : payments(reference);
  }

  /**
   * Cancels an open link. An order cannot be cancelled: nobody can pay it any more than was tried
   * already, so its state is the answer.
   */
  Mono<ChannelOutcome> close() {
    return state()
        .flatMap(state ->
            switch (state) {
              case NeedsAction(_, var reference) when RazorpayLink.isLink(reference) ->
                  cancel(reference);
              case NeedsAction _,
                  Pending _,
                  Approved _,
                  Authorized _,
                  Declined _,
                  Closed _,
                  Absent _,
                  NotSent _,
                  Unknown _ ->
                  Mono.just(state);
            });
  }

  /** What those orders say of the attempt. */
  Mono<ChannelOutcome> ofOrders(List<RazorpayOrder> orders) {
    replies.alarmOnSeveral(orders);
    return Flux.fromIterable(orders)
        .concatMap(order ->
            switch (replies.ordered(order)) {
              case Ordered.Made(var id) -> payments(id);
              case Ordered.Missing(var outcome) -> Mono.just(outcome);
            })
        .collectList()
        .map(RazorpayReplies::nearest);
  }

  /** The orders that an answer lists, of those that carry the attempt's id. */
  RazorpayFound<RazorpayOrder> orders(Exchange exchange) {
    var ours = query.requestId().toString();
    return switch (RazorpayFound.read(exchange, RazorpayOrder.class, ours, edge.alarms())) {
      case RazorpayFound.Nothing<RazorpayOrder> nothing -> nothing;
      case RazorpayFound.Items<RazorpayOrder>(var items) ->
          new RazorpayFound.Items<>(
              items.stream().filter(order -> ours.equals(order.receipt())).toList());
    };
  }

  private Mono<ChannelOutcome> findOrders() {
    return edge.ask(() -> RazorpayRequests.findOrders(query.requestId(), account))
        .map(this::orders)
        .flatMap(found ->
            switch (found) {
              case RazorpayFound.Nothing<RazorpayOrder>(var why) ->
                  Mono.<ChannelOutcome>just(new Unknown(why));
              case RazorpayFound.Items<RazorpayOrder>(var orders) -> ofOrders(orders);
            });
  }

  private Mono<ChannelOutcome> payments(String order) {
    return edge.ask(() -> RazorpayRequests.payments(order, account))
        .map(exchange ->
            RazorpayFound.read(exchange, RazorpayPayment.class, query.requestId(), edge.alarms()))
        .map(found -> replies.toPayments(found, order));
  }

  private Mono<ChannelOutcome> findLink() {
    return edge.ask(() -> RazorpayRequests.findLinks(query.requestId(), account))
        .map(replies::toLinks);
  }

  private Mono<ChannelOutcome> link(String reference) {
    return edge.ask(() -> RazorpayRequests.retrieveLink(reference, account))
        .map(replies::toLinkQuery);
  }

  private Mono<ChannelOutcome> cancel(String link) {
    return edge.send(() -> RazorpayRequests.cancelLink(link, account))
        .flatMap(
            exchange -> replies.toCancel(exchange).map(Mono::just).orElseGet(() -> link(link)));
  }
}
