package io.tollgate.load.drill;

import java.util.Optional;

/** A drill that is on the list and cannot be played yet. */
record NotBuilt(String id, String title, String why) implements Drill {

  @Override
  public Optional<String> missing() {
    return Optional.of("not built yet: " + why);
  }

  @Override
  public void play(Scene scene) {
    throw new IllegalStateException(why);
  }
}
