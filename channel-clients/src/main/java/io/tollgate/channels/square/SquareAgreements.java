package io.tollgate.channels.square;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.square.SquareAgreementReplies.Customer;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Absent;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * The steps of an agreement: a customer, and a card on file of the customer's. The agreement's
 * token is {@code <customer>/<card>}.
 */
final class SquareAgreements {

  private static final Set<String> REUSABLE = Set.of("card");

  private final AgreementRequest request;
  private final ChannelAccount account;
  private final Edge edge;
  private final SquareAgreementReplies replies;

  SquareAgreements(AgreementRequest request, ChannelAccount account, Edge edge) {
    this.request = request;
    this.account = account;
    this.edge = edge;
    this.replies = new SquareAgreementReplies(request.id(), edge.alarms());
  }

  /** One that Square has named to us is not asked for again. */
  Mono<AgreementOutcome> sign() {
    var reference = request.channelReference();
    if (reference != null) {
      return retrieve(reference);
    }
    return REUSABLE.contains(request.method().type()) && request.method().token() != null
        ? signNew()
        : Mono.just(new Refused(SquareDeclines.refusal(null)));
  }

  /** By Square's own id where we have it, else by ours. */
  Mono<AgreementOutcome> state() {
    var reference = request.channelReference();
    return reference == null ? lookup() : retrieve(reference);
  }

  /** Disables the card, after which nobody can charge it. */
  Mono<OperationOutcome> end(String token) {
    var card = token.substring(token.indexOf('/') + 1);
    return edge.send(() -> SquareAgreementRequests.disable(card, account))
        .map(exchange -> replies.toDisable(exchange, card))
        .flatMap(said -> SquareOperations.unlessDone(said, askDisabled(card)));
  }

  private Mono<AgreementOutcome> signNew() {
    return edge.send(() -> SquareAgreementRequests.customer(request, account))
        .map(replies::toCustomer)
        .flatMap(customer ->
            switch (customer) {
              case Customer.Made(var id) -> keep(id);
              case Customer.Missing(var outcome) -> Mono.just(outcome);
            });
  }

  /** A token works once, so a refusal may be the answer to a repetition. */
  private Mono<AgreementOutcome> keep(String customer) {
    return edge.send(() -> SquareAgreementRequests.card(request, customer, account))
        .map(replies::toCard)
        .flatMap(said ->
            said instanceof Refused
                ? lookup().map(now -> now instanceof Absent ? said : now)
                : Mono.just(said));
  }

  private Mono<AgreementOutcome> retrieve(String reference) {
    return edge.ask(() -> SquareAgreementRequests.retrieve(reference, account))
        .map(replies::toRetrieve);
  }

  private Mono<AgreementOutcome> lookup() {
    var ours = request.id().value();
    return new SquareLookup<>(
            ours, "cards", SquareCard.class, card -> ours.equals(card.referenceId()))
        .through(edge, cursor -> SquareAgreementRequests.list(request, cursor, account))
        .map(replies::toLookup);
  }

  private Mono<OperationOutcome> askDisabled(String card) {
    return edge.ask(() -> SquareAgreementRequests.retrieve(card, account))
        .map(exchange -> replies.toDisableQuery(exchange, card));
  }
}
