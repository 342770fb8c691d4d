package io.tollgate.delayqueue;

/** Refuses values that may not exist, naming the value and what was expected of it. */
final class Expect {

  private Expect() {}

  static void that(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
