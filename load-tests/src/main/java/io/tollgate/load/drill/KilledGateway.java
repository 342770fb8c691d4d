package io.tollgate.load.drill;

/** F1: the gateway is killed under load, twice, and started again. */
final class KilledGateway implements Drill {

  private static final int KILLS = 2;

  @Override
  public String id() {
    return "F1";
  }

  @Override
  public String title() {
    return "gateway killed under load";
  }

  @Override
  public Needs needs() {
    return Needs.NOTHING.withQuickWatch();
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    for (int kill = 0; kill < KILLS; kill++) {
      scene.runBetween(1_000, 4_000);
      scene.killAndStartGateway();
    }
    scene.runBetween(2_000, 3_000);
  }
}
