package io.tollgate.channels.camara;

import io.tollgate.channels.camara.CamaraErrors.Failure;
import io.tollgate.channels.camara.CamaraSighting.Missing;
import io.tollgate.channels.camara.CamaraSighting.Seen;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.DeclineReason;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.channel.PayRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The steps of taking a payment.
 *
 * <p>Some refusals may be the answer to a repetition: that the correlator is known is told by
 * {@code ALREADY_EXISTS}, but also by {@code INVALID_ARGUMENT}, which a wrong request gets too. So
 * the payment is looked for before they are believed.
 */
final class CamaraPaying {

  /** Longer than requests to pay are repeated. */
  private static final Duration REPEATED_WITHIN = Duration.ofHours(1);

  private static final Duration CLOCK_SLACK = Duration.ofMinutes(5);

  private final PayRequest request;
  private final CamaraCalls calls;
  private final CamaraInquiry inquiry;

  CamaraPaying(PayRequest request, CamaraCalls calls) {
    this.request = request;
    this.calls = calls;
    this.inquiry =
        new CamaraInquiry(
            new AttemptQuery(request.requestId(), null, request.order(), calls.now()), calls);
  }

  /** Whom to charge is nowhere but in the phone number, so without one nothing is sent. */
  Mono<ChannelOutcome> pay() {
    if (CamaraPhones.of(request.order()).isEmpty()) {
      return Mono.just(new Declined(new DeclineReason(Category.INVALID_METHOD, null), null));
    }
    return calls.send(calls.requests().create(request, calls.now())).flatMap(this::answered);
  }

  private Mono<ChannelOutcome> answered(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> Mono.just(new NotSent(why));
      case Exchange.Unknown(var why) -> Mono.just(new Unknown(why));
      case Answered answer when answer.isSuccess() -> created(inquiry.replies().toCreation(answer));
      case Answered answer -> refused(CamaraErrors.failure(answer, calls.alarms()));
    };
  }

  private Mono<ChannelOutcome> created(CamaraSighting sighting) {
    return inquiry
        .completed(sighting)
        .map(outcome ->
            outcome instanceof NeedsAction && sighting instanceof Seen seen
                ? inquiry.replies().firstOutcome(seen)
                : outcome);
  }

  private Mono<ChannelOutcome> refused(Failure failure) {
    return switch (failure) {
      case Failure.Busy(var why) -> Mono.just(new NotSent(why));
      case Failure.Refused(var reason) -> Mono.just(new Declined(reason, null));
      case Failure.Repeated(var otherwise) -> repeated(otherwise);
      case Failure.WrongCode _ -> Mono.just(new Unknown("asked for a password"));
      case Failure.Unclear(var why) -> Mono.just(new Unknown(why));
    };
  }

  private Mono<ChannelOutcome> repeated(@Nullable DeclineReason otherwise) {
    var now = calls.now();
    ChannelOutcome unlessThere =
        otherwise == null
            ? new Unknown("known to the operator, and not listed")
            : new Declined(otherwise, null);
    return inquiry
        .listed(now.minus(REPEATED_WITHIN), now.plus(CLOCK_SLACK))
        .flatMap(sighting ->
            sighting instanceof Missing ? Mono.just(unlessThere) : inquiry.completed(sighting));
  }
}
