package io.tollgate.channels.paystack;

import io.tollgate.channels.codec.PayerPage;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.paystack.PaystackErrors.Failure;
import io.tollgate.channels.paystack.PaystackLookup.Found;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Absent;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.Ended;
import io.tollgate.domain.channel.AgreementOutcome.NeedsAction;
import io.tollgate.domain.channel.AgreementOutcome.NotSent;
import io.tollgate.domain.channel.AgreementOutcome.Pending;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.product.NextStep;
import org.jspecify.annotations.Nullable;

/**
 * What Paystack's answers mean for one agreement (facts, section 12, "mandates"). Paystack makes
 * the reference of a mandate and takes none of ours, so beside that reference an answer is held
 * against the payer's e-mail address.
 */
final class PaystackAgreementReplies {

  private static final String UNREADABLE = "unreadable answer";

  private final AgreementRequest request;
  private final Alarms alarms;

  PaystackAgreementReplies(AgreementRequest request, Alarms alarms) {
    this.request = request;
    this.alarms = alarms;
  }

  /** Where a payer agrees. */
  record Access(@Nullable String redirectUrl, @Nullable String reference) {}

  /** A mandate, or what stands where none could be read. */
  sealed interface Read {

    record Mandate(String code, String email, boolean isActive) implements Read {}

    record Instead(AgreementOutcome outcome) implements Read {}
  }

  AgreementOutcome toInitialize(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer ->
          PaystackAnswer.accepted(answer)
              .map(said ->
                  said.about(Access.class)
                      .map(this::page)
                      .orElseGet(PaystackAgreementReplies::unreadable))
              .orElseGet(() -> refused(answer));
    };
  }

  /** The answer to the question about a mandate by Paystack's reference. */
  Read toVerify(Exchange exchange) {
    if (PaystackErrors.isNotFound(exchange)) {
      return new Read.Instead(new Absent());
    }
    return exchange instanceof Answered answer
        ? PaystackAnswer.accepted(answer)
            .map(said ->
                said.about(PaystackMandate.class)
                    .map(this::mandate)
                    .orElseGet(() -> new Read.Instead(unreadable())))
            .orElseGet(() -> new Read.Instead(unanswered(exchange)))
        : new Read.Instead(unanswered(exchange));
  }

  /** One that is in force is charged by its code, and only for the address that it belongs to. */
  AgreementOutcome toActive(Read.Mandate mandate) {
    return new Active(mandate.code() + "/" + mandate.email(), request.channelReference());
  }

  /** One that is not in force is not yet or no more, which only the list of mandates tells. */
  AgreementOutcome toRevoked(Found<PaystackMandate> found) {
    return switch (found) {
      case Found.Hit<PaystackMandate> _ -> new Ended();
      case Found.Nothing<PaystackMandate> _ -> new Pending(request.channelReference());
      case Found.Unsure<PaystackMandate>(var why) -> new Unknown(why);
    };
  }

  /** The answer to the wish to end it. */
  OperationOutcome toDeactivate(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new OperationOutcome.NotSent(why);
      case Exchange.Unknown(var why) -> new OperationOutcome.Unknown(why);
      case Answered answer when PaystackAnswer.accepted(answer).isPresent() ->
          new OperationOutcome.Done(null);
      case Answered answer ->
          switch (PaystackErrors.failure(answer, alarms)) {
            case Failure.Busy(var why) -> new OperationOutcome.NotSent(why);
            case Failure.Barred(var reason) -> new OperationOutcome.Refused(reason, null);
            case Failure.Refused(var reason) -> new OperationOutcome.Refused(reason, null);
            case Failure.Unclear(var why) -> new OperationOutcome.Unknown(why);
          };
    };
  }

  private AgreementOutcome refused(Answered answer) {
    return switch (PaystackErrors.failure(answer, alarms)) {
      case Failure.Busy(var why) -> new NotSent(why);
      case Failure.Barred(var reason) -> new Refused(reason);
      case Failure.Refused(var reason) -> new Refused(reason);
      case Failure.Unclear(var why) -> new Unknown(why);
    };
  }

  private AgreementOutcome page(Access access) {
    var reference = access.reference();
    return PaystackCalls.isWord(reference)
        ? PayerPage.find(access.redirectUrl())
            .<AgreementOutcome>map(url -> new NeedsAction(new NextStep.Redirect(url), reference))
            .orElseGet(PaystackAgreementReplies::unreadable)
        : unreadable();
  }

  private Read mandate(PaystackMandate mandate) {
    var code = mandate.authorizationCode();
    var email = mandate.email();
    if (code == null || !PaystackCalls.isWord(code) || email == null || mandate.active() == null) {
      return new Read.Instead(unreadable());
    }
    if (!email.equalsIgnoreCase(request.customer().email())) {
      alarms.raise(Alarm.MISMATCH, request.id() + " got an answer about another agreement");
      return new Read.Instead(new Unknown("answer about another agreement"));
    }
    return new Read.Mandate(code, email, mandate.active());
  }

  private AgreementOutcome unanswered(Exchange exchange) {
    return new Unknown(PaystackErrors.unanswered(exchange, request.id(), alarms));
  }

  private static AgreementOutcome unreadable() {
    return new Unknown(UNREADABLE);
  }
}
