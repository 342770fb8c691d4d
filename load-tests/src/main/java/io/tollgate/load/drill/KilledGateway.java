package io.tollgate.load.drill;

import io.tollgate.load.drill.Needs.Trait;

/** F1: the gateway is killed under load and started again. */
final class KilledGateway implements Drill {

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
    return Needs.NOTHING.with(Trait.QUICK_WATCH);
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    for (int kill = 0; kill < scene.options().kills(); kill++) {
      scene.runBetween(1_000, 4_000);
      scene.killAndStartGateway();
    }
    scene.runBetween(2_000, 3_000);
  }
}
