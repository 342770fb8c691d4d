package io.tollgate.channels.camara;

import io.tollgate.channels.camara.CamaraErrors.Failure;
import io.tollgate.channels.camara.CamaraSighting.Missing;
import io.tollgate.channels.camara.CamaraSighting.Seen;
import io.tollgate.channels.camara.CamaraSighting.Unclear;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.DeclineReason;
import reactor.core.publisher.Mono;

/**
 * The steps of handing a payer's one-time password in (facts, section 14, {@code validate}). The
 * operator sent it to the phone, and knows it together with the authorization's id, which it gave
 * us in answer to the preparation.
 */
final class CamaraPassword {

  private final AttemptQuery query;
  private final CamaraCalls calls;
  private final CamaraInquiry inquiry;

  CamaraPassword(AttemptQuery query, CamaraCalls calls) {
    this.query = query;
    this.calls = calls;
    this.inquiry = new CamaraInquiry(query, calls);
  }

  /** Where no password was asked for, or by nobody whom we could answer, the state is told. */
  Mono<ChannelOutcome> submit(String otp) {
    var known = query.channelReference();
    return known == null ? inquiry.state() : submit(CamaraReference.parse(known), otp);
  }

  private Mono<ChannelOutcome> submit(CamaraReference reference, String otp) {
    return reference
        .authorizationId()
        .map(id -> calls.requests().validate(reference, id, otp, query.requestId()))
        .map(call -> calls.send(call).flatMap(exchange -> answered(exchange, reference)))
        .orElseGet(inquiry::state);
  }

  /** The attempt is there whatever became of the password, so that it is never not sent. */
  private Mono<ChannelOutcome> answered(Exchange exchange, CamaraReference reference) {
    return switch (exchange) {
      case Answered answer when answer.isSuccess() -> accepted(reference);
      case Answered answer -> refused(answer, reference);
      case Exchange.NotSent _, Exchange.Unknown _ -> inquiry.state();
    };
  }

  private Mono<ChannelOutcome> refused(Answered answer, CamaraReference reference) {
    return switch (CamaraErrors.failure(answer, calls.alarms())) {
      case Failure.WrongCode _ ->
          Mono.just(
              new NeedsAction(
                  CamaraNextSteps.later(reference, query.order()), reference.toString()));
      case Failure.Repeated(var otherwise) when otherwise == null -> accepted(reference);
      case Failure.Refused(var reason) -> failed(reason);
      case Failure.Repeated _, Failure.Busy _, Failure.Unclear _ -> inquiry.state();
    };
  }

  /** From here on the payer has nothing to do, however long the operator takes. */
  private Mono<ChannelOutcome> accepted(CamaraReference reference) {
    return inquiry
        .retrieved(reference.done())
        .flatMap(sighting ->
            isWaiting(sighting)
                ? Mono.just(new Pending(reference.paymentId()))
                : inquiry.completed(sighting));
  }

  /**
   * All tries are used up, or the authorization is void. What waits for a password will never get
   * one, and nothing is charged that nobody confirms.
   */
  private Mono<ChannelOutcome> failed(DeclineReason reason) {
    return reason.category() != DeclineReason.Category.AUTHENTICATION_FAILED
        ? inquiry.state()
        : inquiry
            .look()
            .flatMap(sighting ->
                switch (sighting) {
                  case Seen seen when seen.is("denied") || isWaiting(seen) ->
                      Mono.just(new Declined(reason, seen.reference().paymentId()));
                  case Seen _, Missing _, Unclear _ -> inquiry.completed(sighting);
                });
  }

  private static boolean isWaiting(CamaraSighting sighting) {
    return sighting instanceof Seen seen
        && (seen.is("pending_validation") || seen.is("processing"));
  }
}
