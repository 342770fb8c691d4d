package io.tollgate.channels.airwallex;

import io.tollgate.channels.airwallex.AirwallexErrors.Verdict;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.function.Function;

/**
 * What Airwallex's answers mean for one capture, void or refund of an intent. An intent counts only
 * where it is the attempt's, a refund only where id, intent and amount are the operation's.
 *
 * <p>Answers to a request and to a question are read apart: a request may be refused or not sent, a
 * question that fails says nothing.
 */
final class AirwallexOperationReplies {

  private static final Json<AirwallexIntent> INTENT = Json.of(AirwallexIntent.class);
  private static final Json<AirwallexRefund> REFUND = Json.of(AirwallexRefund.class);
  private static final Json<AirwallexRefund.Page> PAGE = Json.of(AirwallexRefund.Page.class);

  private final PaymentOperation operation;
  private final String intent;
  private final AirwallexStatuses statuses;
  private final Alarms alarms;

  AirwallexOperationReplies(
      PaymentOperation operation, String intent, ChannelAccount account, Alarms alarms) {
    this.operation = operation;
    this.intent = intent;
    this.statuses = new AirwallexStatuses(account, alarms);
    this.alarms = alarms;
  }

  /** What was said, and whether Airwallex said only that it was asked before. */
  record Said(OperationOutcome outcome, boolean isRepetition) {

    private static Said of(OperationOutcome outcome) {
      return new Said(outcome, false);
    }
  }

  Said toCapture(Exchange exchange) {
    return toRequest(exchange, answer -> ours(capture(answer)));
  }

  OperationOutcome toCaptureQuery(Exchange exchange) {
    return toQuestion(exchange, this::capture);
  }

  Said toRelease(Exchange exchange) {
    return toRequest(exchange, this::release);
  }

  OperationOutcome toReleaseQuery(Exchange exchange) {
    return toQuestion(exchange, this::release);
  }

  Said toRefund(Exchange exchange) {
    return toRequest(exchange, this::refund);
  }

  OperationOutcome toRefundQuery(Exchange exchange) {
    return toQuestion(exchange, this::refund);
  }

  /** The answer to the question which refunds an intent has. */
  OperationOutcome toRefundList(Exchange exchange) {
    return toQuestion(exchange, this::listed);
  }

  private Said toRequest(Exchange exchange, Function<Answered, OperationOutcome> reading) {
    return switch (AirwallexErrors.verdict(exchange, alarms)) {
      case Verdict.Done(var answer) -> Said.of(done(reading.apply(answer)));
      case Verdict.NotSent(var why) -> Said.of(new NotSent(why));
      case Verdict.Refused(var reason) -> Said.of(new Refused(reason, null));
      case Verdict.OutOfState(var reason) -> Said.of(new Refused(reason, null));
      case Verdict.NotFound(var reason) -> Said.of(new Refused(reason, null));
      case Verdict.Repeated(var reason) -> new Said(new Refused(reason, null), true);
      case Verdict.Unclear(var why) -> Said.of(new Unknown(why));
    };
  }

  private OperationOutcome toQuestion(
      Exchange exchange, Function<Answered, OperationOutcome> reading) {
    var verdict = AirwallexErrors.verdict(exchange, alarms);
    return switch (verdict) {
      case Verdict.Done(var answer) -> reading.apply(answer);
      case Verdict.NotFound _ -> {
        alarms.raise(Alarm.REFERENCE_LOST, operation.id().value());
        yield new Unknown("Airwallex does not know what it named");
      }
      case Verdict.NotSent _,
          Verdict.Refused _,
          Verdict.OutOfState _,
          Verdict.Repeated _,
          Verdict.Unclear _ ->
          new Unknown(AirwallexErrors.unanswered(verdict, operation.id(), alarms));
    };
  }

  /** A request that succeeded cannot leave things as they were. */
  private static OperationOutcome done(OperationOutcome said) {
    return said instanceof Absent ? new Unknown("answered, and not done") : said;
  }

  private OperationOutcome capture(Answered answer) {
    return intent(answer, it -> statuses.capture(it, operation));
  }

  /** Accepted, but not what was asked for: somebody has to look. */
  private OperationOutcome ours(OperationOutcome captured) {
    return captured instanceof Refused ? mismatch() : captured;
  }

  private OperationOutcome release(Answered answer) {
    return intent(answer, statuses::release);
  }

  private OperationOutcome intent(
      Answered answer, Function<AirwallexIntent, OperationOutcome> reading) {
    var attempt = operation.attempt();
    return INTENT
        .read(answer.body())
        .map(it ->
            intent.equals(it.id()) && it.isOf(attempt.requestId(), attempt.order())
                ? reading.apply(it)
                : mismatch())
        .orElseGet(AirwallexOperationReplies::unreadable);
  }

  private OperationOutcome refund(Answered answer) {
    return REFUND
        .read(answer.body())
        .map(this::refund)
        .orElseGet(AirwallexOperationReplies::unreadable);
  }

  private OperationOutcome refund(AirwallexRefund refund) {
    return refund.isOf(operation, intent) ? statuses.refund(refund) : mismatch();
  }

  private OperationOutcome listed(Answered answer) {
    return PAGE.read(answer.body())
        .map(page ->
            page.find(operation)
                .map(this::refund)
                .orElseGet(() ->
                    page.mayGoOn()
                        ? new Unknown("not on the first page of refunds")
                        : new Absent()))
        .orElseGet(AirwallexOperationReplies::unreadable);
  }

  private OperationOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, operation.id() + " got an answer about another operation");
    return new Unknown("answer about another operation");
  }

  private static OperationOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
