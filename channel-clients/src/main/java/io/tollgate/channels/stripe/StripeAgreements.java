package io.tollgate.channels.stripe;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.stripe.StripeAgreementReplies.Customer;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * The steps of an agreement: a customer, and a setup intent that saves the customer's method for
 * charges off session. The agreement's token is {@code <customer>/<payment method>}.
 */
final class StripeAgreements {

  /**
   * The methods that are charged later as what they were saved as. A bank redirect would be charged
   * as a debit of another id, of which the facts know nothing.
   */
  private static final Set<String> REUSABLE = Set.of("card");

  private final AgreementRequest request;
  private final ChannelAccount account;
  private final Edge edge;
  private final StripeAgreementReplies replies;

  StripeAgreements(AgreementRequest request, ChannelAccount account, Edge edge) {
    this.request = request;
    this.account = account;
    this.edge = edge;
    this.replies = new StripeAgreementReplies(request.id(), edge.alarms());
  }

  /** One that Stripe has named to us is not asked for again. */
  Mono<AgreementOutcome> sign() {
    var reference = request.channelReference();
    if (reference != null) {
      return retrieve(reference);
    }
    return REUSABLE.contains(request.method().type()) && request.method().token() != null
        ? signNew()
        : Mono.just(new Refused(StripeDeclines.refusal(null)));
  }

  /** By Stripe's own id where we have it, else by ours among those of the payment method. */
  Mono<AgreementOutcome> state() {
    var reference = request.channelReference();
    return reference == null ? lookup() : retrieve(reference);
  }

  /** Detaches the method, after which nobody can charge it. */
  Mono<OperationOutcome> end(String token) {
    var method = token.substring(token.indexOf('/') + 1);
    return edge.send(() -> StripeAgreementRequests.detach(method, account))
        .map(exchange -> replies.toDetach(exchange, method))
        .flatMap(said -> StripeOperations.unlessDone(said, askDetached(method)));
  }

  private Mono<AgreementOutcome> signNew() {
    return edge.send(() -> StripeAgreementRequests.customer(request, account))
        .map(replies::toCustomer)
        .flatMap(customer ->
            switch (customer) {
              case Customer.Made(var id) -> setUp(id);
              case Customer.Missing(var outcome) -> Mono.just(outcome);
            });
  }

  private Mono<AgreementOutcome> setUp(String customer) {
    return edge.send(() -> StripeAgreementRequests.setUp(request, customer, account))
        .map(replies::toSetUp);
  }

  private Mono<AgreementOutcome> retrieve(String reference) {
    return edge.ask(() -> StripeAgreementRequests.retrieve(reference, account))
        .map(replies::toRetrieve);
  }

  private Mono<AgreementOutcome> lookup() {
    var ours = request.id().value();
    return new StripeLookup<>(ours, StripeSetup.class, setup -> ours.equals(setup.agreementId()))
        .through(edge, after -> StripeAgreementRequests.list(request, after, account))
        .map(replies::toLookup);
  }

  private Mono<OperationOutcome> askDetached(String method) {
    return edge.ask(() -> StripeAgreementRequests.retrieveMethod(method, account))
        .map(exchange -> replies.toDetachQuery(exchange, method));
  }
}
