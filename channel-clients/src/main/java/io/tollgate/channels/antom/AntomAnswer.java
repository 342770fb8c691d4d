package io.tollgate.channels.antom;

/** What came back from Antom. Only what Antom signed is read. */
sealed interface AntomAnswer {

  /** Certainly no byte of the request left us. */
  record NotSent(String why) implements AntomAnswer {}

  /** No answer, or one that nobody vouches for: it may have been done. */
  record Unclear(String why) implements AntomAnswer {}

  /** Antom's own words, byte by byte. */
  record Signed(byte[] body) implements AntomAnswer {}
}
