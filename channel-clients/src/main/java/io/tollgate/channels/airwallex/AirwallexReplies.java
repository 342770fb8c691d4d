package io.tollgate.channels.airwallex;

import io.tollgate.channels.airwallex.AirwallexErrors.Verdict;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.payment.Order;
import java.util.Optional;

/**
 * What Airwallex's answers mean for one attempt. An intent counts only where its attempt id, amount
 * and currency are those of the order.
 */
final class AirwallexReplies {

  private static final Json<AirwallexIntent> INTENT = Json.of(AirwallexIntent.class);
  private static final Json<AirwallexIntent.Page> PAGE = Json.of(AirwallexIntent.Page.class);

  private final ChannelRequestId requestId;
  private final Order order;
  private final AirwallexStatuses statuses;
  private final Alarms alarms;

  AirwallexReplies(AttemptQuery attempt, ChannelAccount account, Alarms alarms) {
    this.requestId = attempt.requestId();
    this.order = attempt.order();
    this.statuses = new AirwallexStatuses(account, alarms);
    this.alarms = alarms;
  }

  /** What the wish to have an intent came to. */
  sealed interface Made {

    /** There is one that waits for a confirmation. */
    record Waiting(String id) implements Made {}

    /** We asked before, and do not know what came of it. */
    record Before() implements Made {}

    /** The attempt is settled, or nobody knows. */
    record Over(ChannelOutcome outcome) implements Made {}
  }

  /** Which intent an attempt has. */
  sealed interface Sought {

    record Found(String id) implements Sought {}

    /** None, or nobody knows. */
    record Nothing(ChannelOutcome outcome) implements Sought {}
  }

  /** The answer to the wish to have an intent: here a refusal ends the attempt. */
  Made toCreate(Exchange exchange) {
    return switch (verdict(exchange)) {
      case Verdict.Done(var answer) -> made(answer);
      case Verdict.Repeated _, Verdict.OutOfState _ -> new Made.Before();
      case Verdict.NotSent(var why) -> new Made.Over(new NotSent(why));
      case Verdict.Refused(var reason) -> new Made.Over(new Declined(reason, null));
      case Verdict.NotFound(var reason) -> new Made.Over(new Declined(reason, null));
      case Verdict.Unclear(var why) -> new Made.Over(new Unknown(why));
    };
  }

  /**
   * The answer to a confirmation; empty where only a question can tell. Who is not found is the
   * method: the intent has just been made.
   */
  Optional<ChannelOutcome> toConfirm(Exchange exchange, String id) {
    return switch (verdict(exchange)) {
      case Verdict.Done(var answer) -> Optional.of(payment(answer, id));
      case Verdict.OutOfState _, Verdict.Repeated _ -> Optional.empty();
      case Verdict.NotSent(var why) -> Optional.of(new NotSent(why));
      case Verdict.Refused(var reason) -> Optional.of(new Declined(reason, id));
      case Verdict.NotFound(var reason) ->
          Optional.of(
              new Declined(new DeclineReason(Category.INVALID_METHOD, reason.channelCode()), id));
      case Verdict.Unclear(var why) -> Optional.of(new Unknown(why));
    };
  }

  /** The answer to a question about an intent whose id Airwallex gave us. */
  ChannelOutcome toQuery(Exchange exchange, String id) {
    var verdict = verdict(exchange);
    return switch (verdict) {
      case Verdict.Done(var answer) -> payment(answer, id);
      case Verdict.NotFound _ -> {
        alarms.raise(Alarm.REFERENCE_LOST, requestId.toString());
        yield new Unknown("Airwallex does not know what it named");
      }
      case Verdict.NotSent _,
          Verdict.Refused _,
          Verdict.OutOfState _,
          Verdict.Repeated _,
          Verdict.Unclear _ ->
          unanswered(verdict);
    };
  }

  /** The same; empty where nobody ever tried to pay it. */
  Optional<ChannelOutcome> toResumption(Exchange exchange, String id) {
    return exchange instanceof Answered answer && answer.isSuccess() && isUntouched(answer, id)
        ? Optional.empty()
        : Optional.of(toQuery(exchange, id));
  }

  /** The answer to the question which intent has our id. */
  Sought toLookup(Exchange exchange) {
    var verdict = verdict(exchange);
    return verdict instanceof Verdict.Done(var answer)
        ? PAGE.read(answer.body()).map(this::sought).orElseGet(AirwallexReplies::nothingReadable)
        : new Sought.Nothing(unanswered(verdict));
  }

  /** The answer to the wish to cancel; empty where only a question can tell. */
  Optional<ChannelOutcome> toCancel(Exchange exchange, String id) {
    var verdict = verdict(exchange);
    return switch (verdict) {
      case Verdict.Done(var answer) -> Optional.of(payment(answer, id));
      case Verdict.Refused _, Verdict.OutOfState _, Verdict.Repeated _, Verdict.NotFound _ ->
          Optional.empty();
      case Verdict.NotSent _, Verdict.Unclear _ -> Optional.of(unanswered(verdict));
    };
  }

  private Made made(Answered answer) {
    return INTENT
        .read(answer.body())
        .map(intent -> intent.isOf(requestId, order) ? made(intent) : new Made.Over(mismatch()))
        .orElseGet(() -> new Made.Over(unreadable()));
  }

  private Made made(AirwallexIntent intent) {
    var id = String.valueOf(intent.id());
    return intent.isUntouched()
        ? new Made.Waiting(id)
        : new Made.Over(statuses.payment(id, intent));
  }

  /** More than one is no matter of amounts: one of them may be paid without our knowing. */
  private Sought sought(AirwallexIntent.Page page) {
    var ours = page.of(requestId);
    if (ours.size() > 1) {
      alarms.raise(Alarm.SEVERAL_PAYMENTS, requestId.toString());
      return new Sought.Nothing(new Unknown("several intents of one attempt"));
    }
    if (ours.isEmpty()) {
      return new Sought.Nothing(
          page.mayGoOn() ? new Unknown("not on the first page of intents") : new Absent());
    }
    var id = ours.getFirst().id();
    return id != null && AirwallexRequests.isId(id) ? new Sought.Found(id) : nothingReadable();
  }

  private ChannelOutcome payment(Answered answer, String id) {
    return INTENT
        .read(answer.body())
        .map(intent -> isOurs(intent, id) ? statuses.payment(id, intent) : mismatch())
        .orElseGet(AirwallexReplies::unreadable);
  }

  private boolean isUntouched(Answered answer, String id) {
    return INTENT
        .read(answer.body())
        .filter(intent -> isOurs(intent, id) && intent.isUntouched())
        .isPresent();
  }

  private boolean isOurs(AirwallexIntent intent, String id) {
    return id.equals(intent.id()) && intent.isOf(requestId, order);
  }

  private Verdict verdict(Exchange exchange) {
    return AirwallexErrors.verdict(exchange, alarms);
  }

  private ChannelOutcome unanswered(Verdict verdict) {
    return new Unknown(AirwallexErrors.unanswered(verdict, requestId, alarms));
  }

  private ChannelOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, requestId + " got an answer about another order");
    return new Unknown("answer about another order");
  }

  private static Sought nothingReadable() {
    return new Sought.Nothing(unreadable());
  }

  private static ChannelOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
