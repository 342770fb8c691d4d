package io.tollgate.load.drill;

import io.lettuce.core.api.sync.RedisCommands;
import io.tollgate.load.check.Rules;
import io.tollgate.load.check.Rules.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** One run of a drill in the making. */
final class Scene implements AutoCloseable {

  private final long begun = System.nanoTime();
  private final World world;
  private final Journal journal = new Journal();
  private final Random random;
  private final String prefix;
  private final DrillOptions options;
  private final Collector collector;
  private final List<Runnable> undo = new ArrayList<>();
  private final List<Shoppers> shoppers = new ArrayList<>();
  private final List<Span> away = new ArrayList<>();
  private final List<Span> unacknowledged = new ArrayList<>();
  private final Set<String> parked = new HashSet<>();
  private boolean noFailedRequest;
  private boolean mayConflict;

  Scene(World world, Drill drill, long seed, DrillOptions options) {
    this.world = world;
    this.random = new Random(seed);
    this.options = options;
    // Unique in a world in which a drill is played several times.
    this.prefix =
        "%s-%d-%s-".formatted(drill.id(), seed, Long.toString(System.currentTimeMillis(), 36));
    this.collector = new Collector(world, prefix);
  }

  /** Looks into the stores. */
  Collector collector() {
    return collector;
  }

  /** Redis itself, past the gateways. */
  RedisCommands<String, String> redis() {
    return collector.redis();
  }

  /** Done when all is quiet and recorded. */
  void undoLater(Runnable what) {
    undo.add(what);
  }

  World world() {
    return world;
  }

  Random random() {
    return random;
  }

  Journal journal() {
    return journal;
  }

  DrillOptions options() {
    return options;
  }

  /** What the references of all its orders begin with. */
  String prefix() {
    return prefix;
  }

  /** Lets people shop from now on. */
  Shoppers shop(Shopping plan) {
    var group = prefix + (char) ('a' + shoppers.size());
    var people = new Shoppers(journal, world::doors, plan, group);
    shoppers.add(people);
    return people.start(random);
  }

  /** Lets so many people send one and the same order at once. */
  Shoppers crowd(int people, Order order) {
    var crowd = new Shoppers(journal, world::doors, Shopping.usual().by(people), "");
    shoppers.add(crowd);
    return crowd.startWithOneOrder(order, random);
  }

  /** Lets people shop and waits until the first orders went through. */
  Shoppers shopWell(Shopping plan) throws InterruptedException {
    var people = shop(plan);
    await("the first orders", Duration.ofSeconds(60), () -> people.acknowledged() >= 20);
    return people;
  }

  /** Lets things run. */
  void run(Duration time) throws InterruptedException {
    Thread.sleep(time.toMillis());
  }

  /** Lets things run for a time between the two that the seed chooses. */
  void runBetween(long leastMillis, long mostMillis) throws InterruptedException {
    Thread.sleep(leastMillis + random.nextLong(mostMillis - leastMillis + 1));
  }

  /** Waits until it is so; that it did not become so is a complaint. */
  void await(String what, Duration limit, BooleanSupplier so) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        journal.complain("waited " + limit.toSeconds() + " s in vain for " + what);
        return;
      }
      Thread.sleep(20);
    }
  }

  /** Kills the only gateway there is, and has it back a little later. */
  void killAndStartGateway() throws InterruptedException {
    killAndStartGateway(() -> {});
  }

  /**
   * The same.
   *
   * @param between done while no gateway runs
   */
  void killAndStartGateway(Runnable between) throws InterruptedException {
    long from = System.currentTimeMillis();
    mark("gateway killed");
    world.kill(0);
    between.run();
    runBetween(0, 1_000);
    world.startAgain(0);
    channelWasAwaySince(from);
    mark("gateway ready again");
  }

  /** Notes what is done to the world. */
  void mark(String what) {
    journal.mark(what);
    System.err.printf("    %5.1f s  %s%n", (System.nanoTime() - begun) / 1e9, what);
  }

  void complain(String what) {
    journal.complain(what);
  }

  void expectNoFailedRequest() {
    noFailedRequest = true;
  }

  void allowConflicts() {
    mayConflict = true;
  }

  void allowParked(String paymentId) {
    parked.add(paymentId);
  }

  /**
   * The channel answered nobody since then, or no gateway ran that could ask; now it is so again.
   */
  void channelWasAwaySince(long from) {
    away.add(new Span(from, System.currentTimeMillis()));
  }

  /** Nothing may have been acknowledged since then. */
  void nothingWasPromisedSince(long from) {
    unacknowledged.add(new Span(from, System.currentTimeMillis()));
  }

  Rules rules() {
    return new Rules(noFailedRequest, mayConflict, parked, away, unacknowledged);
  }

  /** Takes no more orders and waits for those under way. */
  void finishShopping() throws InterruptedException {
    for (var people : shoppers) {
      people.finish();
    }
  }

  @Override
  public void close() {
    shoppers.forEach(Shoppers::close);
    undo.forEach(Runnable::run);
    collector.close();
  }
}
