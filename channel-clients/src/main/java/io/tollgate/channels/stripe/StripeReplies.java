package io.tollgate.channels.stripe;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
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
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What Stripe's answers mean for one attempt (facts, section 1, "Status" and "Errors").
 *
 * <p>An intent counts only where its attempt id, amount and currency are those of the order. An
 * error that carries the attempt's intent in a state past the request's own doing is read by that
 * intent, so that a charge is never taken for a refusal.
 */
final class StripeReplies {

  private static final Json<StripeIntent> INTENT = Json.of(StripeIntent.class);
  private static final Json<StripeIntent.Page> PAGE = Json.of(StripeIntent.Page.class);
  private static final Json<StripeIntent.Failure> FAILURE = Json.of(StripeIntent.Failure.class);
  private static final StripeIntent.Error NO_ERROR = new StripeIntent.Error(null, null, null, null);

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
      case Answered answer when isSuccess(answer) -> intent(answer);
      case Answered answer -> refusedToPay(answer);
    };
  }

  /**
   * The answer to a question about an intent that Stripe named to us. A question that failed says
   * nothing of the attempt, not even that it was not sent.
   */
  ChannelOutcome toRetrieve(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> unasked(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when isSuccess(answer) -> intent(answer);
      case Answered answer when answer.status() == 404 -> lost();
      case Answered answer -> unanswered(answer);
    };
  }

  /** The answer to a cancellation; empty where only a question can tell. */
  Optional<ChannelOutcome> toCancel(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> Optional.of(unasked(why));
      case Exchange.Unknown(var why) -> Optional.of(new Unknown(why));
      case Answered answer when isSuccess(answer) -> Optional.of(intent(answer));
      case Answered answer when answer.status() == 400 ->
          Optional.ofNullable(error(answer).paymentIntent()).map(this::matching);
      case Answered answer when answer.status() == 404 -> Optional.of(lost());
      case Answered answer -> Optional.of(unanswered(answer));
    };
  }

  /** One page of intents that may be the attempt's. */
  Found toLookup(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Found.Nothing(unasked(why));
      case Exchange.Unknown(var why) -> new Found.Nothing(new Unknown(why));
      case Answered answer when isSuccess(answer) ->
          PAGE.read(answer.body())
              .<Found>map(this::ofThisAttempt)
              .orElseGet(() -> new Found.Nothing(unreadable()));
      case Answered answer -> new Found.Nothing(unanswered(answer));
    };
  }

  /** What a look-up brought. */
  sealed interface Found {

    /**
     * A page was read.
     *
     * @param hits the intents of the attempt among it
     * @param next the id that the next page starts after; null where there is none
     */
    record Hits(List<StripeIntent> hits, @Nullable String next) implements Found {}

    /** No page could be read. */
    record Nothing(ChannelOutcome outcome) implements Found {}
  }

  /** The outcome of all intents that carry the attempt's id; one that was paid goes first. */
  ChannelOutcome ofHits(List<StripeIntent> hits) {
    if (hits.size() > 1) {
      alarms.raise(Alarm.SEVERAL_PAYMENTS, requestId + " has " + hits.size());
    }
    return hits.stream()
        .map(this::matching)
        .min(Comparator.comparingInt(StripeReplies::nearness))
        .orElseGet(Absent::new);
  }

  private Found ofThisAttempt(StripeIntent.Page page) {
    var data = page.data();
    if (data == null) {
      return new Found.Nothing(unreadable());
    }
    var hits =
        data.stream()
            .filter(intent -> intent != null && requestId.toString().equals(intent.attemptId()))
            .toList();
    if (!Boolean.TRUE.equals(page.hasMore())) {
      return new Found.Hits(hits, null);
    }
    var last = data.isEmpty() ? null : data.getLast();
    return last != null && StripeRequests.isId(last.id())
        ? new Found.Hits(hits, last.id())
        : new Found.Nothing(unreadable());
  }

  private ChannelOutcome refusedToPay(Answered answer) {
    if (answer.status() == 429) {
      return new NotSent("Stripe's rate limit");
    }
    var error = error(answer);
    var intent = error.paymentIntent();
    if (intent != null) {
      var said = matching(intent);
      if (!isOpen(said)) {
        return said;
      }
    }
    if (answer.status() >= 500 || answer.status() == 409 || answer.status() < 400) {
      return unfit(answer);
    }
    return switch (error.type() == null ? "" : error.type()) {
      case "card_error" ->
          new Declined(
              StripeDeclines.reason(error.declineCode(), error.code()),
              intent == null ? null : intent.id());
      case "invalid_request_error" -> refusal(answer, error, intent);
      case "api_error", "idempotency_error" -> unfit(answer);
      default -> {
        alarms.raise(Alarm.UNMAPPED, "error type " + StripeDeclines.word(error.type()));
        yield unfit(answer);
      }
    };
  }

  private ChannelOutcome refusal(
      Answered answer, StripeIntent.Error error, @Nullable StripeIntent intent) {
    if ("idempotency_key_in_use".equals(error.code())) {
      return unfit(answer);
    }
    alarmOnCredentials(answer);
    return new Declined(StripeDeclines.refusal(error.code()), intent == null ? null : intent.id());
  }

  private ChannelOutcome intent(Answered answer) {
    return INTENT.read(answer.body()).map(this::matching).orElseGet(StripeReplies::unreadable);
  }

  private ChannelOutcome matching(StripeIntent intent) {
    if (!"payment_intent".equals(intent.object()) || intent.amount() == null) {
      return unreadable();
    }
    boolean matches =
        requestId.toString().equals(intent.attemptId())
            && StripeRequests.currency(order).equals(intent.currency())
            && StripeAmounts.encode(order.amount(), account)
                .equals(OptionalLong.of(intent.amount()));
    if (!matches) {
      alarms.raise(Alarm.MISMATCH, requestId + " got an intent of another order");
      return new Unknown("answer about another order");
    }
    return StripeStatuses.outcome(intent, alarms);
  }

  private ChannelOutcome lost() {
    alarms.raise(Alarm.REFERENCE_LOST, requestId.toString());
    return new Unknown("Stripe does not know the intent that it named");
  }

  private ChannelOutcome unanswered(Answered answer) {
    if (answer.status() >= 400 && answer.status() < 500 && answer.status() != 429) {
      alarmOnCredentials(answer);
      alarms.raise(
          Alarm.QUERY_REFUSED, "HTTP " + answer.status() + " to a question about " + requestId);
    }
    return unfit(answer);
  }

  private void alarmOnCredentials(Answered answer) {
    if (answer.status() == 401 || answer.status() == 403) {
      alarms.raise(Alarm.CREDENTIALS_REFUSED, "HTTP " + answer.status());
    }
  }

  private static StripeIntent.Error error(Answered answer) {
    return FAILURE.read(answer.body()).map(StripeIntent.Failure::error).orElse(NO_ERROR);
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

  private static boolean isSuccess(Answered answer) {
    return answer.status() >= 200 && answer.status() < 300;
  }

  private static ChannelOutcome unasked(String why) {
    return new Unknown("could not ask: " + why);
  }

  private static ChannelOutcome unfit(Answered answer) {
    return new Unknown("HTTP " + answer.status());
  }

  private static ChannelOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
