package io.tollgate.channels.razorpay;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.razorpay.RazorpayErrors.Failure;
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
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Razorpay's answers mean for one attempt (facts, section 11, "Status" and "Errors").
 *
 * <p>An order or a link counts only where receipt, amount and currency are those of the attempt; a
 * payment only where order, amount and currency are.
 */
final class RazorpayReplies {

  private static final Json<RazorpayOrder> ORDER = Json.of(RazorpayOrder.class);
  private static final Json<RazorpayLink> LINK = Json.of(RazorpayLink.class);
  private static final Json<RazorpayLink.Links> LINKS = Json.of(RazorpayLink.Links.class);
  private static final Json<Made> MADE = Json.of(Made.class);

  private final ChannelRequestId requestId;
  private final Order order;
  private final Alarms alarms;

  RazorpayReplies(ChannelRequestId requestId, Order order, Alarms alarms) {
    this.requestId = requestId;
    this.order = order;
    this.alarms = alarms;
  }

  /**
   * The answer to a request to pay an order.
   *
   * @param link what the payer's app is opened by, where that is all that is next
   */
  record Made(
      @Nullable String razorpayPaymentId,
      @Nullable String link,
      @Nullable List<RazorpayNextSteps.@Nullable Action> next) {}

  /** Whether there is an order now to be paid. */
  sealed interface Ordered {

    record Made(String id) implements Ordered {}

    record Missing(ChannelOutcome outcome) implements Ordered {}
  }

