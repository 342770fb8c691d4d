package io.tollgate.channels.stripe;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.stripe.StripeErrors.Failure;
import io.tollgate.channels.stripe.StripeLookup.Found;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Absent;
import io.tollgate.domain.channel.OperationOutcome.Done;
import io.tollgate.domain.channel.OperationOutcome.NotSent;
import io.tollgate.domain.channel.OperationOutcome.Refused;
import io.tollgate.domain.channel.OperationOutcome.Unknown;
import io.tollgate.domain.channel.PaymentOperation;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What Stripe's answers mean for one capture, void or refund (facts, section 1, "Status" and
 * "Errors").
 *
 * <p>An intent counts only where it is the order's, a refund only where id, amount, currency and
 * intent are the operation's. Answers to a request and to a question are read apart: a request may
 * be refused or not sent, a question that fails says nothing.
 */
final class StripeOperationReplies {

  private static final Json<StripeIntent> INTENT = Json.of(StripeIntent.class);
  private static final Json<StripeRefund> REFUND = Json.of(StripeRefund.class);

  private final PaymentOperation operation;
  private final ChannelAccount account;
  private final Alarms alarms;

  StripeOperationReplies(PaymentOperation operation, ChannelAccount account, Alarms alarms) {
    this.operation = operation;
    this.account = account;
    this.alarms = alarms;
  }

  OperationOutcome toCapture(Exchange exchange) {
    return toRequest(exchange, this::capture);
  }

  OperationOutcome toRelease(Exchange exchange) {
    return toRequest(exchange, this::release);
  }

  OperationOutcome toRefund(Exchange exchange) {
    return toRequest(exchange, this::refund);
  }

  OperationOutcome toCaptureQuery(Exchange exchange) {
    return toQuestion(exchange, this::capture);
  }

  OperationOutcome toReleaseQuery(Exchange exchange) {
    return toQuestion(exchange, this::release);
  }

  OperationOutcome toRefundQuery(Exchange exchange) {
    return toQuestion(exchange, this::refund);
  }

  /** What the refund is by all that a look-up for its id brought. */
  OperationOutcome toLookup(Found<StripeRefund> found) {
    return switch (found) {
      case Found.Nothing<StripeRefund>(var why) -> new Unknown(why);
      case Found.Hits<StripeRefund>(var hits, _) when hits.isEmpty() -> new Absent();
      case Found.Hits<StripeRefund>(var hits, _) -> {
        if (hits.size() > 1) {
          alarms.raise(Alarm.SEVERAL_PAYMENTS, operation.id() + " has " + hits.size());
        }
        yield matching(hits.getFirst());
      }
    };
  }

  private OperationOutcome toRequest(Exchange exchange, Function<Answered, OperationOutcome> read) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> done(read.apply(answer));
      case Answered answer -> refused(StripeErrors.failure(answer, alarms));
    };
  }

  private OperationOutcome toQuestion(
      Exchange exchange, Function<Answered, OperationOutcome> read) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? read.apply(answer)
        : new Unknown(
            StripeErrors.unanswered(
                exchange, operation.id(), "Stripe does not know what it named", alarms));
  }

  /** A request that succeeded cannot leave things as they were. */
  private static OperationOutcome done(OperationOutcome said) {
    return said instanceof Absent ? new Unknown("answered, and not done") : said;
  }

  private static OperationOutcome refused(Failure failure) {
    return switch (failure) {
      case Failure.Busy(var why) -> new NotSent(why);
      case Failure.Refused(var reason) -> new Refused(reason, null);
      case Failure.Unclear(var why) -> new Unknown(why);
    };
  }

  private OperationOutcome capture(Answered answer) {
    return intent(
        answer,
        intent -> {
          var said = StripeStatuses.capture(intent, operation.id(), alarms);
          return said instanceof Done && !isOfAmount(intent.amountReceived()) ? mismatch() : said;
        });
  }

  private OperationOutcome release(Answered answer) {
    return intent(answer, intent -> StripeStatuses.release(intent, alarms));
  }

  private OperationOutcome intent(Answered answer, Function<StripeIntent, OperationOutcome> read) {
    var intent = INTENT.read(answer.body()).filter(StripeIntent::isReadable);
    if (intent.isEmpty()) {
      return unreadable();
    }
    var attempt = operation.attempt();
    return intent.get().isOf(attempt.requestId(), attempt.order(), account)
        ? read.apply(intent.get())
        : mismatch();
  }

  private OperationOutcome refund(Answered answer) {
    return REFUND
        .read(answer.body())
        .filter(refund -> "refund".equals(refund.object()))
        .map(this::matching)
        .orElseGet(StripeOperationReplies::unreadable);
  }

  private OperationOutcome matching(StripeRefund refund) {
    var intent = operation.attempt().channelReference();
    boolean matches =
        operation.id().value().equals(refund.refundId())
            && StripeRequests.currency(operation.amount()).equals(refund.currency())
            && isOfAmount(refund.amount())
            && (intent == null || intent.equals(refund.paymentIntent()));
    return matches ? StripeStatuses.refund(refund, alarms) : mismatch();
  }

  private boolean isOfAmount(@Nullable Long amount) {
    return amount != null
        && StripeAmounts.encode(operation.amount(), account).equals(OptionalLong.of(amount));
  }

  private OperationOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, operation.id() + " got an answer about another operation");
    return new Unknown("answer about another operation");
  }

  private static OperationOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
