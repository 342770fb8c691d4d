package io.tollgate.channels.stripe;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.stripe.StripeErrors.Failure;
import io.tollgate.channels.stripe.StripeLookup.Found;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Absent;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.Ended;
import io.tollgate.domain.channel.AgreementOutcome.NeedsAction;
import io.tollgate.domain.channel.AgreementOutcome.NotSent;
import io.tollgate.domain.channel.AgreementOutcome.Pending;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import java.util.function.Supplier;

/**
 * What Stripe's answers mean for one agreement (facts, section 1, "agreement" and "Errors"). A
 * setup intent or a customer counts only where it carries the agreement's id.
 */
final class StripeAgreementReplies {

  private static final String UNREADABLE = "unreadable answer";
  private static final Json<StripeSetup> SETUP = Json.of(StripeSetup.class);
  private static final Json<StripeSetup.Customer> CUSTOMER = Json.of(StripeSetup.Customer.class);
  private static final Json<StripeSetup.Method> METHOD = Json.of(StripeSetup.Method.class);

  private final OperationId agreement;
  private final Alarms alarms;

  StripeAgreementReplies(OperationId agreement, Alarms alarms) {
    this.agreement = agreement;
    this.alarms = alarms;
  }

  /** Whether there is a customer now to save a method for. */
  sealed interface Customer {

    record Made(String id) implements Customer {}

    record Missing(AgreementOutcome outcome) implements Customer {}
  }

  Customer toCustomer(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? CUSTOMER
            .read(answer.body())
            .map(this::made)
            .orElseGet(() -> new Customer.Missing(new Unknown(UNREADABLE)))
        : new Customer.Missing(toRequest(exchange));
  }

  AgreementOutcome toSetUp(Exchange exchange) {
    return toRequest(exchange);
  }

  /** The answer to a question about a setup intent that Stripe named to us. */
  AgreementOutcome toRetrieve(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? setup(answer)
        : new Unknown(unanswered(exchange));
  }

  /** What the agreement is by all that a look-up for its id brought; one in force goes first. */
  AgreementOutcome toLookup(Found<StripeSetup> found) {
    return switch (found) {
      case Found.Nothing<StripeSetup>(var why) -> new Unknown(why);
      case Found.Hits<StripeSetup>(var hits, _) ->
          hits.stream()
              .map(this::matching)
              .reduce((one, other) -> other instanceof Active ? other : one)
              .orElseGet(Absent::new);
    };
  }

  /** The answer to the wish to detach a method. */
  OperationOutcome toDetach(Exchange exchange, String method) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new OperationOutcome.NotSent(why);
      case Exchange.Unknown(var why) -> new OperationOutcome.Unknown(why);
      case Answered answer when answer.isSuccess() ->
          detached(answer, method, () -> new OperationOutcome.Unknown("answered, and not done"));
      case Answered answer ->
          switch (StripeErrors.failure(answer, alarms)) {
            case Failure.Busy(var why) -> new OperationOutcome.NotSent(why);
            case Failure.Refused(var reason) -> new OperationOutcome.Refused(reason, null);
            case Failure.Unclear(var why) -> new OperationOutcome.Unknown(why);
          };
    };
  }

  /** The answer to the question whether a method is still the customer's. */
  OperationOutcome toDetachQuery(Exchange exchange, String method) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? detached(answer, method, OperationOutcome.Absent::new)
        : new OperationOutcome.Unknown(unanswered(exchange));
  }

  private AgreementOutcome toRequest(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> setup(answer);
      case Answered answer -> refused(answer);
    };
  }

  /** As with payments, an agreement that came about is not taken for a refusal. */
  private AgreementOutcome refused(Answered answer) {
    var setup = StripeErrors.in(answer).setupIntent();
    if (setup != null) {
      var said = matching(setup);
      if (!isOpen(said)) {
        return said;
      }
    }
    return switch (StripeErrors.failure(answer, alarms)) {
      case Failure.Busy(var why) -> new NotSent(why);
      case Failure.Refused(var reason) -> new Refused(reason);
      case Failure.Unclear(var why) -> new Unknown(why);
    };
  }

  private AgreementOutcome setup(Answered answer) {
    return SETUP.read(answer.body()).map(this::matching).orElseGet(() -> new Unknown(UNREADABLE));
  }

  private AgreementOutcome matching(StripeSetup setup) {
    if (!"setup_intent".equals(setup.object())) {
      return new Unknown(UNREADABLE);
    }
    return agreement.value().equals(setup.agreementId())
        ? StripeStatuses.agreement(setup, alarms)
        : mismatch();
  }

  private Customer made(StripeSetup.Customer customer) {
    var id = customer.id();
    if (!"customer".equals(customer.object()) || id == null || !StripeCalls.isId(id)) {
      return new Customer.Missing(new Unknown(UNREADABLE));
    }
    return agreement.value().equals(customer.agreementId())
        ? new Customer.Made(id)
        : new Customer.Missing(mismatch());
  }

  private OperationOutcome detached(
      Answered answer, String id, Supplier<OperationOutcome> stillThere) {
    var method = METHOD.read(answer.body()).filter(read -> "payment_method".equals(read.object()));
    if (method.isEmpty()) {
      return new OperationOutcome.Unknown(UNREADABLE);
    }
    if (!id.equals(method.get().id())) {
      mismatch();
      return new OperationOutcome.Unknown("answer about another method");
    }
    return method.get().customer() == null ? new OperationOutcome.Done(id) : stillThere.get();
  }

  private AgreementOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, agreement + " got an answer about another agreement");
    return new Unknown("answer about another agreement");
  }

  private String unanswered(Exchange exchange) {
    return StripeErrors.unanswered(
        exchange, agreement, "Stripe does not know what it named", alarms);
  }

  /** Whether the agreement has not come about yet, so that the error is what decides. */
  private static boolean isOpen(AgreementOutcome said) {
    return switch (said) {
      case Pending _, NeedsAction _, Refused _, NotSent _, Absent _ -> true;
      case Active _, Ended _, Unknown _ -> false;
    };
  }
}
