package io.tollgate.load.drill;

import io.tollgate.load.drill.Needs.Trait;
import io.tollgate.load.rig.TestBed.Door;
import io.tollgate.sandbox.proxy.Fault.Blackhole;
import io.tollgate.sandbox.proxy.Fault.Toward;
import io.tollgate.sandbox.proxy.FaultProxy;
import java.util.function.Function;

/**
 * F2 to F5: the gateway is killed between two steps of a payment. Which two, a proxy decides: it
 * holds one way of one line, so that everything under way comes to stand exactly there.
 *
 * @param line the line that is held
 * @param held the way that is held: what the gateway sends, or what it is answered
 */
record KilledInMidstep(
    String id, String title, Needs needs, Function<World, FaultProxy> line, Toward held)
    implements Drill {

  /** F2: Redis has admitted it, and the gateway does not know yet. */
  static Drill betweenAdmitAndReply() {
    return new KilledInMidstep(
        "F2",
        "killed between admit and reply",
        Needs.NOTHING.behindProxy(Door.REDIS).with(Trait.QUICK_WATCH),
        world -> world.bed().proxy(Door.REDIS),
        Toward.CLIENT);
  }

  /** F3: the intent is recorded, and the charge is not at the channel yet. It never will be. */
  static Drill betweenIntentAndCharge() {
    return new KilledInMidstep(
        "F3",
        "killed between intent and charge",
        Needs.NOTHING.with(Trait.CHANNEL_PROXIED).with(Trait.QUICK_WATCH),
        World::channelProxy,
        Toward.SERVER);
  }

  /** F4: the channel has charged, and the gateway has not recorded it. */
  static Drill betweenChargeAndRecord() {
    return new KilledInMidstep(
        "F4",
        "killed after charge, before record",
        Needs.NOTHING.with(Trait.CHANNEL_PROXIED).with(Trait.QUICK_WATCH),
        World::channelProxy,
        Toward.CLIENT);
  }

  /** F5: the database has committed a batch, and the gateway does not know yet. */
  static Drill betweenCommitAndItsReply() {
    return new KilledInMidstep(
        "F5",
        "drainer killed in mid-commit",
        Needs.NOTHING.behindProxy(Door.DATABASE).with(Trait.QUICK_WATCH),
        world -> world.bed().proxy(Door.DATABASE),
        Toward.CLIENT);
  }

  @Override
  public void play(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    var proxy = line.apply(scene.world());
    for (int kill = 0; kill < scene.options().kills(); kill++) {
      scene.runBetween(500, 2_000);
      // A callback would tell what the answer is kept from telling.
      scene.world().channel().switches().loseCallbacks(1);
      scene.mark("the line is held");
      proxy.breakWith(new Blackhole(held));
      scene.runBetween(300, 800);
      scene.killAndStartGateway(() -> {
        proxy.resetAll();
        proxy.mend();
        scene.world().channel().switches().loseCallbacks(0);
      });
    }
    scene.runBetween(2_000, 3_000);
  }
}