  /** The answer to a request for an order. */
  Ordered toOrder(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Ordered.Missing(new NotSent(why));
      case Exchange.Unknown(var why) -> new Ordered.Missing(new Unknown(why));
      case Answered answer when answer.isSuccess() ->
          ORDER
              .read(answer.body())
              .map(this::ordered)
              .orElseGet(() -> new Ordered.Missing(unreadable()));
      case Answered answer -> new Ordered.Missing(refused(answer));
    };
  }

  /** An order, if it is the attempt's. */
  Ordered ordered(RazorpayOrder made) {
    var id = made.id();
    if (!made.isReadable() || id == null) {
      return new Ordered.Missing(unreadable());
    }
    return made.isOf(requestId.toString(), order.amount())
        ? new Ordered.Made(id)
        : new Ordered.Missing(mismatch());
  }

  /** The answer to a request to pay an order; empty where only a question can tell. */
  Optional<ChannelOutcome> toPay(Exchange exchange, String orderId) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> Optional.of(new NotSent(why));
      case Exchange.Unknown(var why) -> Optional.of(new Unknown(why));
      case Answered answer when answer.isSuccess() -> Optional.of(made(answer, orderId));
      case Answered answer ->
          switch (RazorpayErrors.failure(answer, alarms)) {
            case Failure.Busy(var why) -> Optional.of(new NotSent(why));
            case Failure.Refused(var reason) -> Optional.of(new Declined(reason, orderId));
            case Failure.Unclear(var why) -> Optional.of(new Unknown(why));
            case Failure.Gateway _ -> Optional.empty();
          };
    };
  }

  /** What an order is by all that was tried to pay it; what was paid goes first. */
  ChannelOutcome toPayments(RazorpayFound<RazorpayPayment> found, String orderId) {
    return switch (found) {
      case RazorpayFound.Nothing<RazorpayPayment>(var why) -> new Unknown(why);
      case RazorpayFound.Items<RazorpayPayment>(var payments) -> {
        alarmOnSeveral(payments.stream().filter(RazorpayReplies::tookMoney).toList());
        yield nearest(payments.stream().map(payment -> payment(payment, orderId)).toList());
      }
    };
  }

  /** Of what several orders of the attempt's say, that which is nearest to being paid. */
  static ChannelOutcome nearest(List<ChannelOutcome> outcomes) {
    return outcomes.stream()
        .min(Comparator.comparingInt(RazorpayReplies::nearness))
        .orElseGet(Absent::new);
  }

  /** The answer to a request for a payment link. */
  ChannelOutcome toLink(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> link(answer);
      case Answered answer -> refused(answer);
    };
  }

  /** The answer to a question about a link that Razorpay named to us. */
  ChannelOutcome toLinkQuery(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? link(answer)
        : new Unknown(RazorpayErrors.unanswered(exchange, requestId, alarms));
  }

  /** What the attempt is by all links that carry its id. */
  ChannelOutcome toLinks(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? LINKS
            .read(answer.body())
            .map(RazorpayLink.Links::paymentLinks)
            .map(this::links)
            .orElseGet(RazorpayReplies::unreadable)
        : new Unknown(RazorpayErrors.unanswered(exchange, requestId, alarms));
  }

  /** The answer to a cancellation; empty where only a question can tell. */
  Optional<ChannelOutcome> toCancel(Exchange exchange) {
    return switch (exchange) {
      case Answered answer when answer.isSuccess() -> Optional.of(link(answer));
      case Answered answer when answer.status() == 400 -> Optional.empty();
      case Answered _, Exchange.NotSent _, Exchange.Unknown _ ->
          Optional.of(new Unknown(RazorpayErrors.unanswered(exchange, requestId, alarms)));
    };
  }

  /** Says that more than one thing at Razorpay stands for the attempt. */
  void alarmOnSeveral(List<?> things) {
    if (things.size() > 1) {
      alarms.raise(Alarm.SEVERAL_PAYMENTS, requestId + " has " + things.size());
    }
  }

  private ChannelOutcome made(Answered answer, String orderId) {
    return MADE.read(answer.body())
        .filter(made -> RazorpayCalls.isId(made.razorpayPaymentId()))
        .map(made -> started(made, orderId))
        .orElseGet(RazorpayReplies::unreadable);
  }

  private ChannelOutcome started(Made made, String orderId) {
    var next = made.next();
    return next == null || next.isEmpty()
        ? new Pending(orderId)
        : new NeedsAction(RazorpayNextSteps.of(next, alarms), orderId);
  }

  /** A refusal of what comes before any payment: of an order or a link. */
  private ChannelOutcome refused(Answered answer) {
    return switch (RazorpayErrors.failure(answer, alarms)) {
      case Failure.Busy(var why) -> new NotSent(why);
      case Failure.Refused(var reason) -> new Declined(reason, null);
      case Failure.Gateway(var why) -> new Unknown(why);
      case Failure.Unclear(var why) -> new Unknown(why);
    };
  }

  private ChannelOutcome payment(RazorpayPayment payment, String orderId) {
    if (!payment.isReadable()) {
      return unreadable();
    }
    return payment.isOf(orderId, order.amount())
        ? RazorpayStatuses.payment(payment, orderId, order.capture(), alarms)
        : mismatch();
  }

  private ChannelOutcome links(List<@Nullable RazorpayLink> links) {
    var listed = links.stream().filter(Objects::nonNull).toList();
    if (listed.size() < links.size()) {
      return unreadable();
    }
    var ours =
        listed.stream().filter(link -> requestId.toString().equals(link.referenceId())).toList();
    alarmOnSeveral(ours);
    return nearest(ours.stream().map(this::link).toList());
  }

  private ChannelOutcome link(Answered answer) {
    return LINK.read(answer.body()).map(this::link).orElseGet(RazorpayReplies::unreadable);
  }

  private ChannelOutcome link(RazorpayLink link) {
    if (!link.isReadable()) {
      return unreadable();
    }
    return link.isOf(requestId.toString(), order.amount())
        ? RazorpayStatuses.link(link, alarms)
        : mismatch();
  }

  private ChannelOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, requestId + " got an answer about another order");
    return new Unknown("answer about another order");
  }

  private static boolean tookMoney(RazorpayPayment payment) {
    return "captured".equals(payment.status()) || "authorized".equals(payment.status());
  }

  private static int nearness(ChannelOutcome outcome) {
    return switch (outcome) {
      case Approved _ -> 0;
      case Authorized _ -> 1;
      case Unknown _ -> 2;
      case Pending _ -> 3;
      case NeedsAction _ -> 4;
      case Declined _, Closed _, NotSent _ -> 5;
      case Absent _ -> 6;
    };
  }

  private static ChannelOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
