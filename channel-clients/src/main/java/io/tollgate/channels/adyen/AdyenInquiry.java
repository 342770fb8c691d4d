package io.tollgate.channels.adyen;

import io.tollgate.channels.http.Edge;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.PayRequest;
import java.time.Instant;
import reactor.core.publisher.Mono;

/**
 * The steps that it takes to learn an attempt's state at Adyen, or to end it there (facts, section
 * 3, "query").
 *
 * <p>A payment link can be asked about. A payment cannot: the same request is sent again under the
 * same key, and Adyen gives its first answer back. Where the first never arrived this makes the
 * payment, once, so that it is only done while the attempt is young (option {@value
 * AdyenOptions#REPEAT_MINUTES}); later only a webhook tells.
 */
final class AdyenInquiry {

  private final AttemptQuery query;
  private final ChannelAccount account;
  private final Edge edge;
  private final AdyenReplies replies;

  AdyenInquiry(AttemptQuery query, ChannelAccount account, Edge edge) {
    this.query = query;
    this.account = account;
    this.edge = edge;
    this.replies = new AdyenReplies(query.requestId(), query.order(), account, edge.alarms());
  }

  Mono<ChannelOutcome> state(Instant now) {
    var reference = query.channelReference();
    if (reference != null && AdyenIds.isLink(reference)) {
      return linkState(reference);
    }
    return now.isBefore(query.sentAt().plus(AdyenOptions.repeatFor(account)))
        ? repeated()
        : Mono.just(new Unknown("too old to be repeated; a webhook tells"));
  }

  /**
   * Ends a payment link, or cancels a payment: by Adyen's reference, else by ours. What came of a
   * cancellation is told by a webhook, so that the attempt is only said to be under way.
   */
  Mono<ChannelOutcome> close() {
    var reference = query.channelReference();
    if (reference != null && AdyenIds.isLink(reference)) {
      return edge.send(() -> AdyenRequests.expireLink(reference, account))
          .flatMap(exchange ->
              replies.toExpire(exchange).map(Mono::just).orElseGet(() -> linkState(reference)));
    }
    return edge.send(() -> AdyenRequests.cancel(query, account))
        .map(exchange -> replies.toCancel(exchange, AdyenIds.pspReference(reference)));
  }

  private Mono<ChannelOutcome> repeated() {
    var request = new PayRequest(query.requestId(), query.order());
    boolean isKnown = query.channelReference() != null;
    return edge.ask(() -> AdyenRequests.create(request, account))
        .map(exchange -> replies.toRepeat(exchange, isKnown));
  }

  private Mono<ChannelOutcome> linkState(String link) {
    return edge.ask(() -> AdyenRequests.linkState(link, account)).map(replies::toLinkState);
  }
}
