package io.tollgate.channels.camara;

import io.tollgate.channels.camara.CamaraErrors.Failure;
import io.tollgate.channels.camara.CamaraSighting.Missing;
import io.tollgate.channels.camara.CamaraSighting.Seen;
import io.tollgate.channels.camara.CamaraSighting.Unclear;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.AttemptQuery;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.DeclineReason.Category;
import io.tollgate.domain.payment.CaptureMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The steps that it takes to learn an attempt's state at the operator, or to end it there.
 *
 * <p>In two steps the operator reserves and waits for our confirmation, for which nobody else asks
 * where the merchant captures nothing by hand. So an attempt that is found reserved is confirmed
 * here: it is the second half of the payment, and can happen to a payment only once.
 */
final class CamaraInquiry {

  private static final Json<CamaraPayment[]> PAYMENTS = Json.camel(CamaraPayment[].class);

  /** How far our clock and the operator's may be apart, and how long a request may be under way. */
  private static final Duration BEFORE = Duration.ofMinutes(5);

  private static final Duration AFTER = Duration.ofMinutes(15);

  /** A listing that is longer than this proves nothing. */
  private static final int MOST_PAGES = 20;

  private final AttemptQuery query;
  private final CamaraCalls calls;
  private final CamaraRequests requests;
  private final CamaraReplies replies;
  private final @Nullable CamaraReference known;

  CamaraInquiry(AttemptQuery query, CamaraCalls calls) {
    var reference = query.channelReference();
    this.query = query;
    this.calls = calls;
    this.requests = calls.requests();
    this.replies = new CamaraReplies(query.requestId(), query.order(), calls.alarms());
    this.known = reference == null ? null : CamaraReference.parse(reference);
  }

  /** What became of the attempt; what is reserved for us to take is taken. */
  Mono<ChannelOutcome> state() {
    return look().flatMap(this::completed);
  }

  /**
   * Cancels what waits for the payer or for us. Money that is held for a merchant who captures by
   * hand is not ours to let go, and what is processed in one step cannot be stopped.
   */
  Mono<ChannelOutcome> close() {
    return look()
        .flatMap(sighting ->
            sighting instanceof Seen seen && isOpen(seen)
                ? cancelled(seen.reference())
                : Mono.just(replies.outcome(sighting)));
  }

  /** The attempt's payment, by the operator's own id where we have it, else by ours. */
  Mono<CamaraSighting> look() {
    return known == null
        ? listed(query.sentAt().minus(BEFORE), query.sentAt().plus(AFTER))
        : retrieved(known);
  }

  /** The attempt's payment among those that were made in that time. */
  Mono<CamaraSighting> listed(Instant from, Instant to) {
    var ours = query.requestId().toString();
    return new CamaraListing<>(
            calls,
            ours,
            PAYMENTS,
            CamaraPayment::paymentId,
            MOST_PAGES,
            page -> requests.list(from, to, page, ours))
        .items()
        .filter(payment -> ours.equals(payment.referenceCode()))
        .collectList()
        .map(replies::toListing)
        .onErrorResume(CamaraListing.Broken.class, broken -> Mono.just(new Unclear(broken.why())));
  }

  /** What a sighting means; what is reserved for us to take is taken. */
  Mono<ChannelOutcome> completed(CamaraSighting sighting) {
    return sighting instanceof Seen seen && isOursToTake(seen)
        ? confirmed(seen.reference().done())
        : Mono.just(replies.outcome(sighting));
  }

  Mono<CamaraSighting> retrieved(CamaraReference reference) {
    return calls
        .ask(requests.retrieve(reference, query.requestId()))
        .map(exchange -> replies.toRetrieve(exchange, reference));
  }

  CamaraReplies replies() {
    return replies;
  }

  private boolean isOursToTake(Seen seen) {
    return seen.is("reserved") && query.order().capture() == CaptureMode.AUTOMATIC;
  }

  private boolean isOpen(Seen seen) {
    return seen.is("pending_validation") || isOursToTake(seen);
  }

  /**
   * Whatever comes of it, the payment is there, so less than {@link Pending} is never said: it is
   * looked at again later, and confirmed again where that is needed.
   */
  private Mono<ChannelOutcome> confirmed(CamaraReference reference) {
    var pending = new Pending(reference.paymentId());
    return calls
        .send(requests.confirm(reference, query.order(), query.requestId()))
        .flatMap(exchange ->
            switch (exchange) {
              case Answered answer when answer.isSuccess() -> unless(reference, pending);
              case Answered answer -> afterRefusal(answer, reference);
              case Exchange.NotSent _, Exchange.Unknown _ -> Mono.just(pending);
            });
  }

  /** A denial is believed: nobody confirms the payment another time, so nothing is charged. */
  private Mono<ChannelOutcome> afterRefusal(Answered answer, CamaraReference reference) {
    var pending = new Pending(reference.paymentId());
    return switch (CamaraErrors.failure(answer, calls.alarms())) {
      case Failure.Refused(var reason) when reason.category() == Category.DO_NOT_HONOR ->
          unless(reference, new Declined(reason, reference.paymentId()));
      case Failure.Refused _, Failure.Repeated _ -> unless(reference, pending);
      case Failure.Busy _, Failure.WrongCode _, Failure.Unclear _ -> Mono.just(pending);
    };
  }

  /** What the payment is by now; where it is still ours to take, or not to be seen, the other. */
  private Mono<ChannelOutcome> unless(CamaraReference reference, ChannelOutcome asBefore) {
    return retrieved(reference)
        .map(sighting ->
            switch (sighting) {
              case Seen seen when !isOursToTake(seen) -> replies.outcome(seen);
              case Seen _ -> asBefore;
              case Missing _, Unclear _ -> new Pending(reference.paymentId());
            });
  }

  /**
   * Cancels and looks again. Where the operator accepted it and did not do it yet, the attempt is
   * over all the same: without our confirmation no money moves.
   */
  private Mono<ChannelOutcome> cancelled(CamaraReference reference) {
    return calls
        .send(requests.cancel(reference, query.order(), query.requestId()))
        .flatMap(
            exchange -> retrieved(reference).map(sighting -> afterCancelling(exchange, sighting)));
  }

  private ChannelOutcome afterCancelling(Exchange exchange, CamaraSighting sighting) {
    if (exchange instanceof Answered answer && !answer.isSuccess()) {
      // What the payment is decides; this only raises the alarms.
      var _ = CamaraErrors.failure(answer, calls.alarms());
    }
    var isAccepted = exchange instanceof Answered answer && answer.isSuccess();
    return isAccepted && sighting instanceof Seen seen && isOpen(seen)
        ? new Closed(false, seen.reference().paymentId())
        : replies.outcome(sighting);
  }
}
