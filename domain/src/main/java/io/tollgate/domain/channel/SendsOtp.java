package io.tollgate.domain.channel;

import reactor.core.publisher.Mono;

/** A channel that sends payers one-time passwords and takes them through us. */
public interface SendsOtp {

  /**
   * Hands the password in that the payer typed. One that is wrong answers {@link
   * ChannelOutcome.NeedsAction} where the payer may try again.
   */
  Mono<ChannelOutcome> submitOtp(AttemptQuery attempt, String otp, ChannelAccount account);
}
