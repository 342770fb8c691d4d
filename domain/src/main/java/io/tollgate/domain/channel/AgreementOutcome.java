package io.tollgate.domain.channel;

import io.tollgate.domain.product.NextStep;
import org.jspecify.annotations.Nullable;

/** What a channel said of an agreement, or what its silence means. */
public sealed interface AgreementOutcome {

  /**
   * The payer agreed.
   *
   * @param token what a later payment's method carries to be charged under it
   */
  record Active(String token, @Nullable String channelReference) implements AgreementOutcome {}

  /** The payer has to act. */
  record NeedsAction(NextStep step, @Nullable String channelReference)
      implements AgreementOutcome {}

  /** The channel works on it. */
  record Pending(@Nullable String channelReference) implements AgreementOutcome {}

  /** Refused, by the payer or the channel; there will be no agreement under this id. */
  record Refused(DeclineReason reason) implements AgreementOutcome {}

  /** It was in force, and is no more. */
  record Ended() implements AgreementOutcome {}

  /** The channel was asked and knows no such agreement. */
  record Absent() implements AgreementOutcome {}

  /** Certainly not accepted: no byte left us, or the channel refused before looking at it. */
  record NotSent(String why) implements AgreementOutcome {}

  /** The payer may have been asked. */
  record Unknown(String why) implements AgreementOutcome {}
}
