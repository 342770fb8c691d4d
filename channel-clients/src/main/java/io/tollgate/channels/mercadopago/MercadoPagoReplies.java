package io.tollgate.channels.mercadopago;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.codec.PayerPage;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.mercadopago.MercadoPagoErrors.Failure;
import io.tollgate.channels.mercadopago.MercadoPagoFound.Hits;
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
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Mercado Pago's answers mean for one attempt (facts, section 16, "Status"). A payment or a
 * preference counts only where its reference, amount and currency are those of the order.
 */
final class MercadoPagoReplies {

  private static final Json<MercadoPagoPayment> PAYMENT = Json.of(MercadoPagoPayment.class);
  private static final Json<MercadoPagoPreference> PREFERENCE =
      Json.of(MercadoPagoPreference.class);
  private static final Json<CardToken> CARD_TOKEN = Json.of(CardToken.class);

  private final ChannelRequestId requestId;
  private final Order order;
  private final Alarms alarms;

  MercadoPagoReplies(ChannelRequestId requestId, Order order, Alarms alarms) {
    this.requestId = requestId;
    this.order = order;
    this.alarms = alarms;
  }

  /** What we read of a card token. */
  record CardToken(@Nullable JsonNode id) {}

  /** Whether there is a token now to charge a saved card with. */
  sealed interface Token {

    record Made(String id) implements Token {}

    record Missing(ChannelOutcome outcome) implements Token {}
  }

  /** The answer to a request to pay: here a refusal ends the attempt. */
  ChannelOutcome toPay(Exchange exchange) {
    return toRequest(exchange, this::payment);
  }

  /** The answer to the wish for a page to pay on. */
  ChannelOutcome toPage(Exchange exchange) {
    return toRequest(exchange, answer -> preference(answer, MercadoPagoReplies::page));
  }

  /** The answer to the wish for a token of a saved card. */
  Token toToken(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? CARD_TOKEN
            .read(answer.body())
            .flatMap(token -> MercadoPagoCalls.idOf(token.id()))
            .<Token>map(Token.Made::new)
            .orElseGet(() -> new Token.Missing(unreadable()))
        : new Token.Missing(toRequest(exchange, _ -> unreadable()));
  }

  /** The answer to a question about a payment that Mercado Pago named to us. */
  ChannelOutcome toRetrieve(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? payment(answer)
        : new Unknown(MercadoPagoErrors.lost(exchange, requestId, alarms));
  }

  /** The answer to a cancellation; empty where only a question can tell. */
  Optional<ChannelOutcome> toCancel(Exchange exchange) {
    return switch (exchange) {
      case Answered answer when answer.isSuccess() -> Optional.of(payment(answer));
      case Answered answer when answer.status() == 400 -> Optional.empty();
      case Answered _, Exchange.NotSent _, Exchange.Unknown _ ->
          Optional.of(new Unknown(MercadoPagoErrors.unanswered(exchange, requestId, alarms)));
    };
  }

  /** The answer to a question about a page, or to the wish that nobody pays there any more. */
  ChannelOutcome toPageState(Exchange exchange, Instant now) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? preference(
            answer,
            preference ->
                preference.isExpired(now) ? new Closed(false, preference.id()) : page(preference))
        : new Unknown(MercadoPagoErrors.lost(exchange, requestId, alarms));
  }

  /** What the attempt is by all payments that carry its id. */
  ChannelOutcome toSearch(MercadoPagoFound found) {
    return switch (found) {
      case Hits(var payments, var isAll) -> ofAll(payments, isAll);
      case MercadoPagoFound.Nothing(var why) -> new Unknown(why);
    };
  }

  /** The payment, among those found, that is neither paid nor at an end. */
  Optional<String> openAmong(MercadoPagoFound found) {
    return found instanceof Hits(var payments, _)
        ? payments.stream().map(this::matching).flatMap(said -> open(said).stream()).findFirst()
        : Optional.empty();
  }

  /** An outcome's payment, if it waits for the payer or for Mercado Pago. */
  static Optional<String> open(ChannelOutcome outcome) {
    return switch (outcome) {
      case Pending(var reference) -> Optional.ofNullable(reference);
      case NeedsAction(_, var reference) -> Optional.of(reference);
      case Approved _, Authorized _, Declined _, Closed _, Absent _, NotSent _, Unknown _ ->
          Optional.empty();
    };
  }

  private ChannelOutcome toRequest(Exchange exchange, Function<Answered, ChannelOutcome> read) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> read.apply(answer);
      case Answered answer ->
          switch (MercadoPagoErrors.failure(answer, alarms)) {
            case Failure.Busy(var why) -> new NotSent(why);
            case Failure.Refused(var reason) -> new Declined(reason, null);
            case Failure.Unclear(var why) -> new Unknown(why);
          };
    };
  }

  /** One that was paid goes first; where some are not shown, only such a one proves anything. */
  private ChannelOutcome ofAll(List<MercadoPagoPayment> payments, boolean isAll) {
    var said = payments.stream().map(this::matching).toList();
    if (said.stream().filter(MercadoPagoReplies::isLive).count() > 1) {
      alarms.raise(Alarm.SEVERAL_PAYMENTS, requestId + " has " + payments.size());
    }
    var nearest =
        said.stream()
            .min(Comparator.comparingInt(MercadoPagoReplies::nearness))
            .orElseGet(Absent::new);
    return isAll || nearest instanceof Approved
        ? nearest
        : new Unknown("too many payments to look through");
  }

  private ChannelOutcome payment(Answered answer) {
    return PAYMENT
        .read(answer.body())
        .map(this::matching)
        .orElseGet(MercadoPagoReplies::unreadable);
  }

  private ChannelOutcome matching(MercadoPagoPayment payment) {
    if (payment.reference() == null) {
      return unreadable();
    }
    return payment.isOf(requestId, order)
        ? MercadoPagoStatuses.payment(payment, alarms)
        : mismatch();
  }

  private ChannelOutcome preference(
      Answered answer, Function<MercadoPagoPreference, ChannelOutcome> read) {
    var preference = PREFERENCE.read(answer.body());
    if (preference.isEmpty() || !MercadoPagoCalls.isId(preference.get().id())) {
      return unreadable();
    }
    return preference.get().isOf(requestId, order) ? read.apply(preference.get()) : mismatch();
  }

  private static ChannelOutcome page(MercadoPagoPreference preference) {
    var id = preference.id();
    var page = PayerPage.find(preference.initPoint());
    return id == null || page.isEmpty()
        ? unreadable()
        : new NeedsAction(new NextStep.Redirect(page.get()), id);
  }

  private ChannelOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, requestId + " got an answer about another order");
    return new Unknown("answer about another order");
  }

  private static boolean isLive(ChannelOutcome outcome) {
    return nearness(outcome) < nearness(new Absent());
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

  private static ChannelOutcome unreadable() {
    return new Unknown("unreadable answer");
  }
}
