package io.tollgate.channels.stripe;

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
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The steps that it takes to learn an attempt's state at Stripe, or to end it there. */
final class StripeInquiry {

  private final AttemptQuery query;
  private final ChannelAccount account;
  private final Edge edge;
  private final StripeReplies replies;

  StripeInquiry(AttemptQuery query, ChannelAccount account, Edge edge) {
    this.query = query;
    this.account = account;
    this.edge = edge;
    this.replies = new StripeReplies(query.requestId(), query.order(), account, edge.alarms());
  }

  /** By Stripe's own id where we have it, else by ours. */
  Mono<ChannelOutcome> state() {
    var reference = query.channelReference();
    return reference == null ? lookup() : retrieve(reference);
  }

  /** Stripe's own id of the attempt's intent; empty where it cannot be learned. */
  Mono<Optional<String>> reference() {
    var known = query.channelReference();
    return known == null ? lookup().map(StripeInquiry::reference) : Mono.just(Optional.of(known));
  }

  /**
   * Cancels what is open. Money that is held for a merchant who captures by hand is not ours to let
   * go, so such an order is looked at first.
   */
  Mono<ChannelOutcome> close() {
    var reference = query.channelReference();
    return reference != null && query.order().capture() == CaptureMode.AUTOMATIC
        ? cancel(reference)
        : state().flatMap(this::closeIfOpen);
  }

  private Mono<ChannelOutcome> closeIfOpen(ChannelOutcome state) {
    return switch (state) {
      case Pending(var reference) when reference != null -> cancel(reference);
      case NeedsAction(_, var reference) -> cancel(reference);
      case Pending _,
          Approved _,
          Authorized _,
          Declined _,
          Closed _,
          Absent _,
          NotSent _,
          Unknown _ ->
          Mono.just(state);
    };
  }

  private Mono<ChannelOutcome> cancel(String reference) {
    return edge.send(() -> StripeRequests.cancel(reference, account))
        .flatMap(exchange ->
            replies.toCancel(exchange).map(Mono::just).orElseGet(() -> retrieve(reference)));
  }

  private Mono<ChannelOutcome> retrieve(String reference) {
    return edge.ask(() -> StripeRequests.retrieve(reference, account)).map(replies::toRetrieve);
  }

  private Mono<ChannelOutcome> lookup() {
    var ours = query.requestId().toString();
    var lookup =
        new StripeLookup<>(ours, StripeIntent.class, intent -> ours.equals(intent.attemptId()));
    var isListed = "list".equals(account.options().get(StripeChannel.LOOKUP));
    return (isListed
            ? lookup.through(edge, after -> StripeRequests.list(query, after, account))
            : lookup.search(edge, () -> StripeRequests.search(query, account)))
        .map(replies::toLookup);
  }

  private static Optional<String> reference(ChannelOutcome state) {
    return switch (state) {
      case Approved(var reference) -> Optional.of(reference);
      case Authorized(var reference) -> Optional.of(reference);
      case NeedsAction(_, var reference) -> Optional.of(reference);
      case Declined(_, var reference) -> Optional.ofNullable(reference);
      case Pending(var reference) -> Optional.ofNullable(reference);
      case Closed(_, var reference) -> Optional.ofNullable(reference);
      case Absent _, NotSent _, Unknown _ -> Optional.empty();
    };
  }
}
