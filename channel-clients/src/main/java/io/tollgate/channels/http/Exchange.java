package io.tollgate.channels.http;

/** What became of one HTTP call. */
public sealed interface Exchange {

  /** The channel answered, whatever it said; {@code body} is the whole of it, at most 1 MiB. */
  record Answered(int status, byte[] body) implements Exchange {}

  /** Certainly no byte of the request left us. */
  record NotSent(String why) implements Exchange {}

  /** Bytes may have left us, and no whole answer came back. */
  record Unknown(String why) implements Exchange {}
}
