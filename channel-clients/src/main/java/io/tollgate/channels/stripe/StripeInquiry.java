package io.tollgate.channels.stripe;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.stripe.StripeReplies.Found;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The steps that it takes to learn an attempt's state at Stripe, or to end it there. */
final class StripeInquiry {

  /** A listing that is longer than this proves nothing. */
  private static final int MOST_PAGES = 20;

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
    var isListed = "list".equals(account.options().get(StripeChannel.LOOKUP));
    return isListed ? list(null, List.of(), 1) : search();
  }

  private Mono<ChannelOutcome> search() {
    return edge.ask(() -> StripeRequests.search(query, account))
        .map(replies::toLookup)
        .map(found ->
            switch (found) {
              case Found.Nothing(var outcome) -> outcome;
              case Found.Hits(var hits, _) -> replies.ofHits(hits);
            });
  }

  private Mono<ChannelOutcome> list(@Nullable String after, List<StripeIntent> before, int page) {
    return edge.ask(() -> StripeRequests.list(query, after, account))
        .map(replies::toLookup)
        .flatMap(found ->
            switch (found) {
              case Found.Nothing(var outcome) -> Mono.just(outcome);
              case Found.Hits(var hits, var next) -> turn(joined(before, hits), next, page);
            });
  }

  private Mono<ChannelOutcome> turn(List<StripeIntent> hits, @Nullable String next, int page) {
    if (next == null) {
      return Mono.just(replies.ofHits(hits));
    }
    if (page == MOST_PAGES) {
      return Mono.just(
          hits.isEmpty() ? new Unknown("too many intents to look through") : replies.ofHits(hits));
    }
    return list(next, hits, page + 1);
  }

  private static List<StripeIntent> joined(List<StripeIntent> before, List<StripeIntent> hits) {
    var all = new ArrayList<>(before);
    all.addAll(hits);
    return all;
  }
}
