package io.tollgate.domain.channel;

import io.tollgate.domain.product.NextStep;
import org.jspecify.annotations.Nullable;

/**
 * What a channel said of an attempt, or what its silence means.
 *
 * <p>Only {@link NotSent} may be rerouted to another channel account. Anything after bytes may have
 * left us is {@link Unknown} and is only ever queried.
 */
public sealed interface ChannelOutcome {

  /** Paid; {@code channelReference} is the channel's own id of the payment. */
  record Approved(String channelReference) implements ChannelOutcome {}

  /** The money is held for us and waits for a capture. */
  record Authorized(String channelReference) implements ChannelOutcome {}

  /** Refused for good; no money moved and none will for this attempt. */
  record Declined(DeclineReason reason, @Nullable String channelReference)
      implements ChannelOutcome {}

  /** The payer has to act. */
  record NeedsAction(NextStep step, String channelReference) implements ChannelOutcome {}

  /** The channel works on it. */
  record Pending(@Nullable String channelReference) implements ChannelOutcome {}

  /** Cancelled or expired at the channel before it was paid. */
  record Closed(boolean byTime, @Nullable String channelReference) implements ChannelOutcome {}

  /** The channel was asked and knows no such attempt; final only long after it was sent. */
  record Absent() implements ChannelOutcome {}

  /** Certainly not accepted: no byte left us, or the channel refused before looking at it. */
  record NotSent(String why) implements ChannelOutcome {}

  /** It may have been charged. */
  record Unknown(String why) implements ChannelOutcome {}
}
