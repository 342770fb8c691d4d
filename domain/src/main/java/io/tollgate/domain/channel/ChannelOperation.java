package io.tollgate.domain.channel;

/**
 * What a channel may be able to do with a payment after it was taken, or beside payments. What it
 * lacks is known before it is chosen, so that no such operation ever reaches it.
 */
public enum ChannelOperation {
  CAPTURE,
  /** Takes less than was authorized. */
  PART_CAPTURE,
  VOID,
  REFUND,
  /** Gives back less than was paid, several times. */
  PART_REFUND,
  AGREEMENT,
  STATEMENT
}
