package io.tollgate.channels.antom;

import io.tollgate.domain.channel.AttemptQuery;
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
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The steps that it takes to learn an attempt's state at Antom, or to end it there. */
final class AntomInquiry {

  private final AttemptQuery query;
  private final AntomLine line;
  private final AntomReplies replies;

  AntomInquiry(AttemptQuery query, AntomLine line) {
    this.query = query;
    this.line = line;
    this.replies =
        new AntomReplies(query.requestId(), query.order(), line.account(), line.alarms());
  }

  /** By our own id, which finds it in every case. */
  Mono<ChannelOutcome> state() {
    return line.ask(AntomRequests.inquire(query.requestId())).map(replies::toInquiry);
  }

  /** Antom's own id of the attempt; empty where it cannot be learned. */
  Mono<Optional<String>> reference() {
    var known = query.channelReference();
    return known == null
        ? state().map(AntomInquiry::reference)
        : Mono.just(Optional.of(known).filter(AntomPayment::isId));
  }

  /**
   * Cancels what is open, once Antom said that it is. A cancellation also gives back what was paid,
   * and lets go what is held for a merchant who captures by hand
   * (docs.antom.com/ac/cashierpay/cancel), so that neither is ever cancelled knowingly. What is
   * paid between the answer and the cancellation is given back, and stays cancelled at Antom.
   */
  Mono<ChannelOutcome> close() {
    return state().flatMap(this::closeIfOpen);
  }

  private Mono<ChannelOutcome> closeIfOpen(ChannelOutcome state) {
    return switch (state) {
      case Pending _, NeedsAction _ -> cancel();
      case Approved _, Authorized _, Declined _, Closed _, Absent _, NotSent _, Unknown _ ->
          Mono.just(state);
    };
  }

  private Mono<ChannelOutcome> cancel() {
    return line.send(AntomRequests.cancel(query.requestId()))
        .flatMap(answer -> replies.toCancel(answer).map(Mono::just).orElseGet(this::state));
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
