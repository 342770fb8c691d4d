package io.tollgate.channels.antom;

import io.tollgate.domain.channel.AgreementOutcome;
import io.tollgate.domain.channel.AgreementOutcome.Pending;
import io.tollgate.domain.channel.AgreementOutcome.Refused;
import io.tollgate.domain.channel.AgreementRequest;
import io.tollgate.domain.channel.OperationOutcome;
import reactor.core.publisher.Mono;

/**
 * The steps of an agreement (facts, section 5, "agreement"): the payer consents at the wallet, a
 * callback brings a code, and the code is exchanged for the token to charge with. Antom has no id
 * of an agreement, so what it is called there is the code.
 *
 * <p>A code is good for one exchange, which makes the token: that changes something at Antom, so a
 * question never does it. Signing again with the code does.
 */
final class AntomAgreements {

  private final AgreementRequest request;
  private final AntomLine line;
  private final AntomAgreementReplies replies;

  AntomAgreements(AgreementRequest request, AntomLine line) {
    this.request = request;
    this.line = line;
    this.replies = new AntomAgreementReplies(request.id(), line.account(), line.alarms());
  }

  /** Where the payer consented already, the code is exchanged. */
  Mono<AgreementOutcome> sign() {
    var code = request.channelReference();
    if (code != null) {
      return exchanged(code);
    }
    var returnUrl = request.returnUrl();
    if (returnUrl == null || !AntomMethods.canBeAgreed(request.method().type())) {
      return Mono.just(new Refused(AntomCodes.refusal()));
    }
    return line.send(AntomAgreementRequests.consult(request, returnUrl, line.account()))
        .map(replies::toConsult);
  }

  /**
   * Nothing is known but what callbacks brought: Antom can be asked after a token only, which an
   * agreement that is not in force does not have.
   */
  Mono<AgreementOutcome> state() {
    return Mono.just(new Pending(request.channelReference()));
  }

  /** Revokes the token, after which nobody can charge with it. */
  Mono<OperationOutcome> end(String token) {
    return line.send(AntomAgreementRequests.revoke(token)).map(replies::toRevoke);
  }

  private Mono<AgreementOutcome> exchanged(String code) {
    return line.send(AntomAgreementRequests.applyToken(request, code, line.account()))
        .map(answer -> replies.toToken(answer, code));
  }
}
