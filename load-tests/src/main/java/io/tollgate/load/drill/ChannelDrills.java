package io.tollgate.load.drill;

import io.tollgate.load.check.Ends;
import io.tollgate.load.drill.Needs.Trait;
import io.tollgate.sandbox.proxy.Fault.Blackhole;
import io.tollgate.sandbox.proxy.Fault.Toward;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What goes wrong with the channel. */
final class ChannelDrills {

  private static final Set<String> OPEN = Set.of("created", "pending");

  private ChannelDrills() {}

  static List<Drill> all() {
    return List.of(
        new Played("F21", "all callbacks lost", Needs.NOTHING, ChannelDrills::callbacksLost),
        new Played("F22", "charges, then times out", Needs.NOTHING, ChannelDrills::timesOut),
        new Played("F23", "channel down and back", Needs.NOTHING, ChannelDrills::down),
        new Played("F24", "channel slow under a herd", Needs.NOTHING, ChannelDrills::slow),
        new Played(
            "F25",
            "success arrives after we closed",
            Needs.NOTHING.with(Trait.CHANNEL_PROXIED).with(Trait.QUICK_WATCH),
            ChannelDrills::lateSuccess),
        new Played(
            "F26",
            "callbacks twice, reordered, forged",
            Needs.NOTHING,
            ChannelDrills::badCallbacks));
  }

  private static void callbacksLost(Scene scene) throws InterruptedException {
    scene.world().channel().switches().loseCallbacks(1);
    scene.undoLater(() -> scene.world().channel().switches().loseCallbacks(0));
    scene.mark("callbacks lost");
    scene.shopWell(
        Shopping.usual()
            .with(
                "pm_card_visa",
                "pm_sim_processing",
                "pm_sim_processing_then_fail",
                "pm_sim_charge_then_timeout"));
    scene.run(Duration.ofSeconds(8));
  }

  /**
   * All ways to charge without saying so, and a search that finds nothing for a while. Two orders
   * of three are ordinary, because the channel's breaker opens where half of the calls fail.
   */
  private static void timesOut(Scene scene) throws InterruptedException {
    var switches = scene.world().channel().switches();
    switches.searchLag(Duration.ofSeconds(scene.random().nextInt(15)));
    scene.undoLater(() -> switches.searchLag(Duration.ZERO));
    scene.mark("channel charges and falls silent");
    var silent =
        List.of(
            "pm_sim_charge_then_timeout",
            "pm_sim_timeout_callback_lost",
            "pm_sim_charge_then_drop",
            "pm_sim_500_after_charge",
            "pm_sim_silent_then_succeed",
            "pm_sim_silent_then_fail",
            "pm_sim_slow");
    var ordinary = Collections.nCopies(2 * silent.size(), "pm_card_visa");
    scene.shopWell(
        Shopping.usual()
            .by(24)
            .with(Stream.concat(silent.stream(), ordinary.stream()).toArray(String[]::new)));
    scene.run(Duration.ofSeconds(10));
  }

  private static void down(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual().insisting());
    long from = System.currentTimeMillis();
    scene.mark("channel down");
    scene.world().channel().switches().down();
    scene.run(scene.options().outage());
    scene.world().channel().switches().up();
    scene.channelWasAwaySince(from);
    scene.mark("channel up");
    // Its breaker closes a little later; until then orders are refused for want of a route.
    scene.run(Duration.ofSeconds(8));
  }

  private static void slow(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    long from = System.currentTimeMillis();
    scene.mark("channel takes 30 s for an answer");
    scene.world().channel().switches().delay(Duration.ofSeconds(30));
    scene.shop(Shopping.usual().by(100));
    scene.run(scene.options().outage());
    scene.world().channel().switches().delay(Duration.ZERO);
    scene.mark("channel quick again");
    scene.run(Duration.ofSeconds(8));
    scene.channelWasAwaySince(from);
  }

  /**
   * A charge is held up on the line until the gateway was told that there is none, and has failed
   * the payment; then it arrives.
   */
  private static void lateSuccess(Scene scene) throws InterruptedException {
    scene.allowConflicts();
    scene.shopWell(Shopping.usual());
    var proxy = scene.world().channelProxy();
    scene.mark("charges under way are held up");
    proxy.breakOpenOnesWith(new Blackhole(Toward.SERVER));
    scene.run(Duration.ofSeconds(3));
    long held = System.currentTimeMillis();
    scene.await(
        "the payments without a charge to be failed",
        Duration.ofSeconds(120),
        () ->
            scene.collector().hot().stream()
                .filter(payment -> payment.created() < held)
                .noneMatch(payment -> OPEN.contains(payment.status())));
    scene.mark("the charges arrive");
    proxy.mend();
    scene.run(Duration.ofSeconds(3));
    scene.await(
        "the contradiction to be recorded",
        Duration.ofSeconds(30),
        () -> scene.collector().hot().stream().anyMatch(Ends.Stored::conflict));
  }

  private static void badCallbacks(Scene scene) throws InterruptedException {
    scene.mark("callbacks go wrong");
    scene.shopWell(
        Shopping.usual()
            .with(
                "pm_card_visa",
                "pm_sim_callback_twice",
                "pm_sim_callback_reordered",
                "pm_sim_callback_forged",
                "pm_sim_callback_late",
                "pm_sim_processing"));
    scene.run(Duration.ofSeconds(8));
  }
}
