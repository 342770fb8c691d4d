package io.tollgate.channels.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Spaces status queries evenly, so that polling spends no quota of payments. A query waits for its
 * turn at most a second; behind that the queue is full.
 *
 * <p>It holds one number, the time of the next free turn, and never parks a thread, which the rate
 * limiter of resilience4j does under contention.
 */
final class QueryPace {

  /** What {@link #reserve} answers when every turn of the next second is taken. */
  static final long FULL = -1;

  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final long intervalNanos;
  private final long burstNanos;
  private final LongSupplier nanoTime;
  private final AtomicLong nextTurn;

  QueryPace(int perSecond, LongSupplier nanoTime) {
    this.intervalNanos = SECOND_NANOS / perSecond;
    this.burstNanos = SECOND_NANOS / 10;
    this.nanoTime = nanoTime;
    this.nextTurn = new AtomicLong(nanoTime.getAsLong() - burstNanos);
  }

  /** Takes a turn and answers how long to wait for it in nanoseconds, or {@link #FULL}. */
  long reserve() {
    while (true) {
      long now = nanoTime.getAsLong();
      long next = nextTurn.get();
      long turn = next - now < -burstNanos ? now - burstNanos : next;
      if (turn - now >= SECOND_NANOS) {
        return FULL;
      }
      if (nextTurn.compareAndSet(next, turn + intervalNanos)) {
        return Math.max(0, turn - now);
      }
    }
  }
}
