package io.tollgate.channels.paypal;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.paypal.PayPalFound.Elsewhere;
import io.tollgate.channels.paypal.PayPalFound.Gone;
import io.tollgate.channels.paypal.PayPalFound.Open;
import io.tollgate.channels.paypal.PayPalFound.Over;
import io.tollgate.channels.paypal.PayPalFound.Unread;
import io.tollgate.channels.paypal.PayPalIssues.Meaning;
import io.tollgate.domain.channel.ChannelOutcome;
import io.tollgate.domain.channel.ChannelOutcome.Approved;
import io.tollgate.domain.channel.ChannelOutcome.Authorized;
import io.tollgate.domain.channel.ChannelOutcome.Closed;
import io.tollgate.domain.channel.ChannelOutcome.Declined;
import io.tollgate.domain.channel.ChannelOutcome.NotSent;
import io.tollgate.domain.channel.ChannelOutcome.Pending;
import io.tollgate.domain.channel.ChannelOutcome.Unknown;
import io.tollgate.domain.channel.ChannelRequestId;
import io.tollgate.domain.payment.Order;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What PayPal's answers about orders mean for one attempt (facts, section 2, "Status" and
 * "Errors"). An order counts only where its attempt id, amount and currency are those of ours.
 */
final class PayPalReplies {

  private static final Json<PayPalOrder> ORDER = Json.of(PayPalOrder.class);

  /** The relations of a page for the payer, by PayPal's guide; the second is the older one. */
  private static final List<String> ACTION = List.of("payer-action");

  private static final List<String> APPROVAL = List.of("payer-action", "approve");

  private final ChannelRequestId attempt;
  private final Order order;
  private final Alarms alarms;

  PayPalReplies(ChannelRequestId attempt, Order order, Alarms alarms) {
    this.attempt = attempt;
    this.order = order;
    this.alarms = alarms;
  }

