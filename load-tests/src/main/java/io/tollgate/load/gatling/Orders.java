package io.tollgate.load.gatling;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Feeds every user with an order of its own: {@code reference}, the order's number, and {@code
 * amount} in minor units. References of different runs differ too.
 */
final class Orders implements Iterator<Map<String, Object>> {

  private final String run;
  private final AtomicLong orders = new AtomicLong();

  /** Orders of a run whose name is part of the references. */
  Orders(String run) {
    this.run = run;
  }

  /** Orders of a run that started now. */
  static Orders ofThisRun() {
    return new Orders(
        Long.toString(System.currentTimeMillis(), 36)
            + Long.toString(ProcessHandle.current().pid(), 36));
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public Map<String, Object> next() {
    long number = orders.incrementAndGet();
    return Map.of("reference", "load-" + run + "-" + number, "amount", 100 + number % 9_900);
  }
}
