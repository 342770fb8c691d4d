package io.tollgate.domain.channel;

import reactor.core.publisher.Mono;

/** A channel that gives money back. No method fails. */
public interface RefundsPayments {

  /** Gives the amount back. Repeating it under the same id gives it back once. */
  Mono<OperationOutcome> refund(PaymentOperation operation, ChannelAccount account);

  /** What became of a refund; changes nothing at the channel. */
  Mono<OperationOutcome> queryRefund(OperationQuery query, ChannelAccount account);
}
