package io.tollgate.domain.channel;

import java.time.Duration;

/**
 * How much of us one channel account may occupy.
 *
 * @param maxInFlight calls at the channel at once; more are {@code NotSent}
 * @param connectTimeout until TCP and TLS are up; later is {@code NotSent}
 * @param replyTimeout from the first byte sent to the whole answer; later is {@code Unknown}
 * @param queriesPerSecond status queries a second, so that polling spends no quota of payments
 */
public record ChannelLimits(
    int maxInFlight, Duration connectTimeout, Duration replyTimeout, int queriesPerSecond) {

  public static final ChannelLimits DEFAULT =
      new ChannelLimits(2_000, Duration.ofSeconds(2), Duration.ofSeconds(20), 80);

  public ChannelLimits {
    if (maxInFlight < 1 || queriesPerSecond < 1) {
      throw new IllegalArgumentException("limits of a channel account are at least 1");
    }
    if (!connectTimeout.isPositive() || !replyTimeout.isPositive()) {
      throw new IllegalArgumentException("timeouts of a channel account are longer than nothing");
    }
  }
}
