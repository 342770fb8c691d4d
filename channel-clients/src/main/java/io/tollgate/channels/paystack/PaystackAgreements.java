package io.tollgate.channels.paystack;

import io.tollgate.channels.http.Edge;
import io.tollgate.channels.paystack.PaystackAgreementReplies.Read;
import io.tollgate.channels.paystack.PaystackLookup.Found;
import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Absent;
import io.tollgate.domain.channel.AgreementOutcome.Active;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.ChannelAccount;
import io.tollgate.domain.channel.OperationOutcome;
import io.tollgate.domain.channel.OperationOutcome.Done;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * The steps of an agreement: a mandate that the payer gives at Paystack's page. Its token is {@code
 * <authorization code>/<e-mail address>}.
 *
 * <p>Asking again makes another page and no other mandate, as long as the payer uses one of them.
 */
final class PaystackAgreements {

  /** The only one that Paystack has so far (spec: CustomerAuthorizationInitializeRequest). */
  private static final Set<String> METHODS = Set.of("direct_debit");

  private final AgreementRequest request;
  private final ChannelAccount account;
  private final Edge edge;
  private final PaystackAgreementReplies replies;

  PaystackAgreements(AgreementRequest request, ChannelAccount account, Edge edge) {
    this.request = request;
    this.account = account;
    this.edge = edge;
    this.replies = new PaystackAgreementReplies(request, edge.alarms());
  }

  /** One that Paystack has named to us is not asked for again. */
  Mono<AgreementOutcome> sign() {
    var email = request.customer().email();
    if (request.channelReference() != null) {
      return state();
    }
    return email != null && METHODS.contains(request.method().type())
        ? edge.send(() -> PaystackAgreementRequests.initialize(request, email, account))
            .map(replies::toInitialize)
        : Mono.just(new Refused(PaystackDeclines.refusal(null)));
  }

  /**
   * By Paystack's own reference. Where that never reached us no payer was sent to a page, so that
   * nobody can have agreed.
   */
  Mono<AgreementOutcome> state() {
    var reference = request.channelReference();
    if (reference == null) {
      return Mono.just(new Absent());
    }
    return edge.ask(() -> PaystackAgreementRequests.verify(reference, account))
        .map(replies::toVerify)
        .flatMap(read ->
            switch (read) {
              case Read.Instead(var outcome) -> Mono.just(outcome);
              case Read.Mandate mandate ->
                  mandate.isActive() ? Mono.just(replies.toActive(mandate)) : revoked(mandate);
            });
  }

  /** A refusal is believed only where Paystack, asked, still has it in force. */
  Mono<OperationOutcome> end(String token) {
    int slash = token.indexOf('/');
    var code = slash < 0 ? token : token.substring(0, slash);
    return edge.send(() -> PaystackAgreementRequests.deactivate(code, account))
        .map(replies::toDeactivate)
        .flatMap(said ->
            said instanceof OperationOutcome.Refused && request.channelReference() != null
                ? state().map(state -> afterRefusal(state, said))
                : Mono.just(said));
  }

  private Mono<AgreementOutcome> revoked(Read.Mandate mandate) {
    Mono<Found<PaystackMandate>> found =
        new PaystackLookup<>(
                request.id(),
                PaystackMandate.class,
                listed -> mandate.code().equals(listed.authorizationCode()))
            .through(edge, after -> PaystackAgreementRequests.listRevoked(after, account));
    return found.map(replies::toRevoked);
  }

  private static OperationOutcome afterRefusal(AgreementOutcome state, OperationOutcome said) {
    return switch (state) {
      case Active _ -> said;
      case AgreementOutcome.Ended _, Absent _, Refused _ -> new Done(null);
      case AgreementOutcome.Pending _,
          AgreementOutcome.NeedsAction _,
          AgreementOutcome.NotSent _,
          AgreementOutcome.Unknown _ ->
          new OperationOutcome.Unknown("refused, and it is not known whether it is in force");
    };
  }
}
