package io.tollgate.load.drill;

/** A drill that is no more than its play. */
record Played(String id, String title, Needs needs, Play play) implements Drill {

  /** What happens on the scene. */
  interface Play {
    void on(Scene scene) throws InterruptedException;
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    play.on(scene);
  }
}
