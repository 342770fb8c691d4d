package io.tollgate.delayqueue;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Exponential backoff: the delay doubles with each attempt up to a bound, and a random part of it
 * is taken off so that those who failed together do not return together.
 *
 * @param first after the first attempt, before jitter
 * @param max the bound, before jitter
 * @param jitter the largest part taken off, from 0 (none) to 1 (all)
 */
public record Backoff(Duration first, Duration max, double jitter) {

  // Beyond this many doublings any bound that makes sense is reached.
  private static final int MOST_DOUBLINGS = 30;

  /** Checks every part. */
  public Backoff {
    Expect.that(first.isPositive(), "first", first, "more than zero");
    Expect.that(max.compareTo(first) >= 0, "max", max, "at least " + first);
    Expect.that(max.toDays() <= 365, "max", max, "at most a year");
    Expect.that(jitter >= 0 && jitter <= 1, "jitter", jitter, "0 to 1");
  }

  /** From one second to five minutes, half of it random. */
  public static Backoff standard() {
    return new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), 0.5);
  }

  /** The delay after this attempt, counted from 1. */
  public Duration after(int attempt) {
    return after(attempt, ThreadLocalRandom.current().nextDouble());
  }

  /** The same with the dice in the caller's hand: {@code random} from 0 to 1. */
  Duration after(int attempt, double random) {
    int doublings = Math.clamp(attempt - 1L, 0, MOST_DOUBLINGS);
    double uncut = first.toMillis() * (double) (1L << doublings);
    double whole = Math.min(uncut, (double) max.toMillis());
    return Duration.ofMillis(Math.round(whole * (1 - jitter * random)));
  }
}
