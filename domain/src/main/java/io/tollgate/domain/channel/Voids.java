package io.tollgate.domain.channel;

import reactor.core.publisher.Mono;

/** A channel where an authorization can be let go. No method fails. */
public interface Voids {

  /**
   * Lets go what is authorized and not captured. What is captured already is {@link
   * OperationOutcome.Refused}. Repeating it is harmless.
   */
  Mono<OperationOutcome> release(PaymentOperation operation, ChannelAccount account);
}
