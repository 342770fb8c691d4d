package io.tollgate.domain.channel;

import io.tollgate.domain.money.Money;

/** What a callback turned out to be. */
public sealed interface CallbackReading {

  /**
   * Truly from the channel, about an attempt of ours.
   *
   * @param amount what the channel says was to be paid; it has to equal the order's
   */
  record Verified(ChannelRequestId requestId, Money amount, ChannelOutcome outcome)
      implements CallbackReading {}

  /**
   * Truly from the channel, about an operation of ours.
   *
   * @param operation our id of it
   * @param amount what the channel says that it was about; it has to equal the operation's
   */
  record VerifiedOperation(OperationId operation, Money amount, OperationOutcome outcome)
      implements CallbackReading {}

  /**
   * Truly from the channel, about an agreement of ours.
   *
   * @param agreement our id of it
   */
  record VerifiedAgreement(OperationId agreement, AgreementOutcome outcome)
      implements CallbackReading {}

  /** About an attempt of ours, and not proved: it only makes us ask the channel now. */
  record Hint(ChannelRequestId requestId) implements CallbackReading {}

  /** Truly from the channel, and of no interest; it is acknowledged. */
  record Irrelevant(String what) implements CallbackReading {}

  /** Not proved to be from the channel, or unreadable; it changes nothing. */
  record Refused(String why) implements CallbackReading {}
}
