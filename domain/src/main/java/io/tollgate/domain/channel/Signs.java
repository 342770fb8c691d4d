package io.tollgate.domain.channel;

import reactor.core.publisher.Mono;

/**
 * A channel where payers agree to be charged later. A charge under an agreement is a {@link
 * Channel#pay payment} whose method carries the agreement's token. No method fails.
 */
public interface Signs {

  /** Asks for the payer's consent. Repeating it under the same id asks once. */
  Mono<AgreementOutcome> sign(AgreementRequest request, ChannelAccount account);

  /** What became of it; changes nothing at the channel. */
  Mono<AgreementOutcome> queryAgreement(AgreementRequest request, ChannelAccount account);

  /**
   * Ends it. Repeating it is harmless.
   *
   * @param token of {@link AgreementOutcome.Active}
   */
  Mono<OperationOutcome> end(AgreementRequest request, String token, ChannelAccount account);
}
