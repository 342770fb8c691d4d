package io.tollgate.channels.square;

import io.tollgate.channels.http.Edge;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.PayRequest;
import io.tollgate.domain.payment.CaptureMode;
import java.time.Instant;
import reactor.core.publisher.Mono;

/**
 * The steps of an attempt that the payer makes on a page of Square's. Until it is paid it is known
 * by its link, then by its payment, which carries our id as its note. A payment that failed ends
 * nothing: the payer may try again there.
 */
final class SquareHosted {

  private final AttemptQuery query;
  private final ChannelAccount account;
  private final Edge edge;
  private final SquareReplies replies;

  SquareHosted(AttemptQuery query, ChannelAccount account, Edge edge) {
    this.query = query;
    this.account = account;
    this.edge = edge;
    this.replies = new SquareReplies(query.requestId(), query.order(), edge.alarms());
  }

  /** Asks for a page; what is paid there is taken at once. */
  static Mono<ChannelOutcome> pay(PayRequest request, ChannelAccount account, Edge edge) {
    var query = new AttemptQuery(request.requestId(), null, request.order(), Instant.EPOCH);
    return request.order().capture() == CaptureMode.MANUAL
        ? Mono.just(new NotSent("payment links are captured at once"))
        : edge.send(() -> SquareLinkRequests.create(request, account))
            .map(new SquareHosted(query, account, edge).replies::toLink);
  }

  /** By the payments that carry our id; where none was made, by the link. */
  Mono<ChannelOutcome> state() {
    var ours = SquarePayment.note(query.requestId());
    return new SquareLookup<>(
            query.requestId(),
            "payments",
            SquarePayment.class,
            payment -> payment.isOpenOrPaid() && ours.equals(payment.note()))
        .through(edge, cursor -> SquareLinkRequests.payments(query, cursor, account))
        .map(replies::toLookup)
        .flatMap(said -> said instanceof Absent ? link() : Mono.just(said));
  }

  /** Takes the page away, so that nobody can pay there any more. */
  Mono<ChannelOutcome> delete(String reference) {
    return edge.send(() -> SquareLinkRequests.delete(SquareLink.idIn(reference), account))
        .flatMap(exchange ->
            replies.toLinkDeletion(exchange, reference).map(Mono::just).orElseGet(this::state));
  }

  /** A page whose address never reached us reached no payer either. */
  private Mono<ChannelOutcome> link() {
    var reference = query.channelReference();
    return reference != null && SquareLink.isReference(reference)
        ? edge.ask(() -> SquareLinkRequests.retrieve(SquareLink.idIn(reference), account))
            .map(replies::toLinkQuery)
        : Mono.just(new Absent());
  }
}
