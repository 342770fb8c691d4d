package io.tollgate.sandbox.stripe;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** What is wrong with the whole simulator just now. Safe to change at any time. */
public final class StripeSwitches {

  private volatile Duration delay = Duration.ZERO;
  private volatile Duration searchLag = Duration.ZERO;
  private volatile double lostCallbacks;
  private final Runnable down;
  private final Runnable up;

  StripeSwitches(Runnable down, Runnable up) {
    this.down = down;
    this.up = up;
  }

  /** Stops listening and breaks open connections: callers see the connection refused. */
  public void down() {
    down.run();
  }

  /** Listens again on the same port. */
  public void up() {
    up.run();
  }

  /** Adds this to the time of every answer; zero for none. */
  public void delay(Duration every) {
    delay = every;
  }

  /**
   * How long a new payment stays invisible to search; the real one is documented as up to 1 min.
   */
  public void searchLag(Duration lag) {
    searchLag = lag;
  }

  /**
   * Loses this part of all callbacks.
   *
   * @param fraction from 0 (none) to 1 (all)
   */
  public void loseCallbacks(double fraction) {
    if (fraction < 0 || fraction > 1) {
      throw new IllegalArgumentException("fraction: " + fraction + " (expected: 0 to 1)");
    }
    lostCallbacks = fraction;
  }

  Duration delay() {
    return delay;
  }

  Duration searchLag() {
    return searchLag;
  }

  boolean losesThisCallback() {
    double fraction = lostCallbacks;
    return fraction > 0 && ThreadLocalRandom.current().nextDouble() < fraction;
  }
}
