package io.tollgate.channels.square;

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

/** The steps that it takes to learn an attempt's state at Square, or to end it there. */
final class SquareInquiry {

  private final AttemptQuery query;
  private final ChannelAccount account;
  private final Edge edge;
  private final SquareReplies replies;

  SquareInquiry(AttemptQuery query, ChannelAccount account, Edge edge) {
    this.query = query;
    this.account = account;
    this.edge = edge;
    this.replies = new SquareReplies(query.requestId(), query.order(), edge.alarms());
  }

  /** By Square's own id where we have it, else by ours. */
  Mono<ChannelOutcome> state() {
    var reference = query.channelReference();
    if (reference != null && !SquareLink.isReference(reference)) {
      return retrieve(reference);
    }
    return isHosted() ? hosted().state() : lookup();
  }

  /** Square's own id of the attempt's payment; empty where it cannot be learned. */
  Mono<Optional<String>> reference() {
    var known = query.channelReference();
    return known == null || SquareLink.isReference(known)
        ? state().map(SquareInquiry::reference)
        : Mono.just(Optional.of(known));
  }

  /**
   * Cancels what is open. Square's list lags by seconds, so that an attempt that is not on it is
   * cancelled by our key. Money that is held for a merchant who captures by hand is not ours to let
   * go, so that of such an order only what was seen to be open is cancelled.
   */
  Mono<ChannelOutcome> close() {
    return state().flatMap(this::closeIfOpen);
  }

  private Mono<ChannelOutcome> closeIfOpen(ChannelOutcome state) {
    boolean isOurs = query.order().capture() == CaptureMode.AUTOMATIC;
    return switch (state) {
      case NeedsAction(_, var link) -> hosted().delete(link);
      case Pending(var reference) when reference != null -> cancel(reference);
      case Authorized(var reference) when isOurs -> cancel(reference);
      case Absent _ when isOurs && !isHosted() -> cancelByKey();
      case Pending _,
          Authorized _,
          Absent _,
          Approved _,
          Declined _,
          Closed _,
          NotSent _,
          Unknown _ ->
          Mono.just(state);
    };
  }

  private Mono<ChannelOutcome> cancel(String reference) {
    return edge.send(() -> SquareRequests.cancel(reference, account))
        .flatMap(exchange ->
            replies.toCancel(exchange).map(Mono::just).orElseGet(() -> retrieve(reference)));
  }

  private Mono<ChannelOutcome> cancelByKey() {
    return edge.send(() -> SquareRequests.cancelByKey(query.requestId(), account))
        .flatMap(
            exchange -> replies.toCancelByKey(exchange).map(Mono::just).orElseGet(this::lookup));
  }

  private Mono<ChannelOutcome> retrieve(String reference) {
    return edge.ask(() -> SquareRequests.retrieve(reference, account)).map(replies::toRetrieve);
  }

  private boolean isHosted() {
    return SquareLinkRequests.isHosted(query.order());
  }

  private SquareHosted hosted() {
    return new SquareHosted(query, account, edge);
  }

  private Mono<ChannelOutcome> lookup() {
    var ours = query.requestId().toString();
    return new SquareLookup<>(
            ours, "payments", SquarePayment.class, payment -> ours.equals(payment.referenceId()))
        .through(edge, cursor -> SquareRequests.list(query, cursor, account))
        .map(replies::toLookup);
  }

  private static Optional<String> reference(ChannelOutcome state) {
    return switch (state) {
      case Approved(var reference) -> Optional.of(reference);
      case Authorized(var reference) -> Optional.of(reference);
      case Declined(_, var reference) -> Optional.ofNullable(reference);
      case Pending(var reference) -> Optional.ofNullable(reference);
      case Closed(_, var reference) -> Optional.ofNullable(reference);
      case NeedsAction _, Absent _, NotSent _, Unknown _ -> Optional.empty();
    };
  }
}
