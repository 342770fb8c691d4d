package io.tollgate.channels.airwallex;

import io.tollgate.channels.airwallex.AirwallexReplies.Made;
import io.tollgate.channels.airwallex.AirwallexReplies.Sought;
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
import reactor.core.publisher.Mono;

/**
 * The steps of one attempt: an intent is made and confirmed, which is what may move money. Nobody
 * but us can confirm it: the secret that a page would need is not kept.
 */
final class AirwallexPaying {

  /**
   * How an intent is found whose id never reached us: {@code list} (default), by our id of the
   * attempt, or {@code none}, where an account's API does not filter by {@code merchant_order_id}
   * (public clients do so; the page of the API was not read to its end: unconfirmed).
   */
  static final String LOOKUP = "lookup";

  private final AttemptQuery attempt;
  private final AirwallexCalls calls;
  private final AirwallexReplies replies;

  AirwallexPaying(AttemptQuery attempt, AirwallexCalls calls) {
    this.attempt = attempt;
    this.calls = calls;
    this.replies = new AirwallexReplies(attempt, calls.account(), calls.alarms());
  }

  /** Takes the payment. Asked for again, it goes on where it was left. */
  Mono<ChannelOutcome> pay() {
    return AirwallexMethods.refusal(attempt.order())
        .<Mono<ChannelOutcome>>map(reason -> Mono.just(new Declined(reason, null)))
        .orElseGet(this::create);
  }

  Mono<ChannelOutcome> state() {
    return intent()
        .flatMap(sought ->
            switch (sought) {
              case Sought.Found(var id) -> ask(id);
              case Sought.Nothing(var outcome) -> Mono.just(outcome);
            });
  }

  /** Ends what is open. Money that is held is not ours to let go. */
  Mono<ChannelOutcome> close() {
    return state()
        .flatMap(state ->
            switch (state) {
              case NeedsAction(_, var id) -> cancel(id);
              case Pending(var id) -> id == null ? Mono.just(state) : cancel(id);
              case Absent _, Approved _, Authorized _, Declined _, Closed _, NotSent _, Unknown _ ->
                  Mono.just(state);
            });
  }

  /** Airwallex's id of the attempt's intent. */
  Mono<Sought> intent() {
    var known = attempt.channelReference();
    if (known != null && AirwallexRequests.isId(known)) {
      return Mono.just(new Sought.Found(known));
    }
    return "none".equals(calls.account().options().get(LOOKUP))
        ? Mono.just(new Sought.Nothing(new Unknown("Airwallex is not asked by our id")))
        : calls
            .ask(token -> AirwallexRequests.list(attempt.requestId(), calls.account(), token))
            .map(replies::toLookup);
  }

  private Mono<ChannelOutcome> create() {
    return calls
        .send(token -> AirwallexRequests.create(attempt, calls.account(), token))
        .map(replies::toCreate)
        .flatMap(made ->
            switch (made) {
              case Made.Waiting(var id) -> confirm(id);
              case Made.Before _ -> resume();
              case Made.Over(var outcome) -> Mono.just(outcome);
            });
  }

  /**
   * A confirmation that was not sent moved nothing, and the intent is left behind: only we could
   * confirm it.
   */
  private Mono<ChannelOutcome> confirm(String id) {
    return calls
        .send(token -> AirwallexRequests.confirm(attempt, id, calls.account(), token))
        .flatMap(
            exchange -> replies.toConfirm(exchange, id).map(Mono::just).orElseGet(() -> ask(id)));
  }

  private Mono<ChannelOutcome> resume() {
    return intent()
        .flatMap(sought ->
            switch (sought) {
              case Sought.Found(var id) -> resume(id);
              case Sought.Nothing(var outcome) -> Mono.just(unclear(outcome));
            });
  }

  /** A confirmation of ours may be under way still, whatever becomes of this one. */
  private Mono<ChannelOutcome> resume(String id) {
    return calls
        .ask(token -> AirwallexRequests.retrieve(id, calls.account(), token))
        .flatMap(exchange ->
            replies
                .toResumption(exchange, id)
                .map(Mono::just)
                .orElseGet(() -> confirm(id).map(AirwallexPaying::unclear)));
  }

  private static ChannelOutcome unclear(ChannelOutcome outcome) {
    return switch (outcome) {
      case NotSent(var why) -> new Unknown("made before, and not confirmed now: " + why);
      case Absent _ -> new Unknown("made before, and not found");
      case Approved _, Authorized _, Declined _, NeedsAction _, Pending _, Closed _, Unknown _ ->
          outcome;
    };
  }

  private Mono<ChannelOutcome> ask(String id) {
    return calls
        .ask(token -> AirwallexRequests.retrieve(id, calls.account(), token))
        .map(exchange -> replies.toQuery(exchange, id));
  }

  private Mono<ChannelOutcome> cancel(String id) {
    return calls
        .send(token ->
            AirwallexRequests.cancel(attempt.requestId(), calls.now(), id, calls.account(), token))
        .flatMap(
            exchange -> replies.toCancel(exchange, id).map(Mono::just).orElseGet(() -> ask(id)));
  }
}
