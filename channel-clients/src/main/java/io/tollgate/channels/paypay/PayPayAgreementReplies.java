package io.tollgate.channels.paypay;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.codec.PayerPage;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.paypay.PayPayErrors.Verdict;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.Ended;
import io.tollgate.domain.channel.AgreementOutcome.NeedsAction;
import io.tollgate.domain.channel.AgreementOutcome.NotSent;
import io.tollgate.domain.channel.AgreementOutcome.Pending;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.product.NextStep;
import java.util.Set;

/**
 * What PayPay's answers mean for one agreement (facts, section 13, "agreement" and "Errors"). An
 * authorization is in force for it only where it names the agreement's id.
 */
final class PayPayAgreementReplies {

  /** How PayPay refuses to tell of an authorization that is in force no more. */
  private static final Set<String> ENDED =
      Set.of("INVALID_USER_AUTHORIZATION_ID", "EXPIRED_USER_AUTHORIZATION_ID", "CANCELED_USER");

  private static final Json<PayPayAuthorization.Body> AUTHORIZATION =
      Json.camel(PayPayAuthorization.Body.class);
  private static final Json<PayPayAuthorization.Session> SESSION =
      Json.camel(PayPayAuthorization.Session.class);

  private final OperationId agreement;
  private final Alarms alarms;

  PayPayAgreementReplies(OperationId agreement, Alarms alarms) {
    this.agreement = agreement;
    this.alarms = alarms;
  }

  /** The answer to the wish for a page of consent. */
  AgreementOutcome toSession(Exchange exchange) {
    return switch (PayPayErrors.verdict(exchange, alarms)) {
      case Verdict.Done(var answer) -> page(answer);
      case Verdict.Accepted _ -> new Pending(null);
      case Verdict.NotSent(var why) -> new NotSent(why);
      case Verdict.Refused(var reason) -> new Refused(reason);
      case Verdict.NotFound(var reason) -> new Refused(reason);
      case Verdict.Unclear(var why) -> new Unknown(why);
    };
  }

  /** The answer to a question about an authorization that PayPay named to us. */
  AgreementOutcome toQuery(Exchange exchange, String authorization) {
    var verdict = PayPayErrors.verdict(exchange, alarms);
    return switch (verdict) {
      case Verdict.Done(var answer) -> authorization(answer, authorization);
      case Verdict.Refused(var reason) when isEnd(reason) -> new Ended();
      case Verdict.NotFound _ -> {
        alarms.raise(Alarm.REFERENCE_LOST, agreement.toString());
        yield new Unknown("PayPay does not know the authorization that it named");
      }
      case Verdict.Accepted _, Verdict.NotSent _, Verdict.Refused _, Verdict.Unclear _ ->
          new Unknown(PayPayErrors.unanswered(verdict, agreement, alarms));
    };
  }

  /** The answer to the wish to end it. */
  OperationOutcome toEnd(Exchange exchange) {
    return switch (PayPayErrors.verdict(exchange, alarms)) {
      case Verdict.Done _ -> new OperationOutcome.Done(null);
      case Verdict.Accepted _ -> new OperationOutcome.Pending(null);
      case Verdict.NotSent(var why) -> new OperationOutcome.NotSent(why);
      case Verdict.Refused(var reason) -> new OperationOutcome.Refused(reason, null);
      case Verdict.NotFound(var reason) -> new OperationOutcome.Refused(reason, null);
      case Verdict.Unclear(var why) -> new OperationOutcome.Unknown(why);
    };
  }

  /** The answer to the question whether it is in force still. */
  OperationOutcome toEndQuery(Exchange exchange, String authorization) {
    return switch (toQuery(exchange, authorization)) {
      case Ended _ -> new OperationOutcome.Done(null);
      case Active _ -> new OperationOutcome.Absent();
      case Unknown(var why) -> new OperationOutcome.Unknown(why);
      case NeedsAction _, Pending _, Refused _, AgreementOutcome.Absent _, NotSent _ ->
          new OperationOutcome.Unknown("no answer to the question");
    };
  }

  private AgreementOutcome page(Answered answer) {
    return SESSION
        .read(answer.body())
        .map(PayPayAuthorization.Session::data)
        .flatMap(link -> PayerPage.find(link.linkQRCodeURL()))
        .<AgreementOutcome>map(page -> new NeedsAction(new NextStep.Redirect(page), null))
        .orElseGet(() -> new Unknown("unreadable answer"));
  }

  private AgreementOutcome authorization(Answered answer, String id) {
    return AUTHORIZATION
        .read(answer.body())
        .map(PayPayAuthorization.Body::data)
        .map(authorization ->
            id.equals(authorization.userAuthorizationId())
                ? authorization(authorization, id)
                : mismatch())
        .orElseGet(() -> new Unknown("unreadable answer"));
  }

  private AgreementOutcome authorization(PayPayAuthorization authorization, String id) {
    return switch (authorization.status()) {
      case null -> new Unknown("unreadable answer");
      case "ACTIVE" -> authorization.isOf(agreement) ? new Active(id, id) : mismatch();
      case "INACTIVE" -> new Ended();
      case String other ->
          new Unknown(PayPayStatuses.unmapped("authorization status", other, alarms));
    };
  }

  private AgreementOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, agreement + " got an answer about another agreement");
    return new Unknown("answer about another agreement");
  }

  private static boolean isEnd(DeclineReason reason) {
    return reason.channelCode() != null && ENDED.contains(reason.channelCode());
  }
}
