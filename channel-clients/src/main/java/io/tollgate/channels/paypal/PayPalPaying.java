package io.tollgate.channels.paypal;

import io.tollgate.channels.paypal.PayPalFound.Approved;
import io.tollgate.channels.paypal.PayPalFound.Elsewhere;
import io.tollgate.channels.paypal.PayPalFound.Gone;
import io.tollgate.channels.paypal.PayPalFound.Open;
import io.tollgate.channels.paypal.PayPalFound.Over;
import io.tollgate.channels.paypal.PayPalFound.Unread;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.product.NextStep;
import reactor.core.publisher.Mono;

/**
 * The steps of a payment: an order is created; a saved method completes it at once, and any other
 * payer goes to PayPal's page first.
 */
final class PayPalPaying {

  private final PayRequest request;
  private final PayPalCalls calls;
  private final ChannelAccount account;
  private final PayPalReplies replies;

  PayPalPaying(PayRequest request, PayPalCalls calls) {
    this.request = request;
    this.calls = calls;
    this.account = calls.account();
    this.replies = new PayPalReplies(request.requestId(), request.order(), calls.alarms());
  }

  Mono<ChannelOutcome> pay() {
    return calls
        .send(token -> PayPalRequests.create(request.requestId(), request.order(), account, token))
        .map(replies::toCreation)
        .flatMap(this::afterCreation);
  }

  private Mono<ChannelOutcome> afterCreation(PayPalFound found) {
    return switch (found) {
      case Open(var id, var page) when page == null && isChargedByUs() -> charged(id);
      case Unread(var id) -> retrieved(id).flatMap(this::afterCreation);
      case Over _, Open _, Approved _, Gone _, Elsewhere _ -> Mono.just(shown(found));
    };
  }

  private Mono<ChannelOutcome> charged(String orderId) {
    return calls
        .send(token ->
            PayPalRequests.charge(orderId, request.requestId(), request.order(), account, token))
        .map(exchange -> replies.toCompletion(exchange, orderId))
        .flatMap(found ->
            found instanceof Unread(var id)
                ? retrieved(id).map(PayPalPaying::shown)
                : Mono.just(shown(found)));
  }

  private Mono<PayPalFound> retrieved(String orderId) {
    return calls
        .ask(token -> PayPalRequests.order(orderId, account, token))
        .map(replies::toQuestion);
  }

  private boolean isChargedByUs() {
    return request.order().method().token() != null
        && !PayPalSettings.of(account).chargesAtCreation();
  }

  /** What is said of an attempt for which nothing more is done now. */
  static ChannelOutcome shown(PayPalFound found) {
    return switch (found) {
      case Over(var outcome) -> outcome;
      case Open open -> waiting(open);
      case Approved(var id) -> new Pending(id);
      case Unread(var id) -> new Pending(id);
      case Gone _ -> new Unknown("PayPal does not know the order that it named");
      case Elsewhere _ -> new Unknown("another payment carries the attempt's id");
    };
  }

  /** The payer's turn where PayPal says so; else ours, or PayPal's. */
  static ChannelOutcome waiting(Open open) {
    return open.page() == null
        ? new Pending(open.orderId())
        : new NeedsAction(new NextStep.Redirect(open.page()), open.orderId());
  }
}
