package io.tollgate.channels.camara;

import io.tollgate.channels.camara.CamaraSighting.Missing;
import io.tollgate.channels.camara.CamaraSighting.Seen;
import io.tollgate.channels.camara.CamaraSighting.Unclear;
import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Absent;
import io.tollgate.domain.channel.ChannelOutcome.NeedsAction;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator's answers about payments mean for one attempt (facts, section 14). A payment
 * counts only where its reference code, amount and currency are those of the order.
 */
final class CamaraReplies {

  private static final Json<CamaraPayment> PAYMENT = Json.camel(CamaraPayment.class);

  private final ChannelRequestId requestId;
  private final Order order;
  private final Alarms alarms;

  CamaraReplies(ChannelRequestId requestId, Order order, Alarms alarms) {
    this.requestId = requestId;
    this.order = order;
    this.alarms = alarms;
  }

  /** The payment that was just made. */
  CamaraSighting toCreation(Answered answer) {
    return PAYMENT
        .read(answer.body())
        .map(payment -> matching(payment, null))
        .orElseGet(CamaraReplies::unreadable);
  }

  /** The answer to a question about a payment that the operator named to us. */
  CamaraSighting toRetrieve(Exchange exchange, CamaraReference known) {
    if (exchange instanceof Answered answer && answer.isSuccess()) {
      return PAYMENT
          .read(answer.body())
          .map(payment -> matching(payment, known))
          .orElseGet(CamaraReplies::unreadable);
    }
    if (exchange instanceof Answered answer && answer.status() == 404) {
      alarms.raise(Alarm.REFERENCE_LOST, requestId.toString());
      return new Unclear("the operator does not know the payment that it named");
    }
    return new Unclear(CamaraErrors.unanswered(exchange, requestId, alarms));
  }

  /** The payment among all that carry the attempt's id; one that was paid goes first. */
  CamaraSighting toListing(List<CamaraPayment> hits) {
    if (hits.size() > 1) {
      alarms.raise(Alarm.SEVERAL_PAYMENTS, requestId + " has " + hits.size());
    }
    return hits.stream()
        .map(payment -> matching(payment, null))
        .min(Comparator.comparingInt(CamaraReplies::nearness))
        .orElseGet(Missing::new);
  }

  /** What a sighting means for the attempt. */
  ChannelOutcome outcome(CamaraSighting sighting) {
    return switch (sighting) {
      case Seen(var payment, var reference) ->
          CamaraStatuses.payment(payment, reference, order, alarms);
      case Missing _ -> new Absent();
      case Unclear(var why) -> new Unknown(why);
    };
  }

  /** The same of the answer to the creation, which alone says what the payer has to do. */
  ChannelOutcome firstOutcome(Seen seen) {
    var outcome = outcome(seen);
    var validation = seen.payment().validationInfo();
    return outcome instanceof NeedsAction && validation != null
        ? new NeedsAction(
            CamaraNextSteps.first(validation, seen.reference(), order, alarms),
            seen.reference().toString())
        : outcome;
  }

  private CamaraSighting matching(CamaraPayment payment, @Nullable CamaraReference known) {
    var id = payment.paymentId();
    if (id == null || !CamaraReference.isId(id)) {
      return unreadable();
    }
    if (!payment.isOf(requestId, order) || (known != null && !known.paymentId().equals(id))) {
      alarms.raise(Alarm.MISMATCH, requestId + " got a payment of another order");
      return new Unclear("answer about another order");
    }
    return new Seen(
        payment, known == null ? CamaraNextSteps.reference(id, payment.validationInfo()) : known);
  }

  /** What may have been paid is nearer than what was not. */
  private static int nearness(CamaraSighting sighting) {
    return switch (sighting) {
      case Seen seen when seen.is("succeeded") -> 0;
      case Seen seen when seen.is("denied") || seen.is("cancelled") -> 4;
      case Seen seen when seen.is("reserved") -> 1;
      case Unclear _ -> 2;
      case Seen _ -> 3;
      case Missing _ -> 5;
    };
  }

  private static CamaraSighting unreadable() {
    return new Unclear("unreadable answer");
  }
}
