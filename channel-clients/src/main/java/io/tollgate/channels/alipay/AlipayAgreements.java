package io.tollgate.channels.alipay;

import io.tollgate.channels.alipay.AlipayAnswers.Said;
import io.tollgate.channels.alipay.AlipayErrors.Failure;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Edge;
import io.tollgate.channels.http.Exchange;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.product.NextStep;
import reactor.core.publisher.Mono;

/**
 * The steps of a withholding agreement. Asking for it needs no call: the payer's browser takes what
 * is signed here to Alipay, which knows the agreement by our id from then on.
 */
final class AlipayAgreements {

  private static final Json<AlipayAgreement> AGREEMENT = Json.of(AlipayAgreement.class);

  private final AgreementRequest request;
  private final AlipayCalls calls;
  private final Edge edge;
  private final Alarms alarms;
  private final AlipayAnswers answers;

  AlipayAgreements(AgreementRequest request, AlipayCalls calls, Edge edge) {
    this.request = request;
    this.calls = calls;
    this.edge = edge;
    this.alarms = edge.alarms();
    this.answers = new AlipayAnswers(calls.account(), alarms);
  }

  Mono<AgreementOutcome> sign() {
    return Mono.fromSupplier(() -> AlipayAgreementRequests.sign(request, calls))
        .<AgreementOutcome>map(
            page -> new AgreementOutcome.NeedsAction(new NextStep.Redirect(page), null))
        .onErrorResume(RuntimeException.class, this::unbuilt);
  }

  Mono<AgreementOutcome> state() {
    return edge.ask(() -> AlipayAgreementRequests.query(request, calls)).map(this::toQuery);
  }

  /** Like that of a payment's operations, a refusal is believed only while it is in force. */
  Mono<OperationOutcome> end(String token) {
    return edge.send(() -> AlipayAgreementRequests.end(token, calls))
        .map(exchange -> answers.read(exchange, AlipayAgreementRequests.UNSIGN))
        .flatMap(this::ended);
  }

  private AgreementOutcome toQuery(Exchange exchange) {
    var said = answers.read(exchange, AlipayAgreementRequests.QUERY);
    return switch (said) {
      case Said.Ok(var node) -> agreement(node);
      case Said.Failed(Failure.Absent _) -> new AgreementOutcome.Absent();
      case Said.Waiting _, Said.NotSent _, Said.Silent _, Said.Failed _ ->
          new AgreementOutcome.Unknown(answers.unanswered(said, request.id()));
    };
  }

  private AgreementOutcome agreement(byte[] node) {
    var read = AGREEMENT.read(node);
    if (read.isEmpty()) {
      return new AgreementOutcome.Unknown("unreadable answer");
    }
    if (!AlipayIds.out(request.id()).equals(read.get().externalAgreementNo())) {
      alarms.raise(Alarm.MISMATCH, request.id() + " got an answer about another agreement");
      return new AgreementOutcome.Unknown("answer about another agreement");
    }
    return AlipayStatuses.agreement(read.get().status(), read.get().agreementNo(), alarms);
  }

  private Mono<OperationOutcome> ended(Said said) {
    return switch (said) {
      case Said.Ok _ -> Mono.just(new OperationOutcome.Done(null));
      case Said.NotSent(var why) -> Mono.just(new OperationOutcome.NotSent(why));
      case Said.Failed(Failure.Busy(var why)) -> Mono.just(new OperationOutcome.NotSent(why));
      case Said.Silent(var why) -> Mono.just(new OperationOutcome.Unknown(why));
      case Said.Failed(Failure.Unclear(var why)) -> Mono.just(new OperationOutcome.Unknown(why));
      case Said.Failed(Failure.Refused(var reason)) ->
          asked(new OperationOutcome.Refused(reason, null));
      case Said.Failed(Failure.Absent _), Said.Failed(Failure.ThereAlready _), Said.Waiting _ ->
          asked(new OperationOutcome.Unknown("answered, and not ended"));
    };
  }

  /** What became of the end, by what Alipay says of the agreement; else what it said before. */
  private Mono<OperationOutcome> asked(OperationOutcome whileInForce) {
    return state()
        .map(now ->
            switch (now) {
              case AgreementOutcome.Ended _, AgreementOutcome.Absent _ ->
                  new OperationOutcome.Done(null);
              case AgreementOutcome.Active _ -> whileInForce;
              case AgreementOutcome.Pending _,
                  AgreementOutcome.NeedsAction _,
                  AgreementOutcome.Refused _,
                  AgreementOutcome.NotSent _,
                  AgreementOutcome.Unknown _ ->
                  new OperationOutcome.Unknown("refused, and not known to be in force");
            });
  }

  private Mono<AgreementOutcome> unbuilt(RuntimeException thrown) {
    var kind = thrown.getClass().getSimpleName();
    alarms.raise(Alarm.MISCONFIGURED, "no request could be built (" + kind + ")");
    return Mono.just(new AgreementOutcome.NotSent("no request could be built"));
  }
}
