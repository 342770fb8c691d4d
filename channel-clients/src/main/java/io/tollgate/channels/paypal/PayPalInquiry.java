package io.tollgate.channels.paypal;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.paypal.PayPalFound.Approved;
import io.tollgate.channels.paypal.PayPalFound.Elsewhere;
import io.tollgate.channels.paypal.PayPalFound.Gone;
import io.tollgate.channels.paypal.PayPalFound.Open;
import io.tollgate.channels.paypal.PayPalFound.Over;
import io.tollgate.channels.paypal.PayPalFound.Unread;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * The steps that it takes to learn an attempt's state at PayPal, or to end it there.
 *
 * <p>PayPal takes money only when it is told to, once the payer said yes (facts, section 2, "Use
 * for"). So an attempt whose order is found approved is completed here: it is the second half of
 * the payment, under a key of its own, and PayPal does it once.
 *
 * <p>An order whose id never reached us cannot be looked for. The request that created it is
 * repeated under its key: PayPal answers with the order as it is then, or makes one that nobody
 * pays. Where a repetition could charge ({@link PayPalSettings#chargesAtCreation}), or PayPal has
 * forgotten the key, the transaction report is read instead.
 */
final class PayPalInquiry {

  /** How far PayPal's clock and ours may be apart. */
  private static final Duration CLOCK_SLACK = Duration.ofMinutes(10);

  private final AttemptQuery query;
  private final PayPalCalls calls;
  private final ChannelAccount account;
  private final PayPalSettings settings;
  private final Clock clock;
  private final PayPalReplies replies;

  PayPalInquiry(AttemptQuery query, PayPalCalls calls, Clock clock) {
    this.query = query;
    this.calls = calls;
    this.account = calls.account();
    this.settings = PayPalSettings.of(account);
    this.clock = clock;
    this.replies = new PayPalReplies(query.requestId(), query.order(), calls.alarms());
  }

  /** Where the payer said yes the payment is completed. */
  Mono<ChannelOutcome> state() {
    return found().flatMap(found -> outcome(found, PayPalPaying::waiting));
  }

  /**
   * PayPal has no call that takes back an order which nobody paid: it lapses by itself, and no
   * money moves, since we complete no order of a payment that is closed. One that the payer
   * approved is completed, and one that is held or paid is left as it is.
   */
  Mono<ChannelOutcome> close() {
    return found().flatMap(found -> outcome(found, open -> new Closed(false, open.orderId())));
  }

  private Mono<PayPalFound> found() {
    var reference = query.channelReference();
    return reference == null ? unnamed() : retrieved(reference);
  }

  private Mono<ChannelOutcome> outcome(PayPalFound found, Function<Open, ChannelOutcome> ofOpen) {
    return switch (found) {
      case Over(var outcome) -> Mono.just(outcome);
      case Open open -> Mono.just(ofOpen.apply(open));
      case Approved(var id) -> completed(id);
      case Unread(var id) -> retrieved(id).flatMap(shown -> outcome(shown, ofOpen));
      case Gone _ -> Mono.just(gone());
      case Elsewhere _ -> paidElsewhere();
    };
  }

  private Mono<ChannelOutcome> completed(String orderId) {
    return calls
        .send(
            token -> PayPalRequests.take(orderId, query.requestId(), query.order(), account, token))
        .map(exchange -> replies.toCompletion(exchange, orderId))
        .flatMap(found -> afterCompletion(found, orderId))
        .map(PayPalInquiry::asAnswer);
  }

  private Mono<ChannelOutcome> afterCompletion(PayPalFound found, String orderId) {
    return switch (found) {
      case Over(var outcome) -> Mono.just(outcome);
      case Open open -> Mono.just(PayPalPaying.waiting(open));
      case Approved _ -> Mono.just(new Pending(orderId));
      case Unread(var id) -> retrieved(id).map(PayPalPaying::shown);
      case Gone _ -> Mono.just(gone());
      case Elsewhere _ -> paidElsewhere();
    };
  }

  private Mono<PayPalFound> retrieved(String orderId) {
    return calls
        .ask(token -> PayPalRequests.order(orderId, account, token))
        .map(replies::toQuestion);
  }

  private Mono<PayPalFound> unnamed() {
    boolean couldCharge = settings.chargesAtCreation() && query.order().method().token() != null;
    return couldCharge || isForgotten() ? reported() : repeated();
  }

  private Mono<PayPalFound> repeated() {
    return calls
        .ask(token -> PayPalRequests.create(query.requestId(), query.order(), account, token))
        .map(replies::toRepetition);
  }

  private boolean isForgotten() {
    var forgottenAt = query.sentAt().plus(settings.keysKept()).minus(CLOCK_SLACK);
    return !clock.instant().isBefore(forgottenAt);
  }

  /** By the report, from which the order's id is learned. */
  private Mono<PayPalFound> reported() {
    return new PayPalReport(calls)
        .find(query.requestId().toString(), query.sentAt(), clock.instant())
        .flatMap(sighting ->
            switch (sighting) {
              case PayPalReport.Seen(var orderId) -> retrieved(orderId);
              case PayPalReport.Unseen _ -> Mono.just(new Over(new Absent()));
              case PayPalReport.Unclear(var why) -> Mono.just(new Over(new Unknown(why)));
            });
  }

  /**
   * Another order is paid under the attempt's id: one of ours whose id was lost, or somebody else's
   * (facts, section 2: first query by invoice id).
   */
  private Mono<ChannelOutcome> paidElsewhere() {
    return reported()
        .map(found ->
            switch (found) {
              case Over(Absent _) -> new Declined(duplicate(), null);
              case Over _, Open _, Approved _, Unread _, Gone _, Elsewhere _ ->
                  PayPalPaying.shown(found);
            });
  }

  private static DeclineReason duplicate() {
    return new DeclineReason(Category.REQUEST_REFUSED, "DUPLICATE_INVOICE_ID");
  }

  /** An order that the payer did not approve is forgotten after a while; any other never is. */
  private ChannelOutcome gone() {
    var lapsedAt = query.sentAt().plus(settings.ordersKept());
    if (clock.instant().isAfter(lapsedAt)) {
      return new Closed(true, query.channelReference());
    }
    calls.alarms().raise(Alarm.REFERENCE_LOST, query.requestId().toString());
    return new Unknown("PayPal does not know the order that it named");
  }

  /** Whatever became of the completion: a question is never answered with not sent. */
  private static ChannelOutcome asAnswer(ChannelOutcome outcome) {
    return outcome instanceof NotSent(var why)
        ? new Unknown("could not complete: " + why)
        : outcome;
  }
}
