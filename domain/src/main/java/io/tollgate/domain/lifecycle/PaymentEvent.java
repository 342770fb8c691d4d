package io.tollgate.domain.lifecycle;

/** What can happen to a payment. */
public enum PaymentEvent {
  /** The channel took the money. */
  PAID,
  /** The channel holds the money for us. */
  AUTHORIZED,
  /** The channel or the issuer refused for good; no money moved. */
  DECLINED,
  /** The payer has to act before it goes on. */
  ACTION_REQUIRED,
  /** The channel works on it. */
  IN_PROGRESS,

  /** The channel's answer did not reach us, so it may work on it; tells nothing of what we knew. */
  UNANSWERED,
  /** Nothing left us for this attempt, and another channel account takes it up. */
  REROUTED,
  /** Nothing left us for this attempt, and no other channel account is left. */
  UNREACHABLE,
  /** The channel never got the request: asked long after it was sent, it does not know it. */
  NEVER_ARRIVED,
  /** The channel says that it was cancelled. */
  CANCELLED,
  /** The payer's time ran out, and the channel confirmed that it is closed. */
  EXPIRED,
  /** The channel did not answer until every deadline had passed. */
  WENT_SILENT;

  /** Whether it says that money was taken or held. */
  public boolean movesMoney() {
    return switch (this) {
      case PAID, AUTHORIZED -> true;
      case DECLINED,
          ACTION_REQUIRED,
          IN_PROGRESS,
          UNANSWERED,
          REROUTED,
          UNREACHABLE,
          NEVER_ARRIVED,
          CANCELLED,
          EXPIRED,
          WENT_SILENT ->
          false;
    };
  }
}
