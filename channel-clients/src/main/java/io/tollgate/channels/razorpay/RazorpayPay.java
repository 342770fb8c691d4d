package io.tollgate.channels.razorpay;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.razorpay.RazorpayReplies.Ordered;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.payment.CaptureMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The steps of taking a payment: an order that carries the attempt's id, and one payment of it; or
 * a payment link.
 *
 * <p>Razorpay knows no idempotency key here, so that an order of the attempt's is looked for before
 * one is made, and paid only where nobody tried yet. An account whose receipts are unique (option
 * {@value #RECEIPTS}, unconfirmed) refuses a second order itself, and is looked at only then.
 */
final class RazorpayPay {

  /** Whether Razorpay refuses a receipt that it knows: {@code repeatable} or {@code unique}. */
  static final String RECEIPTS = "receipts";

  private final PayRequest request;
  private final ChannelAccount account;
  private final Edge edge;
  private final RazorpayReplies replies;

  RazorpayPay(PayRequest request, ChannelAccount account, Edge edge) {
    this.request = request;
    this.account = account;
    this.edge = edge;
    this.replies = new RazorpayReplies(request.requestId(), request.order(), edge.alarms());
  }

  Mono<ChannelOutcome> pay() {
    if (RazorpayRequests.isHosted(request.order())) {
      return request.order().capture() == CaptureMode.MANUAL
          ? Mono.just(new NotSent("payment links are captured at once"))
          : link();
    }
    return "unique".equals(account.options().get(RECEIPTS)) ? orderUnlessKnown() : look();
  }

  /** A refusal may be the answer to a repetition: a reference can be used only once. */
  private Mono<ChannelOutcome> link() {
    return edge.send(() -> RazorpayRequests.link(request, account))
        .map(replies::toLink)
        .flatMap(said ->
            said instanceof Declined
                ? inquiry(null).state().map(now -> now instanceof Absent ? said : now)
                : Mono.just(said));
  }

  private Mono<ChannelOutcome> orderUnlessKnown() {
    return makeOrder()
        .flatMap(made ->
            switch (made) {
              case Ordered.Made(var id) -> payOrder(id);
              case Ordered.Missing(var said) when said instanceof Declined -> find(Mono.just(said));
              case Ordered.Missing(var said) -> Mono.just(said);
            });
  }

  private Mono<ChannelOutcome> look() {
    return find(Mono.defer(this::payNewOrder));
  }

  private Mono<ChannelOutcome> payNewOrder() {
    return makeOrder()
        .flatMap(made ->
            switch (made) {
              case Ordered.Made(var id) -> payOrder(id);
              case Ordered.Missing(var said) -> Mono.just(said);
            });
  }

  /**
   * Looks for orders of the attempt's; it is no poll, and does not wait for its turn.
   *
   * @param otherwise what to do where there is none
   */
  private Mono<ChannelOutcome> find(Mono<ChannelOutcome> otherwise) {
    return edge.send(() -> RazorpayRequests.findOrders(request.requestId(), account))
        .flatMap(exchange -> found(exchange, otherwise));
  }

  private Mono<ChannelOutcome> found(Exchange exchange, Mono<ChannelOutcome> otherwise) {
    if (exchange instanceof Exchange.NotSent(var why)) {
      return Mono.just(new NotSent(why));
    }
    return switch (inquiry(null).orders(exchange)) {
      case RazorpayFound.Nothing<RazorpayOrder>(var why) -> Mono.just(new Unknown(why));
      case RazorpayFound.Items<RazorpayOrder>(var orders) ->
          orders.isEmpty() ? otherwise : repeated(orders);
    };
  }

  /** An order that nobody tried to pay is paid now. */
  private Mono<ChannelOutcome> repeated(List<RazorpayOrder> orders) {
    return inquiry(null)
        .ofOrders(orders)
        .flatMap(state ->
            state instanceof Absent
                    && replies.ordered(orders.getFirst()) instanceof Ordered.Made(var id)
                ? payOrder(id)
                : Mono.just(state));
  }

  private Mono<Ordered> makeOrder() {
    return edge.send(() -> RazorpayRequests.order(request, account)).map(replies::toOrder);
  }

  private Mono<ChannelOutcome> payOrder(String order) {
    return edge.send(() -> RazorpayRequests.payment(request, order, account))
        .flatMap(exchange ->
            replies.toPay(exchange, order).map(Mono::just).orElseGet(() -> askAfter(order)));
  }

  /** After an error of the bank's side only a payment that is there tells anything. */
  private Mono<ChannelOutcome> askAfter(String order) {
    return inquiry(order)
        .state()
        .map(now -> now instanceof Absent ? new Unknown("the bank's side failed") : now);
  }

  private RazorpayInquiry inquiry(@Nullable String reference) {
    var query = new AttemptQuery(request.requestId(), reference, request.order(), Instant.EPOCH);
    return new RazorpayInquiry(query, account, edge);
  }
}
