package io.tollgate.channels.square;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.square.SquareErrors.Failure;
import io.tollgate.channels.square.SquareLookup.Found;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import io.tollgate.domain.product.NextStep;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Square's answers mean for one attempt (facts, section 9, "Status" and "Errors").
 *
 * <p>A payment counts only where its attempt id, amount and currency are those of the order. An
 * error that carries the attempt's payment in a state in which money is held or taken is read by
 * that payment, so that a charge is never taken for a refusal.
 */
final class SquareReplies {

  private static final Json<SquarePayment.Envelope> PAYMENT = Json.of(SquarePayment.Envelope.class);

  private static final Json<SquareLink.Envelope> LINK = Json.of(SquareLink.Envelope.class);
  private static final Json<SquareLink.Deleted> DELETED = Json.of(SquareLink.Deleted.class);

  private final ChannelRequestId requestId;
  private final Order order;
  private final Alarms alarms;

  SquareReplies(ChannelRequestId requestId, Order order, Alarms alarms) {
    this.requestId = requestId;
    this.order = order;
    this.alarms = alarms;
  }

  /** The answer to a request to pay: here a refusal ends the attempt. */
  ChannelOutcome toPay(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> payment(answer);
      case Answered answer -> refusedToPay(answer);
    };
  }

  /** The answer to a question about a payment that Square named to us. */
  ChannelOutcome toRetrieve(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? payment(answer)
        : new Unknown(SquareErrors.unansweredByReference(exchange, requestId, alarms));
  }

  /** The answer to a cancellation; empty where only a question can tell. */
  Optional<ChannelOutcome> toCancel(Exchange exchange) {
    return switch (exchange) {
      case Answered answer when answer.isSuccess() -> Optional.of(payment(answer));
      case Answered answer when answer.status() == 400 || answer.status() == 422 ->
          Optional.empty();
      case Answered _, Exchange.NotSent _, Exchange.Unknown _ ->
          Optional.of(new Unknown(SquareErrors.unansweredByReference(exchange, requestId, alarms)));
    };
  }

  /** The answer to a cancellation by our key, which names no payment; empty where it was done. */
  Optional<ChannelOutcome> toCancelByKey(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? Optional.empty()
        : Optional.of(new Unknown(SquareErrors.unanswered(exchange, requestId, alarms)));
  }

  /** The answer to a request for a payment link, which has to ask for the order's amount. */
  ChannelOutcome toLink(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() ->
          LINK.read(answer.body())
              .map(made -> made.asksFor(order) ? link(made) : mismatch())
              .orElseGet(SquareReplies::unreadable);
      case Answered answer -> refused(answer, null);
    };
  }

  /** The answer to a question about a link that nobody paid; one that is gone is not payable. */
  ChannelOutcome toLinkQuery(Exchange exchange) {
    if (exchange instanceof Answered answer && answer.status() == 404) {
      return new Absent();
    }
    return exchange instanceof Answered answer && answer.isSuccess()
        ? LINK.read(answer.body()).map(this::link).orElseGet(SquareReplies::unreadable)
        : new Unknown(SquareErrors.unanswered(exchange, requestId, alarms));
  }

  /** The answer to a link's deletion; empty where only a question can tell. */
  Optional<ChannelOutcome> toLinkDeletion(Exchange exchange, String reference) {
    return switch (exchange) {
      case Answered answer when answer.isSuccess() ->
          DELETED
              .read(answer.body())
              .filter(gone -> SquareLink.idIn(reference).equals(gone.id()))
              .filter(gone -> gone.cancelledOrderId() != null)
              .<ChannelOutcome>map(_ -> new Closed(false, reference));
      case Answered answer when answer.status() == 400 || answer.status() == 404 ->
          Optional.empty();
      case Answered _, Exchange.NotSent _, Exchange.Unknown _ ->
          Optional.of(new Unknown(SquareErrors.unanswered(exchange, requestId, alarms)));
    };
  }

  /** What the attempt is by all that a look-up for its id brought; one that was paid goes first. */
  ChannelOutcome toLookup(Found<SquarePayment> found) {
    return switch (found) {
      case Found.Hits<SquarePayment>(var hits, _) -> ofHits(hits);
      case Found.Nothing<SquarePayment>(var why) -> new Unknown(why);
    };
  }

  private ChannelOutcome ofHits(List<SquarePayment> hits) {
    if (hits.size() > 1) {
      alarms.raise(Alarm.SEVERAL_PAYMENTS, requestId + " has " + hits.size());
    }
    return hits.stream()
        .map(this::matching)
        .min(Comparator.comparingInt(SquareReplies::nearness))
        .orElseGet(Absent::new);
  }

  private ChannelOutcome refusedToPay(Answered answer) {
    var payment = SquareErrors.payment(answer);
    if (payment != null) {
      var said = matching(payment);
      if (!isUnpaid(said)) {
        return said;
      }
    }
    return refused(answer, payment == null ? null : payment.id());
  }

  private ChannelOutcome refused(Answered answer, @Nullable String reference) {
    return switch (SquareErrors.failure(answer, alarms)) {
      case Failure.Busy(var why) -> new NotSent(why);
      case Failure.Refused(var reason) -> new Declined(reason, reference);
      case Failure.Unclear(var why) -> new Unknown(why);
    };
  }

  private ChannelOutcome link(SquareLink.Envelope envelope) {
    var link = envelope.paymentLink();
    if (link == null) {
      return unreadable();
    }
    if (!link.isOf(requestId)) {
      return mismatch();
    }
    return link.page()
        .<ChannelOutcome>map(page -> new NeedsAction(new NextStep.Redirect(page), link.reference()))
        .orElseGet(SquareReplies::unreadable);
  }

  private ChannelOutcome payment(Answered answer) {
    return PAYMENT
        .read(answer.body())
        .flatMap(envelope -> Optional.ofNullable(envelope.payment()))
        .map(this::matching)
        .orElseGet(SquareReplies::unreadable);
  }

  private ChannelOutcome matching(SquarePayment payment) {
    return payment.isOf(requestId, order) ? SquareStatuses.payment(payment, alarms) : mismatch();
  }

  private ChannelOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, requestId + " got an answer about another order");
    return new Unknown("answer about another order");
  }

  private static ChannelOutcome unreadable() {
    return new Unknown("unreadable answer");
  }

  /** Whether no money is held or taken, so that the error is what decides. */
  private static boolean isUnpaid(ChannelOutcome said) {
    return switch (said) {
      case Declined _, NotSent _, Absent _ -> true;
      case Approved _, Authorized _, Pending _, NeedsAction _, Closed _, Unknown _ -> false;
    };
  }

  private static int nearness(ChannelOutcome outcome) {
    return switch (outcome) {
      case Approved _ -> 0;
      case Authorized _ -> 1;
      case Unknown _ -> 2;
      case Pending _ -> 3;
      case NeedsAction _ -> 4;
      case Declined _, Closed _, Absent _, NotSent _ -> 5;
    };
  }
}
