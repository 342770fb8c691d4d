package io.tollgate.channels.alipay;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
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
import io.tollgate.domain.product.NextStep;
import java.time.Duration;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * The steps that it takes to learn an attempt's state at Alipay, or to end it there. An attempt is
 * always asked for by our id, which Alipay has from the beginning.
 */
final class AlipayInquiry {

  /** For a payer who opened the cashier in the last moment, and for clocks that differ. */
  private static final Duration GRACE = Duration.ofMinutes(5);

  private final AttemptQuery query;
  private final AlipayCalls calls;
  private final Edge edge;
  private final AlipayReplies replies;
  private final Optional<AlipayScene> scene;

  AlipayInquiry(AttemptQuery query, AlipayCalls calls, Edge edge) {
    this.query = query;
    this.calls = calls;
    this.edge = edge;
    this.replies =
        new AlipayReplies(query.requestId(), query.order(), calls.account(), edge.alarms());
    this.scene = AlipayScene.of(query.order());
  }

  Mono<ChannelOutcome> state() {
    return asked().map(this::read);
  }

  /**
   * Closes what is open. What the payer was to open may be unknown to Alipay still, and no call can
   * close that: it ends by its own time. Where a charge of ours got no answer and neither does the
   * question about it, cancelling is the vendor's way out: it gives back what was paid (facts,
   * section 4, "Gateway codes", UNKNOWN).
   */
  Mono<ChannelOutcome> close() {
    if (isHeld()) {
      return state();
    }
    return waitsForPayer() ? closeTrade() : asked().flatMap(this::closeIfOpen);
  }

  /** Alipay's number of what is held; empty where it cannot be learned. */
  Mono<Optional<String>> authNo() {
    var known = query.channelReference();
    return AlipayIds.isNumber(known)
        ? Mono.just(Optional.ofNullable(known))
        : state().map(AlipayInquiry::reference);
  }

  private Mono<Exchange> asked() {
    return isHeld()
        ? edge.ask(() -> AlipayAuthRequests.queryFreeze(query.requestId(), calls))
        : edge.ask(() -> AlipayRequests.query(query.requestId(), calls));
  }

  private ChannelOutcome read(Exchange exchange) {
    boolean byTime = isOver();
    var said =
        isHeld() ? replies.toFreezeQuery(exchange, byTime) : replies.toQuery(exchange, byTime);
    return unlessToCome(said);
  }

  private Mono<ChannelOutcome> closeIfOpen(Exchange exchange) {
    if (exchange instanceof Exchange.Unknown) {
      return cancel();
    }
    var said = read(exchange);
    return switch (said) {
      case Pending _, NeedsAction _ -> closeTrade();
      case Approved _, Authorized _, Declined _, Closed _, Absent _, NotSent _, Unknown _ ->
          Mono.just(said);
    };
  }

  private Mono<ChannelOutcome> closeTrade() {
    return edge.send(() -> AlipayRequests.close(query.requestId(), calls))
        .flatMap(exchange ->
            replies
                .toClose(exchange)
                .map(this::unlessToCome)
                .map(Mono::just)
                .orElseGet(this::state));
  }

  private Mono<ChannelOutcome> cancel() {
    return edge.send(() -> AlipayRequests.cancel(query.requestId(), calls))
        .flatMap(exchange -> replies.toCancel(exchange).map(Mono::just).orElseGet(this::state));
  }

  private boolean waitsForPayer() {
    return scene.filter(AlipayScene::waitsForPayer).isPresent();
  }

  private boolean isHeld() {
    return scene.filter(AlipayScene::isHeld).isPresent();
  }

  /**
   * Before the payer opens it, Alipay does not know what it will be asked to take: until his time
   * is over he has to act, and then it has expired (facts, section 4, "Not an error").
   */
  private ChannelOutcome unlessToCome(ChannelOutcome said) {
    if (!(said instanceof Absent) || !waitsForPayer()) {
      return said;
    }
    return isOver()
        ? new Closed(true, null)
        : new NeedsAction(new NextStep.Wait(), AlipayIds.out(query.requestId()));
  }

  private boolean isOver() {
    return query.sentAt().plus(calls.payTime()).plus(GRACE).isBefore(calls.now());
  }

  private static Optional<String> reference(ChannelOutcome state) {
    return switch (state) {
      case Approved(var reference) -> Optional.of(reference);
      case Authorized(var reference) -> Optional.of(reference);
      case Pending _, NeedsAction _, Declined _, Closed _, Absent _, NotSent _, Unknown _ ->
          Optional.empty();
    };
  }
}
