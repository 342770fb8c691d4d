package io.tollgate.channels.razorpay;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.razorpay.RazorpayErrors.Failure;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.Ended;
import io.tollgate.domain.channel.AgreementOutcome.NeedsAction;
import io.tollgate.domain.channel.AgreementOutcome.NotSent;
import io.tollgate.domain.channel.AgreementOutcome.Pending;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.money.Money;
import io.tollgate.domain.product.NextStep;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Razorpay's answers mean for one agreement (facts, section 11, "agreement" and "Errors"). An
 * order counts only where it carries the agreement's id.
 */
final class RazorpayAgreementReplies {

  private static final String UNREADABLE = "unreadable answer";
  private static final Json<Customer> CUSTOMER = Json.of(Customer.class);
  private static final Json<RazorpayOrder> ORDER = Json.of(RazorpayOrder.class);
  private static final Json<RazorpayReplies.Made> MADE = Json.of(RazorpayReplies.Made.class);
  private static final Json<Deleted> DELETED = Json.of(Deleted.class);
  private static final Json<Cancelled> CANCELLED = Json.of(Cancelled.class);

  private final OperationId agreement;
  private final Money first;
  private final Alarms alarms;

  RazorpayAgreementReplies(OperationId agreement, Money first, Alarms alarms) {
    this.agreement = agreement;
    this.first = first;
    this.alarms = alarms;
  }

  /** A customer, of whom only the id is needed. */
  record Customer(@Nullable String id, @Nullable String entity) {}

  /** The answer to a deletion. */
  record Deleted(@Nullable Boolean deleted) {}

  /** The answer to a cancellation. */
  record Cancelled(@Nullable String status) {}

  /** One step of several. */
  sealed interface Step {

    /** It made what the next step needs. */
    record Made(String id) implements Step {}

    /** It ended the matter. */
    record Over(AgreementOutcome outcome) implements Step {}
  }

  Step toCustomer(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? CUSTOMER
            .read(answer.body())
            .filter(customer -> "customer".equals(customer.entity()))
            .map(customer -> made(customer.id()))
            .orElseGet(() -> over(new Unknown(UNREADABLE)))
        : over(failed(exchange));
  }

  Step toOrder(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? ORDER
            .read(answer.body())
            .map(this::ordered)
            .orElseGet(() -> over(new Unknown(UNREADABLE)))
        : over(failed(exchange));
  }

  /** An order, if it is the agreement's. */
  Step ordered(RazorpayOrder order) {
    if (!order.isReadable()) {
      return over(new Unknown(UNREADABLE));
    }
    return order.isOf(agreement.value(), first) ? made(order.id()) : over(mismatch());
  }

  /** The answer to the request for the payment by which the payer agrees. */
  AgreementOutcome toFirstPayment(Exchange exchange, String order) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? MADE.read(answer.body())
            .filter(made -> RazorpayCalls.isId(made.razorpayPaymentId()))
            .map(made -> started(made, order))
            .orElseGet(() -> new Unknown(UNREADABLE))
        : failed(exchange);
  }

  /** What the agreement is by a payment that has no token yet. */
  AgreementOutcome toPayment(RazorpayPayment payment, String order) {
    return payment.isReadable() && payment.isOf(order, first)
        ? RazorpayStatuses.firstPayment(payment, order, alarms)
        : mismatch();
  }

  /** What the agreement is by its first payment alone, which was made. */
  AgreementOutcome toUnlisted(String customer, String token, String order) {
    return RazorpayCalls.isId(customer) && RazorpayCalls.isId(token)
        ? new Active(customer + "/" + token, order)
        : new Unknown(UNREADABLE);
  }

  /** What the agreement is by its customer's tokens; one that is gone was deleted. */
  AgreementOutcome toTokens(
      RazorpayFound<RazorpayToken> found, String customer, String token, String order) {
    return switch (found) {
      case RazorpayFound.Nothing<RazorpayToken>(var why) -> new Unknown(why);
      case RazorpayFound.Items<RazorpayToken>(var tokens) ->
          tokens.stream()
              .filter(it -> token.equals(it.id()))
              .findFirst()
              .map(it -> RazorpayStatuses.token(it, customer + "/" + token, order, alarms))
              .orElseGet(Ended::new);
    };
  }

  /** The answer to the wish to end it. */
  OperationOutcome toEnd(Exchange exchange, String token) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new OperationOutcome.NotSent(why);
      case Exchange.Unknown(var why) -> new OperationOutcome.Unknown(why);
      case Answered answer when answer.isSuccess() -> ended(answer, token);
      case Answered answer ->
          switch (RazorpayErrors.failure(answer, alarms)) {
            case Failure.Busy(var why) -> new OperationOutcome.NotSent(why);
            case Failure.Refused(var reason) -> new OperationOutcome.Refused(reason, null);
            case Failure.Gateway(var why) -> new OperationOutcome.Unknown(why);
            case Failure.Unclear(var why) -> new OperationOutcome.Unknown(why);
          };
    };
  }

  /** Whether a token is still the customer's, and may be charged. */
  OperationOutcome toEndQuery(RazorpayFound<RazorpayToken> found, String token) {
    return switch (found) {
      case RazorpayFound.Nothing<RazorpayToken>(var why) -> new OperationOutcome.Unknown(why);
      case RazorpayFound.Items<RazorpayToken>(var tokens) ->
          isOver(tokens, token) ? new OperationOutcome.Done(token) : new OperationOutcome.Absent();
    };
  }

  /** The agreement's id belongs to something else at Razorpay. */
  AgreementOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, agreement + " got an answer about another agreement");
    return new Unknown("answer about another agreement");
  }

  private static boolean isOver(List<RazorpayToken> tokens, String token) {
    return tokens.stream()
        .filter(it -> token.equals(it.id()))
        .allMatch(it -> it.status().equals("cancelled"));
  }

  private AgreementOutcome started(RazorpayReplies.Made made, String order) {
    var link = made.link();
    if (link != null && !link.isBlank()) {
      return new NeedsAction(new NextStep.ShowCode(link), order);
    }
    var next = made.next();
    return next == null || next.isEmpty()
        ? new Pending(order)
        : new NeedsAction(RazorpayNextSteps.of(next, alarms), order);
  }

  private OperationOutcome ended(Answered answer, String token) {
    var deleted = DELETED.read(answer.body()).map(Deleted::deleted).orElse(false);
    var status = CANCELLED.read(answer.body()).map(Cancelled::status).orElse("");
    return deleted || status.equals("cancelled") || status.equals("cancellation_initiated")
        ? new OperationOutcome.Done(token)
        : new OperationOutcome.Unknown("answered, and not done");
  }

  private AgreementOutcome failed(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer ->
          switch (RazorpayErrors.failure(answer, alarms)) {
            case Failure.Busy(var why) -> new NotSent(why);
            case Failure.Refused(var reason) -> new Refused(reason);
            case Failure.Gateway(var why) -> new Unknown(why);
            case Failure.Unclear(var why) -> new Unknown(why);
          };
    };
  }

  private static Step made(@Nullable String id) {
    return id != null && RazorpayCalls.isId(id) ? new Step.Made(id) : over(new Unknown(UNREADABLE));
  }

  private static Step over(AgreementOutcome outcome) {
    return new Step.Over(outcome);
  }
}
