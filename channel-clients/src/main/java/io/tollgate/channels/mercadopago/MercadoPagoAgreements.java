package io.tollgate.channels.mercadopago;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.mercadopago.MercadoPagoAgreementReplies.Step;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Absent;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementOutcome.Unknown;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The steps of an agreement: a customer, of whom Mercado Pago has one for each address, and a card
 * that is saved for the customer. Its token is {@code <payment method>:<customer>/<card>}; so is
 * what it is called, as nothing of a card is ours to name.
 */
final class MercadoPagoAgreements {

  private final AgreementRequest request;
  private final ChannelAccount account;
  private final Edge edge;
  private final MercadoPagoAgreementReplies replies;

  MercadoPagoAgreements(AgreementRequest request, ChannelAccount account, Edge edge) {
    this.request = request;
    this.account = account;
    this.edge = edge;
    this.replies = new MercadoPagoAgreementReplies(request, edge.alarms());
  }

  /** One that Mercado Pago has named to us is not asked for again. */
  Mono<AgreementOutcome> sign() {
    var known = saved(request.channelReference());
    return known
        .map(this::retrieve)
        .orElseGet(() -> fresh().map(this::signNew).orElseGet(MercadoPagoAgreements::refused));
  }

  /** By Mercado Pago's own id where we have it, else by the card that the token stands for. */
  Mono<AgreementOutcome> state() {
    var known = saved(request.channelReference());
    return known
        .map(this::retrieve)
        .orElseGet(() -> fresh().map(this::lookup).orElseGet(() -> Mono.just(new Absent())));
  }

  /** Deletes the card, after which nobody can charge it. */
  Mono<OperationOutcome> end(String token) {
    return saved(token)
        .map(this::delete)
        .orElseGet(
            () -> Mono.just(new OperationOutcome.Refused(MercadoPagoDeclines.refusal(null), null)));
  }

  /** The card token that the payer's page made, and an address to know the payer by. */
  private Optional<MercadoPagoSource> fresh() {
    boolean isCard = request.method().type().equals(MercadoPagoMethods.CARD);
    return isCard && request.customer().email() != null
        ? MercadoPagoSource.parse(request.method().token()).filter(it -> it.customer() == null)
        : Optional.empty();
  }

  private static Optional<MercadoPagoSource> saved(@Nullable String token) {
    return MercadoPagoSource.parse(token).filter(source -> source.customer() != null);
  }

  private Mono<AgreementOutcome> signNew(MercadoPagoSource source) {
    return edge.send(() -> MercadoPagoAgreementRequests.customer(request, account))
        .flatMap(exchange -> replies.toCustomer(exchange).map(Mono::just).orElseGet(this::customer))
        .flatMap(step ->
            switch (step) {
              case Step.Made<String>(var customer) -> save(source, customer);
              case Step.Missing<String>(var outcome) -> Mono.just(unlessAbsent(outcome));
            });
  }

  private Mono<AgreementOutcome> save(MercadoPagoSource source, String customer) {
    return edge.send(() -> MercadoPagoAgreementRequests.save(request, source, customer, account))
        .map(exchange -> replies.toSave(exchange, customer));
  }

  private Mono<Step<String>> customer() {
    return edge.ask(() -> MercadoPagoAgreementRequests.search(request, account))
        .map(replies::toSearch);
  }

  private Mono<AgreementOutcome> lookup(MercadoPagoSource source) {
    return customer()
        .flatMap(step ->
            switch (step) {
              case Step.Made<String>(var customer) -> identify(source, customer);
              case Step.Missing<String>(var outcome) -> Mono.just(outcome);
            });
  }

  private Mono<AgreementOutcome> identify(MercadoPagoSource source, String customer) {
    return edge.ask(() -> MercadoPagoAgreementRequests.cardToken(source, account))
        .map(replies::toToken)
        .flatMap(step ->
            switch (step) {
              case Step.Made<MercadoPagoCard>(var card) -> find(card, customer);
              case Step.Missing<MercadoPagoCard>(var outcome) -> Mono.just(outcome);
            });
  }

  private Mono<AgreementOutcome> find(MercadoPagoCard card, String customer) {
    return edge.ask(() -> MercadoPagoAgreementRequests.list(customer, account))
        .map(exchange -> replies.toList(exchange, card, customer));
  }

  private Mono<AgreementOutcome> retrieve(MercadoPagoSource saved) {
    return edge.ask(() -> MercadoPagoAgreementRequests.retrieve(saved, account))
        .map(exchange -> replies.toRetrieve(exchange, saved));
  }

  private Mono<OperationOutcome> delete(MercadoPagoSource saved) {
    return edge.send(() -> MercadoPagoAgreementRequests.delete(saved, account))
        .map(replies::toDelete)
        .flatMap(said -> MercadoPagoOperations.unlessDone(said, askDeleted(saved)));
  }

  private Mono<OperationOutcome> askDeleted(MercadoPagoSource saved) {
    return edge.ask(() -> MercadoPagoAgreementRequests.retrieve(saved, account))
        .map(exchange -> replies.toDeleteQuery(exchange, saved));
  }

  /** A customer who was there a moment ago and is not found says nothing of the agreement. */
  private static AgreementOutcome unlessAbsent(AgreementOutcome outcome) {
    return outcome instanceof Absent ? new Unknown("the customer was not found") : outcome;
  }

  private static Mono<AgreementOutcome> refused() {
    return Mono.just(new Refused(MercadoPagoDeclines.refusal(null)));
  }
}
