package io.tollgate.load.drill;

import io.tollgate.load.drill.Needs.Trait;
import io.tollgate.sandbox.merchant.WebhookAnswer;
import io.tollgate.sandbox.proxy.Fault.BrokenReplies;
import java.time.Duration;
import java.util.List;

/** What goes wrong between merchants and gateways, and with the gateways' own processes. */
final class ClientDrills {

  private static final int HERD = 1_000;

  private ClientDrills() {}

  static List<Drill> all() {
    return List.of(
        new Played(
            "F14",
            "connection reset in mid-reply",
            Needs.NOTHING.with(Trait.CLIENTS_PROXIED),
            ClientDrills::brokenReplies),
        new Played("F27", "1,000 requests with one key", Needs.NOTHING, ClientDrills::herd),
        new Played(
            "F28",
            "process paused longer than its lease",
            Needs.NOTHING.gateways(2),
            ClientDrills::paused),
        new Played(
            "F29",
            "merchant's endpoint hangs, or answers 64 MB",
            Needs.NOTHING,
            ClientDrills::hangs),
        new Played(
            "F30", "rolling restart", Needs.NOTHING.gateways(2), ClientDrills::rollingRestart));
  }

  private static void brokenReplies(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual().keyedBy(0.6));
    scene.mark("a third of all replies break off");
    var proxy = scene.world().clientProxy();
    proxy.breakWith(new BrokenReplies(0.3, scene.random().nextLong()));
    scene.run(Duration.ofSeconds(8));
    proxy.mend();
    scene.mark("replies arrive");
    scene.runBetween(1_000, 2_000);
  }

  private static void herd(Scene scene) throws InterruptedException {
    scene.mark("a thousand with one key");
    scene.crowd(HERD, new Order(scene.prefix() + "keyed", "pm_card_visa", scene.prefix(), 3));
    scene.run(Duration.ofSeconds(5));
    scene.mark("a thousand with one reference");
    scene.crowd(HERD, new Order(scene.prefix() + "bare", "pm_sim_processing", "", 3));
    scene.run(Duration.ofSeconds(5));
  }

  private static void paused(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    long pid = scene.world().gateway(0).process().pid();
    scene.mark("gateway paused");
    World.signal("STOP", pid);
    try {
      scene.run(Duration.ofSeconds(14));
    } finally {
      World.signal("CONT", pid);
    }
    scene.mark("gateway goes on");
    scene.runBetween(2_000, 3_000);
  }

  /** Shorter than two tries of the webhook schedule, the third of which comes after minutes. */
  private static void hangs(Scene scene) throws InterruptedException {
    var merchant = scene.world().merchant();
    scene.undoLater(() -> merchant.answerWith(WebhookAnswer.accepted()));
    scene.shopWell(Shopping.usual());
    scene.mark("endpoint hangs");
    merchant.answerWith(WebhookAnswer.never());
    scene.run(Duration.ofSeconds(12));
    scene.mark("endpoint answers 64 MB");
    merchant.answerWith(WebhookAnswer.ofStatus(200).withBody(64L << 20));
    scene.run(Duration.ofSeconds(6));
    merchant.answerWith(WebhookAnswer.accepted());
    scene.mark("endpoint well again");
    scene.runBetween(1_000, 2_000);
  }

  private static void rollingRestart(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual().by(4));
    scene.expectNoFailedRequest();
    for (int number = 0; number < 2; number++) {
      int gateway = number;
      scene.mark("gateway " + number + " is asked to end");
      var ending = Thread.ofPlatform().start(() -> scene.world().stop(gateway));
      // As in a cluster: who is to end is told and taken out of the balancer at the same time.
      scene.run(Duration.ofMillis(300));
      scene.world().takeOut(number);
      ending.join();
      scene.world().startAgain(number);
      scene.world().takeIn();
      scene.mark("gateway " + number + " ready again");
      scene.runBetween(2_000, 3_000);
    }
  }
}
