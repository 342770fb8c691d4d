package io.tollgate.load.drill;

import io.tollgate.load.drill.Needs.Trait;
import io.tollgate.load.rig.TestBed.Door;
import io.tollgate.sandbox.proxy.Fault.Blackhole;
import io.tollgate.sandbox.proxy.Fault.Toward;
import java.util.List;

/**
 * What goes wrong between two copies of the hot store. With one copy asked for (see {@code
 * --durability}) what only the lost one had is lost; these drills show how much that is.
 */
final class ReplicaDrills {

  private ReplicaDrills() {}

  static List<Drill> all() {
    return List.of(
        new Played(
            "F7",
            "Redis fails over to a replica that lagged",
            Needs.NOTHING.behindProxy(Door.REDIS).with(Trait.REPLICA).with(Trait.QUICK_WATCH),
            ReplicaDrills::failsOver),
        new Played(
            "F8",
            "primary isolated with half the gateways",
            Needs.NOTHING
                .gateways(2)
                .behindProxy(Door.REDIS, Door.DATABASE, Door.BROKER)
                .with(Trait.REPLICA)
                .with(Trait.LINES_APART)
                .with(Trait.QUICK_WATCH),
            ReplicaDrills::isolated));
  }

  private static void failsOver(Scene scene) throws InterruptedException {
    var replication = scene.world().replication();
    scene.shopWell(Shopping.usual());
    replication.awaitInStep();
    scene.mark("the replica falls behind");
    replication.fallBehind();
    scene.runBetween(2_000, 4_000);
    scene.mark("the primary is killed, the replica takes over");
    replication.killPrimary();
    replication.promote();
    replication.lead(scene.world().bed().lines());
    scene.world().bed().redis().restart();
    replication.changeParts();
    scene.runBetween(3_000, 4_000);
  }

  /**
   * On one side of the cut the primary and gateway 0, on the other all the rest. Shoppers and the
   * channel, which are elsewhere, reach both sides.
   */
  private static void isolated(Scene scene) throws InterruptedException {
    var world = scene.world();
    var replication = world.replication();
    var cutOff = world.lines(0);
    var rest = world.lines(1);
    scene.shopWell(Shopping.usual());
    replication.awaitInStep();
    scene.mark("gateway 0 and the primary are cut off");
    var nothing = new Blackhole(Toward.BOTH);
    replication.fallBehind();
    cutOff.proxy(Door.DATABASE).breakWith(nothing);
    cutOff.proxy(Door.BROKER).breakWith(nothing);
    rest.proxy(Door.REDIS).breakWith(nothing);
    scene.runBetween(1_000, 3_000);
    scene.mark("the replica takes over for gateway 1");
    replication.promote();
    replication.lead(rest);
    scene.run(scene.options().outage().dividedBy(2));
    scene.mark("all reach each other again");
    replication.lead(cutOff);
    replication.changeParts();
    cutOff.proxy(Door.DATABASE).mend();
    cutOff.proxy(Door.BROKER).mend();
    scene.runBetween(3_000, 4_000);
  }
}
