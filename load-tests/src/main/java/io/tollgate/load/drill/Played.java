package io.tollgate.load.drill;

import io.tollgate.load.drill.Needs.Trait;
import io.tollgate.sandbox.servers.SettableClock;
import java.util.Optional;

/** A drill that is no more than its play. */
record Played(String id, String title, Needs needs, Play play) implements Drill {

  /** What happens on the scene. */
  interface Play {
    void on(Scene scene) throws InterruptedException;
  }

  @Override
  public Optional<String> missing() {
    return needs.has(Trait.REDIS_CLOCK) && !SettableClock.isPossible()
        ? Optional.of("needs libfaketime (apt-get install faketime)")
        : Optional.empty();
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    play.on(scene);
  }
}
