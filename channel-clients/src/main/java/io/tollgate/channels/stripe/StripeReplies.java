package io.tollgate.channels.stripe;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.stripe.StripeErrors.Failure;
import io.tollgate.channels.stripe.StripeLookup.Found;
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
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What Stripe's answers mean for one attempt (facts, section 1, "Status" and "Errors").
 *
 * <p>An intent counts only where its attempt id, amount and currency are those of the order. An
 * error that carries the attempt's intent in a state past the request's own doing is read by that
 * intent, so that a charge is never taken for a refusal.
 */
final class StripeReplies {

  private static final Json<StripeIntent> INTENT = Json.of(StripeIntent.class);

  private final ChannelRequestId requestId;
  private final Order order;
  private final ChannelAccount account;
  private final Alarms alarms;

  StripeReplies(ChannelRequestId requestId, Order order, ChannelAccount account, Alarms alarms) {
    this.requestId = requestId;
    this.order = order;
    this.account = account;
    this.alarms = alarms;
  }

  /** The answer to a request to pay: here a refusal ends the attempt. */
  ChannelOutcome toPay(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> intent(answer);
      case Answered answer -> refusedToPay(answer);
    };
  }

  /** The answer to a question about an intent that Stripe named to us. */
  ChannelOutcome toRetrieve(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? intent(answer)
        : new Unknown(unanswered(exchange));
  }

  /** The answer to a cancellation; empty where only a question can tell. */
  Optional<ChannelOutcome> toCancel(Exchange exchange) {
    return switch (exchange) {
      case Answered answer when answer.isSuccess() -> Optional.of(intent(answer));
      case Answered answer when answer.status() == 400 ->
          Optional.ofNullable(StripeErrors.in(answer).paymentIntent()).map(this::matching);
      case Answered _, Exchange.NotSent _, Exchange.Unknown _ ->
          Optional.of(new Unknown(unanswered(exchange)));
    };
  }

  /** What the attempt is by all that a look-up for its id brought. */
  ChannelOutcome toLookup(Found<StripeIntent> found) {
    return switch (found) {
      case Found.Hits<StripeIntent>(var hits, _) -> ofHits(hits);
      case Found.Nothing<StripeIntent>(var why) -> new Unknown(why);
    };
  }

  /** The outcome of all intents that carry the attempt's id; one that was paid goes first. */
  private ChannelOutcome ofHits(List<StripeIntent> hits) {
    if (hits.size() > 1) {
      alarms.raise(Alarm.SEVERAL_PAYMENTS, requestId + " has " + hits.size());
    }
    return hits.stream()
        .map(this::matching)
        .min(Comparator.comparingInt(StripeReplies::nearness))
        .orElseGet(Absent::new);
  }

  private ChannelOutcome refusedToPay(Answered answer) {
    var intent = StripeErrors.in(answer).paymentIntent();
    if (intent != null) {
      var said = matching(intent);
      if (!isOpen(said)) {
        return said;
      }
    }
    return switch (StripeErrors.failure(answer, alarms)) {
      case Failure.Busy(var why) -> new NotSent(why);
      case Failure.Refused(var reason) -> new Declined(reason, intent == null ? null : intent.id());
      case Failure.Unclear(var why) -> new Unknown(why);
    };
  }

  private ChannelOutcome intent(Answered answer) {
    return INTENT.read(answer.body()).map(this::matching).orElseGet(StripeReplies::unreadable);
  }

  private ChannelOutcome matching(StripeIntent intent) {
    if (!intent.isReadable()) {
      return unreadable();
    }
    if (!intent.isOf(requestId, order, account)) {
      alarms.raise(Alarm.MISMATCH, requestId + " got an intent of another order");
      return new Unknown("answer about another order");
    }
    return StripeStatuses.payment(intent, alarms);
  }

  private String unanswered(Exchange exchange) {
    return StripeErrors.unanswered(
        exchange, requestId, "Stripe does not know the intent that it named", alarms);
  }

  /** Whether the intent still waits for a payment, so that the error is what decides. */
  private static boolean isOpen(ChannelOutcome said) {
    return switch (said) {
      case Pending _, NeedsAction _, Declined _, NotSent _, Absent _ -> true;
      case Approved _, Authorized _, Closed _, Unknown _ -> false;
    };
  }

  private static int nearness(ChannelOutcome outcome) {
    return switch (outcome) {
      case Approved _ -> 0;
      case Authorized _ -> 1;
      case Unknown _ -> 2;
      case Pending _ -> 3;
      case NeedsAction _ -> 4;
      case Declined _, Closed _, Absent _, NotSent _ -> 5;
    };
  }

  private static ChannelOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
