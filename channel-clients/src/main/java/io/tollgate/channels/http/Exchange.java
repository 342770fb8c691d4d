package io.tollgate.channels.http;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

/** What became of one HTTP call. */
public sealed interface Exchange {

  /**
   * The channel answered, whatever it said.
   *
   * @param body the whole of it, byte by byte: signatures are made over exactly these
   */
  record Answered(int status, HttpHeaders headers, byte[] body) implements Exchange {

    /** An answer whose headers say nothing. */
    public Answered(int status, byte[] body) {
      this(status, EmptyHttpHeaders.INSTANCE, body);
    }

    /** Whether the status is one of success, 200 to 299. */
    public boolean isSuccess() {
      return status >= 200 && status < 300;
    }
  }

  /** Certainly no byte of the request left us. */
  record NotSent(String why) implements Exchange {}

  /** Bytes may have left us, and no whole answer came back. */
  record Unknown(String why) implements Exchange {}
}
