package io.tollgate.persistence.hot;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.scheduler.Schedulers;

/**
 * How long replies are waited for. It is the same for all, so they run out in the order in which
 * they began, and a look at the eldest every so often does what a timer for each would do. While
 * nobody waits nothing runs.
 */
final class Patience {

  /** What waits runs out at most a tenth too late. */
  private static final int LOOKS = 10;

  private final long limitNanos;
  private final long paceNanos;
  private final Queue<Since> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean looking = new AtomicBoolean();

  Patience(Duration limit) {
    this.limitNanos = limit.toNanos();
    this.paceNanos = Math.max(1_000_000, limitNanos / LOOKS);
  }

  /** Something that waits. */
  interface Waiting {

    boolean isOver();

    void giveUp();
  }

  private record Since(Waiting who, long nanos) {}

  /** The wait of this one begins now. */
  void begin(Waiting who) {
    waiting.add(new Since(who, System.nanoTime()));
    lookUnlessSomebodyDoes();
  }

  private void lookUnlessSomebodyDoes() {
    if (!looking.get() && looking.compareAndSet(false, true)) {
      lookLater();
    }
  }

  private void lookLater() {
    Schedulers.parallel().schedule(this::look, paceNanos, TimeUnit.NANOSECONDS);
  }

  /** Only one thread looks at a time. */
  private void look() {
    long now = System.nanoTime();
    for (var eldest = waiting.peek(); eldest != null; eldest = waiting.peek()) {
      if (!eldest.who.isOver()) {
        if (now - eldest.nanos < limitNanos) {
          break;
        }
        eldest.who.giveUp();
      }
      waiting.poll();
    }
    if (!waiting.isEmpty()) {
      lookLater();
      return;
    }
    looking.set(false);
    if (!waiting.isEmpty()) {
      lookUnlessSomebodyDoes();
    }
  }
}