  /** The answer to the request that creates the order. */
  PayPalFound toCreation(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Over(new NotSent(why));
      case Exchange.Unknown(var why) -> new Over(new Unknown(why));
      case Answered answer when answer.isSuccess() -> order(answer);
      case Answered answer -> uncreated(answer);
    };
  }

  /**
   * The answer to the same request, sent again to learn what became of it. A key that is refused
   * now says nothing of then.
   */
  PayPalFound toRepetition(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> unasked(why);
      case Exchange.Unknown(var why) -> new Over(new Unknown(why));
      case Answered answer when answer.isSuccess() -> order(answer);
      case Answered answer -> unrepeated(answer);
    };
  }

  /** The answer to a question about an order that PayPal named to us. */
  PayPalFound toQuestion(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> unasked(why);
      case Exchange.Unknown(var why) -> new Over(new Unknown(why));
      case Answered answer when answer.isSuccess() -> shown(order(answer));
      case Answered answer when answer.status() == 404 -> new Gone();
      case Answered answer -> unanswered(answer);
    };
  }

  /** The answer to the request that completes an order. */
  PayPalFound toCompletion(Exchange exchange, String orderId) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Over(new NotSent(why));
      case Exchange.Unknown(var why) -> new Over(new Unknown(why));
      case Answered answer when answer.isSuccess() -> order(answer);
      case Answered answer -> uncompleted(answer, orderId);
    };
  }

  /** The order of an answer, where it is that of the attempt. */
  Optional<PayPalOrder> own(Answered answer) {
    return ORDER
        .read(answer.body())
        .filter(it -> PayPalRequests.isId(it.id()))
        .filter(this::isOurs);
  }

  /** A question is answered with all of the order, or not at all. */
  private static PayPalFound shown(PayPalFound found) {
    return found instanceof Unread ? unreadable() : found;
  }

  private PayPalFound order(Answered answer) {
    var read = ORDER.read(answer.body()).orElse(null);
    var id = read == null ? null : read.id();
    if (read == null || id == null || !PayPalRequests.isId(id) || read.status() == null) {
      return unreadable();
    }
    if (read.purchaseUnits() == null) {
      return new Unread(id);
    }
    return isOurs(read)
        ? state(read, id, read.status())
        : new Over(new Unknown("answer about another order"));
  }

  private PayPalFound state(PayPalOrder read, String id, String status) {
    return switch (status) {
      case "CREATED", "SAVED" -> new Open(id, page(read, isPayersTurn() ? APPROVAL : List.of()));
      case "PAYER_ACTION_REQUIRED" -> new Open(id, page(read, isPayersTurn() ? APPROVAL : ACTION));
      case "APPROVED" -> new PayPalFound.Approved(id);
      case "VOIDED" -> new Over(new Closed(false, id));
      case "COMPLETED" -> new Over(completed(read, id));
      default -> {
        var word = "order status " + PayPalDeclines.word(status);
        alarms.raise(Alarm.UNMAPPED, word);
        yield new Over(new Unknown(word + " is not known"));
      }
    };
  }

  /** Of several payments the one that was paid goes first. */
  private ChannelOutcome completed(PayPalOrder read, String id) {
    var outcomes =
        read.authorizations().isEmpty()
            ? read.captures().stream().map(capture -> captured(capture, id)).toList()
            : read.authorizations().stream().map(held -> held(held, id)).toList();
    if (outcomes.stream().filter(outcome -> !(outcome instanceof Declined)).count() > 1) {
      alarms.raise(Alarm.SEVERAL_PAYMENTS, attempt + " has " + outcomes.size());
    }
    return outcomes.stream()
        .min(Comparator.comparingInt(PayPalReplies::nearness))
        .orElseGet(() -> new Unknown("completed without a payment"));
  }

  private ChannelOutcome captured(PayPalPayment capture, String id) {
    return isOfTheAmount(capture) ? PayPalStatuses.ofCapture(capture, id, alarms) : mismatch();
  }

  private ChannelOutcome held(PayPalPayment authorization, String id) {
    return isOfTheAmount(authorization)
        ? PayPalStatuses.ofAuthorization(authorization, id, alarms)
        : mismatch();
  }

  private ChannelOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, attempt + " got a payment of another amount");
    return new Unknown("answer about another amount");
  }

  private boolean isOfTheAmount(PayPalPayment payment) {
    return PayPalAmounts.decode(payment.amount()).equals(Optional.of(order.amount()));
  }

  private boolean isOurs(PayPalOrder read) {
    boolean isOurs =
        read.unit()
            .filter(unit -> isNamedSo(unit.customId(), unit.referenceId()))
            .flatMap(unit -> PayPalAmounts.decode(unit.amount()))
            .filter(order.amount()::equals)
            .isPresent();
    if (!isOurs) {
      alarms.raise(Alarm.MISMATCH, attempt + " got another order");
    }
    return isOurs;
  }

  /** Both places that we write our id to say it, or one does and the other is empty. */
  private boolean isNamedSo(@Nullable String customId, @Nullable String referenceId) {
    var said =
        Stream.of(Optional.ofNullable(customId), Optional.ofNullable(referenceId))
            .flatMap(Optional::stream)
            .toList();
    return !said.isEmpty() && said.stream().allMatch(attempt.toString()::equals);
  }

  private PayPalFound uncreated(Answered answer) {
    var problem = PayPalProblem.of(answer, alarms);
    problem.alarm(alarms);
    return switch (problem.meaning()) {
      case DECLINED, REFUSED, MISCONFIGURED -> new Over(new Declined(problem.reason(), null));
      case LATER -> new Over(new NotSent(problem.text()));
      case DUPLICATE -> new Elsewhere();
      case LOOK, RUNNING, EXPIRED, UNPROVED -> new Over(new Unknown(problem.text()));
    };
  }

  private PayPalFound unrepeated(Answered answer) {
    var problem = PayPalProblem.of(answer, alarms);
    problem.alarm(alarms);
    return switch (problem.meaning()) {
      case DECLINED, REFUSED -> new Over(new Declined(problem.reason(), null));
      case DUPLICATE -> new Elsewhere();
      case MISCONFIGURED, LATER, LOOK, RUNNING, EXPIRED, UNPROVED ->
          new Over(new Unknown(problem.text()));
    };
  }

  private PayPalFound uncompleted(Answered answer, String orderId) {
    var problem = PayPalProblem.of(answer, alarms);
    problem.alarm(alarms);
    return switch (problem.meaning()) {
      case DECLINED, REFUSED, MISCONFIGURED -> new Over(new Declined(problem.reason(), orderId));
      case LATER -> new Over(new NotSent(problem.text()));
      case LOOK -> new Unread(orderId);
      case DUPLICATE -> new Elsewhere();
      case EXPIRED -> new Over(new Closed(true, orderId));
      case RUNNING, UNPROVED -> new Over(new Unknown(problem.text()));
    };
  }

  private PayPalFound unanswered(Answered answer) {
    var problem = PayPalProblem.of(answer, alarms);
    problem.alarm(alarms);
    if (answer.status() >= 400 && answer.status() < 500 && problem.meaning() != Meaning.LATER) {
      alarms.raise(
          Alarm.QUERY_REFUSED, "HTTP " + answer.status() + " to a question about " + attempt);
    }
    return new Over(new Unknown("HTTP " + answer.status()));
  }

  /** A saved method is charged by us, so the payer's turn only comes when PayPal says so. */
  private boolean isPayersTurn() {
    return order.method().token() == null;
  }

  private static @Nullable URI page(PayPalOrder read, List<String> relations) {
    return PayPalOrder.page(read.links(), relations).orElse(null);
  }

  private static int nearness(ChannelOutcome outcome) {
    return switch (outcome) {
      case Approved _ -> 0;
      case Authorized _ -> 1;
      case Unknown _ -> 2;
      case Pending _ -> 3;
      case ChannelOutcome.NeedsAction _ -> 4;
      case Declined _, Closed _, ChannelOutcome.Absent _, NotSent _ -> 5;
    };
  }

  private static PayPalFound unasked(String why) {
    return new Over(new Unknown("could not ask: " + why));
  }

  private static PayPalFound unreadable() {
    return new Over(new Unknown("unreadable answer"));
  }
}
