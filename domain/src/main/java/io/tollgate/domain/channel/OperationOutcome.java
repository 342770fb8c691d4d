package io.tollgate.domain.channel;

import org.jspecify.annotations.Nullable;

/**
 * What a channel said of an operation on a payment or an agreement, or what its silence means: of a
 * capture, a void, a refund or the end of an agreement.
 *
 * <p>Only {@link NotSent} may be tried in another way. {@link Unknown} is repeated under the same
 * id or asked after.
 */
public sealed interface OperationOutcome {

  /** Done; {@code channelReference} is the channel's own id of it, where it has one. */
  record Done(@Nullable String channelReference) implements OperationOutcome {}

  /** The channel works on it, and tells or is asked later. */
  record Pending(@Nullable String channelReference) implements OperationOutcome {}

  /** Refused for good; nothing was done, and nothing will be under this id. */
  record Refused(DeclineReason reason, @Nullable String channelReference)
      implements OperationOutcome {}

  /** The channel was asked and knows no such operation; final only long after it was sent. */
  record Absent() implements OperationOutcome {}

  /** Certainly not accepted: no byte left us, or the channel refused before looking at it. */
  record NotSent(String why) implements OperationOutcome {}

  /** It may have been done. */
  record Unknown(String why) implements OperationOutcome {}
}
