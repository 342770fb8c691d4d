package io.tollgate.load.drill;

import io.tollgate.load.drill.Needs.Trait;
import io.tollgate.load.rig.TestBed.Door;
import io.tollgate.sandbox.proxy.Fault.Blackhole;
import io.tollgate.sandbox.proxy.Fault.Latency;
import io.tollgate.sandbox.proxy.Fault.Toward;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What goes wrong with the database and the broker. */
final class StoreDrills {

  private StoreDrills() {}

  static List<Drill> all() {
    return List.of(
        new Played("F15", "database stands still", Needs.NOTHING, StoreDrills::databaseStill),
        new Played(
            "F16",
            "slow commits and locked rows",
            Needs.NOTHING.behindProxy(Door.DATABASE),
            StoreDrills::slowCommits),
        new Played(
            "F18",
            "Redis and database down",
            Needs.NOTHING.with(Trait.QUICK_WATCH),
            StoreDrills::bothDown),
        new Played(
            "F19", "broker down", Needs.NOTHING.behindProxy(Door.BROKER), StoreDrills::brokerDown),
        new Played(
            "F20",
            "broker never confirms",
            Needs.NOTHING.behindProxy(Door.BROKER),
            StoreDrills::noConfirms),
        new Played(
            "F31",
            "Redis away for long",
            Needs.NOTHING.with(Trait.SECOND_COPY),
            StoreDrills::redisAway));
  }

  private static void databaseStill(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    long pid = scene.world().bed().database().pid();
    scene.mark("database stopped in its tracks");
    World.signal("STOP", pid);
    try {
      scene.run(scene.options().outage());
    } finally {
      World.signal("CONT", pid);
    }
    scene.mark("database goes on");
    scene.runBetween(1_000, 2_000);
  }

  private static void slowCommits(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    scene.mark("database slow, rows locked");
    var proxy = scene.world().bed().proxy(Door.DATABASE);
    proxy.breakWith(new Latency(Duration.ofMillis(300), Toward.BOTH));
    var stopped = new AtomicBoolean();
    var locker = Thread.ofPlatform().start(() -> lockRows(scene, stopped));
    scene.run(scene.options().outage());
    stopped.set(true);
    locker.join();
    proxy.mend();
    scene.mark("database quick again");
    scene.runBetween(1_000, 2_000);
  }

  /** Another user of the table, who takes rows in an order of his own and keeps them a while. */
  private static void lockRows(Scene scene, AtomicBoolean stopped) {
    var bed = scene.world().bed();
    var address =
        "jdbc:mariadb://%s:%d/%s?user=%s&password=%s"
            .formatted(
                bed.database().host(),
                bed.database().port(),
                bed.databaseName(),
                bed.database().user(),
                bed.database().password());
    while (!stopped.get()) {
      try (var connection = DriverManager.getConnection(address);
          var sql = connection.createStatement()) {
        connection.setAutoCommit(false);
        sql.execute(
            "UPDATE payment SET channel_account = channel_account ORDER BY id DESC LIMIT 50");
        sql.execute("SELECT SLEEP(0.5)");
        sql.execute("UPDATE payment SET channel_account = channel_account ORDER BY id LIMIT 50");
        connection.rollback();
      } catch (SQLException deadlock) {
        // One of the two has to give way; that is the drill.
        Thread.onSpinWait();
      }
    }
  }

  private static void bothDown(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    var bed = scene.world().bed();
    scene.mark("Redis and database killed");
    bed.redis().kill();
    bed.database().kill();
    long from = System.currentTimeMillis();
    scene.run(scene.options().outage().dividedBy(2));
    scene.nothingWasPromisedSince(from);
    bed.database().restart();
    bed.redis().restart();
    scene.mark("both ready again");
    scene.runBetween(3_000, 4_000);
  }

  /** For longer than an outcome may stay unknown. */
  private static void redisAway(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    scene.mark("Redis killed");
    scene.world().bed().redis().kill();
    scene.run(Duration.ofSeconds(120));
    scene.world().bed().redis().restart();
    scene.mark("Redis ready again");
    scene.runBetween(3_000, 4_000);
  }

  /**
   * Nobody reaches it. It is not stopped itself: the sandbox's broker keeps its queues in memory,
   * and what it confirmed would be lost with them, which a broker of production does not do.
   */
  private static void brokerDown(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    var proxy = scene.world().bed().proxy(Door.BROKER);
    scene.mark("broker down");
    proxy.refuse();
    scene.run(scene.options().outage());
    proxy.mend();
    scene.mark("broker up");
    scene.runBetween(3_000, 4_000);
  }

  /** What is published arrives; what the broker answers does not. */
  private static void noConfirms(Scene scene) throws InterruptedException {
    scene.shopWell(Shopping.usual());
    var proxy = scene.world().bed().proxy(Door.BROKER);
    scene.mark("no confirms");
    proxy.breakWith(new Blackhole(Toward.CLIENT));
    scene.run(scene.options().outage());
    proxy.mend();
    scene.mark("confirms again");
    scene.runBetween(3_000, 4_000);
  }
}
