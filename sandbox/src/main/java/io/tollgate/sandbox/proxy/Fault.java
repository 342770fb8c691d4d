package io.tollgate.sandbox.proxy;

import java.time.Duration;

/** What is wrong with the line just now. */
public sealed interface Fault {

  /** Which way of the line. */
  enum Toward {
    /** What the client sends. */
    SERVER,
    /** What the server answers. */
    CLIENT,
    /** Both. */
    BOTH;

    boolean covers(Toward way) {
      return this == BOTH || this == way;
    }
  }

  /** Nothing: bytes go through as they come. */
  record None() implements Fault {}

  /** Every byte arrives later by this much; order and throughput stay. */
  record Latency(Duration delay, Toward way) implements Fault {}

  /** No more than so many bytes per second on each connection and way. */
  record Bandwidth(int bytesPerSecond) implements Fault {
    /** Refuses a line that never moves; that is {@link Blackhole}. */
    public Bandwidth {
      if (bytesPerSecond < 1) {
        throw new IllegalArgumentException("bytes per second: " + bytesPerSecond);
      }
    }
  }

  /** Bytes arrive in pieces of this size at most, this far apart. */
  record Slice(int bytes, Duration gap) implements Fault {
    /** Refuses empty slices. */
    public Slice {
      if (bytes < 1) {
        throw new IllegalArgumentException("bytes: " + bytes);
      }
    }
  }

  /**
   * Nothing arrives, not even the end of a connection; connections stay open. What was sent arrives
   * when the line is mended, as TCP sends it again then.
   */
  record Blackhole(Toward way) implements Fault {}

  /**
   * A part of all replies breaks off: half of what arrives goes through, then both sides are reset.
   *
   * @param part from 0 (none) to 1 (all)
   * @param seed of the choice
   */
  record BrokenReplies(double part, long seed) implements Fault {}
}
