package io.tollgate.domain.channel;

import reactor.core.publisher.Mono;

/** A channel that can be told to take an unfinished payment back. */
public interface Closes {

  /**
   * Closes an attempt that is not paid yet. The answer is the attempt's outcome as the channel then
   * states it: one that was paid meanwhile answers {@link ChannelOutcome.Approved}. Repeating it is
   * harmless.
   */
  Mono<ChannelOutcome> close(AttemptQuery query, ChannelAccount account);
}
