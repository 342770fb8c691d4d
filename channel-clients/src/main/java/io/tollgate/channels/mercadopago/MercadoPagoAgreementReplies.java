package io.tollgate.channels.mercadopago;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.mercadopago.MercadoPagoErrors.Failure;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Absent;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.Ended;
import io.tollgate.domain.channel.AgreementOutcome.NotSent;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.OperationOutcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Mercado Pago's answers mean for one agreement (facts, section 16, "Ops": saved cards). A
 * customer counts only where the address is the payer's, a card only where it is the customer's.
 */
final class MercadoPagoAgreementReplies {

  private static final String UNREADABLE = "unreadable answer";
  private static final Json<Customer> CUSTOMER = Json.of(Customer.class);
  private static final Json<Customers> CUSTOMERS = Json.of(Customers.class);
  private static final Json<MercadoPagoCard> CARD = Json.of(MercadoPagoCard.class);
  private static final Json<JsonNode> LIST = Json.of(JsonNode.class);

  private final AgreementRequest request;
  private final Alarms alarms;

  MercadoPagoAgreementReplies(AgreementRequest request, Alarms alarms) {
    this.request = request;
    this.alarms = alarms;
  }

  /** What we read of a customer. */
  record Customer(@Nullable String id, @Nullable String email) {}

  /** What we read of those that a search found. */
  record Customers(@Nullable List<@Nullable Customer> results) {}

  /** A step towards an agreement: what it brought, or how the agreement ends. */
  sealed interface Step<T> {

    record Made<T>(T thing) implements Step<T> {}

    record Missing<T>(AgreementOutcome outcome) implements Step<T> {}
  }

  /** The answer to the wish for a customer; empty where there is one already. */
  Optional<Step<String>> toCustomer(Exchange exchange) {
    if (exchange instanceof Answered answer && answer.isSuccess()) {
      return Optional.of(
          CUSTOMER.read(answer.body()).map(this::matching).orElseGet(this::unreadableStep));
    }
    return exchange instanceof Answered answer && MercadoPagoErrors.isCustomerThere(answer)
        ? Optional.empty()
        : Optional.of(new Step.Missing<>(toRequest(exchange, _ -> new Unknown(UNREADABLE))));
  }

  /** The answer to a search for the customer; nobody found is no agreement. */
  Step<String> toSearch(Exchange exchange) {
    if (!(exchange instanceof Answered answer) || !answer.isSuccess()) {
      return new Step.Missing<>(unanswered(exchange));
    }
    var found = CUSTOMERS.read(answer.body()).map(Customers::results);
    if (found.isEmpty() || found.get().size() > 1) {
      return unreadableStep();
    }
    if (found.get().isEmpty()) {
      return new Step.Missing<>(new Absent());
    }
    var only = found.get().getFirst();
    return only == null ? unreadableStep() : matching(only);
  }

  /** The answer to the wish that the card be saved. */
  AgreementOutcome toSave(Exchange exchange, String customer) {
    return toRequest(
        exchange,
        answer ->
            CARD.read(answer.body())
                .map(card -> active(card, customer))
                .orElseGet(() -> new Unknown(UNREADABLE)));
  }

  /** The answer to a question about a card that was saved: one that is not there was deleted. */
  AgreementOutcome toRetrieve(Exchange exchange, MercadoPagoSource saved) {
    if (exchange instanceof Answered answer && answer.status() == 404) {
      return new Ended();
    }
    return exchange instanceof Answered answer && answer.isSuccess()
        ? CARD.read(answer.body())
            .map(card -> saved.card().equals(card.reference()) ? active(card, saved) : mismatch())
            .orElseGet(() -> new Unknown(UNREADABLE))
        : unanswered(exchange);
  }

