package io.tollgate.load.drill;

import java.util.Optional;

/** One way to break the world under load. What must hold all the same, the checker knows. */
interface Drill {

  /** The number in the list of faults, e.g. {@code F1}. */
  String id();

  /** The fault in a few words. */
  String title();

  /** What the world has to be like. */
  default Needs needs() {
    return Needs.NOTHING;
  }

  /** Why it cannot be run here, and what to install; empty where it can. */
  default Optional<String> missing() {
    return Optional.empty();
  }

  /** Lets people shop, breaks the world, and mends it again. */
  void play(Scene scene) throws InterruptedException;
}
