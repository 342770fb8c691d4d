package io.tollgate.channels.paypay;

import io.tollgate.channels.http.Edge;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The steps that it takes to have an attempt at PayPay, to learn its state or to end it there. What
 * PayPay knows it by is our id; its reference is the code until somebody pays, and the payment
 * then.
 */
final class PayPayAttempt {

  /** So do payments' ids look that PayPay prints; another one is asked for. */
  private static final Pattern PAYMENT = Pattern.compile("[0-9]{1,64}");

  private final AttemptQuery attempt;
  private final PayPayCalls calls;
  private final Edge edge;
  private final PayPayReplies replies;

  PayPayAttempt(AttemptQuery attempt, PayPayCalls calls, Edge edge) {
    this.attempt = attempt;
    this.calls = calls;
    this.edge = edge;
    this.replies = new PayPayReplies(attempt.requestId(), attempt.order(), code(), edge.alarms());
  }

  /**
   * Takes the payment. Where PayPay holds it for a second one of the same amount, the first may
   * have been this very attempt, whose answer was lost.
   */
  Mono<ChannelOutcome> pay() {
    return edge.send(() -> PayPayRequests.create(attempt, calls))
        .map(replies::toPay)
        .flatMap(said -> isSimilar(said) ? unlessPaid(said) : Mono.just(said));
  }

  Mono<ChannelOutcome> state() {
    return edge.ask(() -> PayPayRequests.query(attempt, calls)).map(replies::toQuery);
  }

  /**
   * Ends what is open: deletes the code, and has whatever is paid under it given back. Money that
   * is held for a merchant who captures by hand is not ours to let go.
   */
  Mono<ChannelOutcome> close() {
    return state()
        .flatMap(state ->
            switch (state) {
              case NeedsAction _, Pending _ -> closeOpen();
              // It was made, so it lapsed.
              case Absent _ -> Mono.just(code() == null ? state : new Closed(true, code()));
              case Approved _, Authorized _, Declined _, Closed _, NotSent _, Unknown _ ->
                  Mono.just(state);
            });
  }

  /** PayPay's own id of the payment; empty where nothing is paid, or that cannot be learned. */
  Mono<Optional<String>> payment() {
    var known = attempt.channelReference();
    return known != null && PAYMENT.matcher(known).matches()
        ? Mono.just(Optional.of(known))
        : state().map(PayPayAttempt::paymentOf);
  }

  private static Optional<String> paymentOf(ChannelOutcome state) {
    return switch (state) {
      case Approved(var id) -> Optional.of(id);
      case Authorized(var id) -> Optional.of(id);
      case Closed(_, var id) -> Optional.ofNullable(id);
      case Declined(_, var id) -> Optional.ofNullable(id);
      case NeedsAction _, Pending _, Absent _, NotSent _, Unknown _ -> Optional.empty();
    };
  }

  private Mono<ChannelOutcome> closeOpen() {
    var code = code();
    return code == null ? cancel() : delete(code);
  }

  private Mono<ChannelOutcome> delete(String code) {
    return edge.send(() -> PayPayRequests.deleteCode(code, calls))
        .flatMap(exchange ->
            replies.toDelete(exchange).map(Mono::just).orElseGet(() -> withoutCode(code)));
  }

  /** A payer who was about to pay as the code went may have paid, or may still. */
  private Mono<ChannelOutcome> withoutCode(String code) {
    return state()
        .flatMap(state ->
            switch (state) {
              case Absent _ -> Mono.just(new Closed(false, code));
              case NeedsAction _, Pending _ -> cancel();
              case Approved _, Authorized _, Declined _, Closed _, NotSent _, Unknown _ ->
                  Mono.just(state);
            });
  }

  private Mono<ChannelOutcome> cancel() {
    return edge.send(() -> PayPayRequests.cancel(attempt.requestId(), calls))
        .flatMap(exchange -> replies.toCancel(exchange).map(Mono::just).orElseGet(this::state));
  }

  private Mono<ChannelOutcome> unlessPaid(ChannelOutcome said) {
    return state().map(state -> state instanceof Absent ? said : state);
  }

  private static boolean isSimilar(ChannelOutcome said) {
    return said instanceof Declined(var reason, _)
        && PayPayCodes.SIMILAR.equals(reason.channelCode());
  }

  private @Nullable String code() {
    return PayPayRequests.isByCode(attempt.order()) ? attempt.channelReference() : null;
  }
}
