package io.tollgate.channels.unionpay;

import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.unionpay.UnionPayAnswers.Proof;
import io.tollgate.channels.unionpay.UnionPayCodes.Meaning;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.product.NextStep;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * The steps of an agreement, which is a token (facts, section 7, "quick pay token"). The payer's
 * browser takes what is signed here to UnionPay; the token comes with the notice, or is asked for
 * by our number of the agreement.
 */
final class UnionPayAgreements {

  /** Codes of a token that is no more; by public lists of UnionPay's codes, unconfirmed. */
  static final String ENDED = "ended-codes";

  /** Codes of a token that there is not, whether it never was or is no more; unconfirmed. */
  static final String NO_TOKEN = "no-token-codes";

  private static final String ENDED_UNLESS_SET = "80";
  private static final String NO_TOKEN_UNLESS_SET = "89";

  private final AgreementRequest request;
  private final UnionPayCalls calls;
  private final Edge edge;
  private final UnionPayRequests requests;
  private final UnionPayAnswers answers;

  UnionPayAgreements(AgreementRequest request, UnionPayCalls calls, Edge edge) {
    this.request = request;
    this.calls = calls;
    this.edge = edge;
    this.requests = new UnionPayRequests(calls);
    this.answers = new UnionPayAnswers(calls, edge.alarms());
  }

  Mono<AgreementOutcome> sign() {
    return Mono.fromSupplier(() -> requests.agree(request))
        .<AgreementOutcome>map(
            page -> new AgreementOutcome.NeedsAction(new NextStep.Redirect(page), null))
        .onErrorResume(RuntimeException.class, this::unbuilt);
  }

  Mono<AgreementOutcome> state() {
    var txnTime = calls.times().exactly();
    return edge.ask(() -> requests.token(request, txnTime))
        .map(exchange -> toQuery(exchange, txnTime));
  }

  /** It ends a token, not a transaction, so that doing it again changes nothing. */
  Mono<OperationOutcome> end(String token) {
    var txnTime = calls.times().exactly();
    var orderId = UnionPayIds.derived("end", request.id(), txnTime);
    return edge.send(() -> requests.deleteToken(orderId, txnTime, token))
        .map(exchange -> toEnd(exchange, orderId, txnTime));
  }

  private AgreementOutcome toQuery(Exchange exchange, String txnTime) {
    return switch (answers.proof(exchange)) {
      case Proof.NotSent(var why) -> new AgreementOutcome.Unknown("could not ask: " + why);
      case Proof.Silent(var why) -> new AgreementOutcome.Unknown(why);
      case Proof.Proved(var message) ->
          isAbout(message, UnionPayIds.of(request.id()), txnTime)
              ? agreement(message)
              : mismatch(AgreementOutcome.Unknown::new);
    };
  }

  private AgreementOutcome agreement(UnionPayMessage message) {
    if (isListed(message, ENDED, ENDED_UNLESS_SET)) {
      return new AgreementOutcome.Ended();
    }
    if (isListed(message, NO_TOKEN, NO_TOKEN_UNLESS_SET)) {
      return new AgreementOutcome.Absent();
    }
    return switch (answers.meaning(message)) {
      case Meaning.Success _ -> UnionPayToken.agreement(message, calls.account());
      case Meaning.Underway _ -> new AgreementOutcome.Pending(null);
      case Meaning.Absent _ -> new AgreementOutcome.Absent();
      case Meaning.Refused(var reason) -> {
        edge.alarms()
            .raise(
                Alarm.QUERY_REFUSED, reason.channelCode() + " to a question about " + request.id());
        yield new AgreementOutcome.Unknown("answer code " + reason.channelCode());
      }
      case Meaning.Busy(var why) -> new AgreementOutcome.Unknown(why);
      case Meaning.Unclear(var why) -> new AgreementOutcome.Unknown(why);
      case Meaning.Repeated _, Meaning.Late _ ->
          new AgreementOutcome.Unknown("an answer to another question");
    };
  }

  private OperationOutcome toEnd(Exchange exchange, String orderId, String txnTime) {
    return switch (answers.proof(exchange)) {
      case Proof.NotSent(var why) -> new OperationOutcome.NotSent(why);
      case Proof.Silent(var why) -> new OperationOutcome.Unknown(why);
      case Proof.Proved(var message) ->
          isAbout(message, orderId, txnTime)
              ? end(message)
              : mismatch(OperationOutcome.Unknown::new);
    };
  }

  private OperationOutcome end(UnionPayMessage message) {
    if (isListed(message, ENDED, ENDED_UNLESS_SET)
        || isListed(message, NO_TOKEN, NO_TOKEN_UNLESS_SET)) {
      return new OperationOutcome.Done(null);
    }
    return switch (answers.meaning(message)) {
      case Meaning.Success _ -> new OperationOutcome.Done(null);
      case Meaning.Underway _ -> new OperationOutcome.Pending(null);
      case Meaning.Busy(var why) -> new OperationOutcome.NotSent(why);
      case Meaning.Refused(var reason) -> new OperationOutcome.Refused(reason, null);
      case Meaning.Unclear(var why) -> new OperationOutcome.Unknown(why);
      case Meaning.Absent _, Meaning.Repeated _, Meaning.Late _ ->
          new OperationOutcome.Unknown("an answer to another request");
    };
  }

  private boolean isListed(UnionPayMessage message, String option, String unlessSet) {
    var code = message.get("respCode");
    return code != null && UnionPayCodes.isListed(code, option, unlessSet, calls.account());
  }

  private boolean isAbout(UnionPayMessage message, String orderId, String txnTime) {
    return message.says("merId", calls.merId())
        && message.says("orderId", orderId)
        && message.says("txnTime", txnTime);
  }

  private <T> T mismatch(Function<String, T> unknown) {
    edge.alarms().raise(Alarm.MISMATCH, request.id() + " got an answer about another agreement");
    return unknown.apply("answer about another agreement");
  }

  private Mono<AgreementOutcome> unbuilt(RuntimeException thrown) {
    var kind = thrown.getClass().getSimpleName();
    edge.alarms().raise(Alarm.MISCONFIGURED, "no request could be built (" + kind + ")");
    return Mono.just(new AgreementOutcome.NotSent("no request could be built"));
  }
}
