package io.tollgate.domain.channel;

import reactor.core.publisher.Mono;

/** A channel where money that is authorized is taken later. No method fails. */
public interface Captures {

  /** Takes what is authorized, or a part of it. Repeating it under the same id takes it once. */
  Mono<OperationOutcome> capture(PaymentOperation operation, ChannelAccount account);

  /** What became of a capture; changes nothing at the channel. */
  Mono<OperationOutcome> queryCapture(OperationQuery query, ChannelAccount account);
}