  /** The answer to the question which card a token stands for. */
  Step<MercadoPagoCard> toToken(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? CARD.read(answer.body())
            .<Step<MercadoPagoCard>>map(Step.Made::new)
            .orElseGet(() -> new Step.Missing<>(new Unknown(UNREADABLE)))
        : new Step.Missing<>(unanswered(exchange));
  }

  /** The answer to a question about all cards of the customer, of which one may be this. */
  AgreementOutcome toList(Exchange exchange, MercadoPagoCard wanted, String customer) {
    if (!(exchange instanceof Answered answer) || !answer.isSuccess()) {
      return unanswered(exchange);
    }
    var nodes = LIST.read(answer.body()).filter(JsonNode::isArray);
    if (nodes.isEmpty()) {
      return new Unknown(UNREADABLE);
    }
    for (var node : nodes.get()) {
      var card = Json.convert(node, MercadoPagoCard.class);
      if (card.isEmpty()) {
        return new Unknown(UNREADABLE);
      }
      if (card.get().isSameAs(wanted)) {
        return active(card.get(), customer);
      }
    }
    return new Absent();
  }

  /** The answer to the wish that a card be deleted; one that is not there is deleted. */
  OperationOutcome toDelete(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new OperationOutcome.NotSent(why);
      case Exchange.Unknown(var why) -> new OperationOutcome.Unknown(why);
      case Answered answer when answer.isSuccess() || answer.status() == 404 ->
          new OperationOutcome.Done(null);
      case Answered answer ->
          switch (MercadoPagoErrors.failure(answer, alarms)) {
            case Failure.Busy(var why) -> new OperationOutcome.NotSent(why);
            case Failure.Refused(var reason) -> new OperationOutcome.Refused(reason, null);
            case Failure.Unclear(var why) -> new OperationOutcome.Unknown(why);
          };
    };
  }

  /** The answer to the question whether a card is still there. */
  OperationOutcome toDeleteQuery(Exchange exchange, MercadoPagoSource saved) {
    return switch (toRetrieve(exchange, saved)) {
      case Ended _ -> new OperationOutcome.Done(null);
      case Active _ -> new OperationOutcome.Absent();
      case AgreementOutcome.NeedsAction _,
          AgreementOutcome.Pending _,
          Refused _,
          Absent _,
          NotSent _,
          Unknown _ ->
          new OperationOutcome.Unknown("nobody knows whether the card is still there");
    };
  }

  private AgreementOutcome toRequest(Exchange exchange, Function<Answered, AgreementOutcome> read) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> read.apply(answer);
      case Answered answer ->
          switch (MercadoPagoErrors.failure(answer, alarms)) {
            case Failure.Busy(var why) -> new NotSent(why);
            case Failure.Refused(var reason) -> new Refused(reason);
            case Failure.Unclear(var why) -> new Unknown(why);
          };
    };
  }

  private Step<String> matching(Customer customer) {
    var email = request.customer().email();
    var id = customer.id();
    if (id == null || !MercadoPagoCalls.isId(id)) {
      return unreadableStep();
    }
    return email != null && email.equalsIgnoreCase(customer.email())
        ? new Step.Made<>(id)
        : new Step.Missing<>(mismatch());
  }

  /** A card in force: what charges it is also what it is asked after by. */
  private AgreementOutcome active(MercadoPagoCard card, String customer) {
    if (!card.isOf(customer)) {
      return mismatch();
    }
    var token = card.source(customer).token();
    return new Active(token, token);
  }

  private AgreementOutcome active(MercadoPagoCard card, MercadoPagoSource saved) {
    return active(card, MercadoPagoCalls.id(saved.customer()));
  }

  private AgreementOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, request.id() + " got an answer about another customer");
    return new Unknown("answer about another customer");
  }

  private AgreementOutcome unanswered(Exchange exchange) {
    return new Unknown(MercadoPagoErrors.unanswered(exchange, request.id(), alarms));
  }

  private Step<String> unreadableStep() {
    return new Step.Missing<>(new Unknown(UNREADABLE));
  }
}
