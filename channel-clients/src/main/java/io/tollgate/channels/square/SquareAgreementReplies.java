package io.tollgate.channels.square;

import io.tollgate.channels.codec.Json;
import io.tollgate.channels.http.Alarm;
import io.tollgate.channels.http.Alarms;
import io.tollgate.channels.http.Exchange;
import io.tollgate.channels.http.Exchange.Answered;
import io.tollgate.channels.square.SquareErrors.Failure;
import io.tollgate.channels.square.SquareLookup.Found;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Absent;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.NotSent;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.channel.OperationId;
import io.tollgate.domain.channel.OperationOutcome;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What Square's answers mean for one agreement (facts, section 9, "agreement" and "Errors"). A card
 * or a customer counts only where it carries the agreement's id.
 */
final class SquareAgreementReplies {

  private static final String UNREADABLE = "unreadable answer";
  private static final Json<SquareCard.Envelope> CARD = Json.of(SquareCard.Envelope.class);
  private static final Json<SquareCard.CustomerEnvelope> CUSTOMER =
      Json.of(SquareCard.CustomerEnvelope.class);

  private final OperationId agreement;
  private final Alarms alarms;

  SquareAgreementReplies(OperationId agreement, Alarms alarms) {
    this.agreement = agreement;
    this.alarms = alarms;
  }

  /** Whether there is a customer now to keep a card for. */
  sealed interface Customer {

    record Made(String id) implements Customer {}

    record Missing(AgreementOutcome outcome) implements Customer {}
  }

  Customer toCustomer(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new Customer.Missing(new NotSent(why));
      case Exchange.Unknown(var why) -> new Customer.Missing(new Unknown(why));
      case Answered answer when answer.isSuccess() ->
          CUSTOMER
              .read(answer.body())
              .flatMap(read -> Optional.ofNullable(read.customer()))
              .map(this::made)
              .orElseGet(() -> new Customer.Missing(new Unknown(UNREADABLE)));
      case Answered answer -> new Customer.Missing(refused(answer));
    };
  }

  /** The answer to the request to keep a card. */
  AgreementOutcome toCard(Exchange exchange) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new NotSent(why);
      case Exchange.Unknown(var why) -> new Unknown(why);
      case Answered answer when answer.isSuccess() -> card(answer);
      case Answered answer -> refused(answer);
    };
  }

  /** The answer to a question about a card that Square named to us. */
  AgreementOutcome toRetrieve(Exchange exchange) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? card(answer)
        : new Unknown(SquareErrors.unansweredByReference(exchange, agreement, alarms));
  }

  /** What the agreement is by all that a look-up for its id brought; one in force goes first. */
  AgreementOutcome toLookup(Found<SquareCard> found) {
    return switch (found) {
      case Found.Nothing<SquareCard>(var why) -> new Unknown(why);
      case Found.Hits<SquareCard>(var hits, _) ->
          hits.stream()
              .map(this::matching)
              .reduce((one, other) -> other instanceof Active ? other : one)
              .orElseGet(Absent::new);
    };
  }

  /** The answer to the wish to disable a card. */
  OperationOutcome toDisable(Exchange exchange, String card) {
    return switch (exchange) {
      case Exchange.NotSent(var why) -> new OperationOutcome.NotSent(why);
      case Exchange.Unknown(var why) -> new OperationOutcome.Unknown(why);
      case Answered answer when answer.isSuccess() ->
          disabled(answer, card, () -> new OperationOutcome.Unknown("answered, and not done"));
      case Answered answer ->
          switch (SquareErrors.failure(answer, alarms)) {
            case Failure.Busy(var why) -> new OperationOutcome.NotSent(why);
            case Failure.Refused(var reason) -> new OperationOutcome.Refused(reason, null);
            case Failure.Unclear(var why) -> new OperationOutcome.Unknown(why);
          };
    };
  }

  /** The answer to the question whether a card may still be charged. */
  OperationOutcome toDisableQuery(Exchange exchange, String card) {
    return exchange instanceof Answered answer && answer.isSuccess()
        ? disabled(answer, card, OperationOutcome.Absent::new)
        : new OperationOutcome.Unknown(
            SquareErrors.unansweredByReference(exchange, agreement, alarms));
  }

  private AgreementOutcome refused(Answered answer) {
    return switch (SquareErrors.failure(answer, alarms)) {
      case Failure.Busy(var why) -> new NotSent(why);
      case Failure.Refused(var reason) -> new Refused(reason);
      case Failure.Unclear(var why) -> new Unknown(why);
    };
  }

  private AgreementOutcome card(Answered answer) {
    return cardIn(answer).map(this::matching).orElseGet(() -> new Unknown(UNREADABLE));
  }

  private AgreementOutcome matching(SquareCard card) {
    return agreement.value().equals(card.referenceId())
        ? SquareStatuses.agreement(card)
        : mismatch();
  }

  private Customer made(SquareCard.Customer customer) {
    var id = customer.id();
    if (id == null || !SquareCalls.isId(id)) {
      return new Customer.Missing(new Unknown(UNREADABLE));
    }
    return agreement.value().equals(customer.referenceId())
        ? new Customer.Made(id)
        : new Customer.Missing(mismatch());
  }

  private OperationOutcome disabled(
      Answered answer, String id, Supplier<OperationOutcome> stillThere) {
    var card = cardIn(answer);
    if (card.isEmpty()) {
      return new OperationOutcome.Unknown(UNREADABLE);
    }
    if (!id.equals(card.get().id()) || !agreement.value().equals(card.get().referenceId())) {
      mismatch();
      return new OperationOutcome.Unknown("answer about another card");
    }
    return Boolean.FALSE.equals(card.get().enabled())
        ? new OperationOutcome.Done(id)
        : stillThere.get();
  }

  private static Optional<SquareCard> cardIn(Answered answer) {
    return CARD.read(answer.body()).flatMap(read -> Optional.ofNullable(read.card()));
  }

  private AgreementOutcome mismatch() {
    alarms.raise(Alarm.MISMATCH, agreement + " got an answer about another agreement");
    return new Unknown("answer about another agreement");
  }
}
