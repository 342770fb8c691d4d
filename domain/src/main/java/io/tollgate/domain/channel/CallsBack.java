package io.tollgate.domain.channel;

/** A channel that tells us of changes by calling an address of ours. */
public interface CallsBack {

  /** Verifies a callback over its raw bytes and reads it. Pure, and never throws. */
  CallbackReading read(RawCallback callback, ChannelAccount account);

  /** What the channel wants to read once its callback is stored. */
  Acknowledgement acknowledgement();
}
