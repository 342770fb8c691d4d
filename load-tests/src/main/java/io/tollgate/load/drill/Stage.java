package io.tollgate.load.drill;

import io.tollgate.load.check.Checker;
import io.tollgate.load.check.HistoryFile;
import io.tollgate.load.check.Judgement;
import io.tollgate.load.check.Recorded;
import io.tollgate.load.drill.Needs.Trait;
import io.tollgate.sandbox.servers.SandboxFolder;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plays drills one after the other, in a world that stays while it suits the next and is whole. */
final class Stage implements AutoCloseable {

  private static final Duration QUIET_WITHIN = Duration.ofSeconds(150);
  private static final Duration QUIET_WITHIN_QUICK_WATCH = Duration.ofSeconds(85);
  private static final int LINES_SHOWN = 5;
  private static final Duration WARM_UP = Duration.ofSeconds(30);
  private static final int WARM_ORDERS = 200;

  private final DrillOptions options;
  private final List<Drill> planned;
  private @Nullable World world;

  /**
   * @param planned what will be played; a world is made so that it suits as many as it can
   */
  Stage(DrillOptions options, List<Drill> planned) {
    this.options = options;
    this.planned = planned;
  }

  /** The same drills, so that those which share a world follow each other. */
  List<Drill> inFewWorlds() {
    return planned.stream()
        .sorted(Comparator.comparing(drill -> worldOf(drill).toString()))
        .toList();
  }

  /** Plays one drill and judges it. */
  Row play(Drill drill, long seed) throws InterruptedException {
    var missing = drill.missing();
    if (missing.isPresent()) {
      return new Row(drill, seed, null, 0, true, "skipped: " + missing.get());
    }
    System.err.printf("%s %s, seed %d%n", drill.id(), drill.title(), seed);
    long begun = System.nanoTime();
    try {
      var judgement = played(drill, seed);
      if (!judgement.isGood()) {
        leave();
      }
      long seconds = (System.nanoTime() - begun) / 1_000_000_000;
      var row = new Row(drill, seed, judgement, seconds, false, word(drill));
      System.err.println("  " + row.text());
      return row;
    } catch (RuntimeException failure) {
      leave();
      failure.printStackTrace();
      return new Row(drill, seed, null, 0, false, "**not carried through**: " + inOneLine(failure));
    }
  }

  /** The end of a gateway's log may be part of it, which is no cell of a table. */
  private static String inOneLine(RuntimeException failure) {
    return failure.toString().lines().findFirst().orElse("");
  }

  private String word(Drill drill) {
    var words = new ArrayList<String>();
    if (needs(drill).has(Trait.QUICK_WATCH)) {
      words.add("asked after for 30 s only");
    }
    if (needs(drill).has(Trait.REPLICA)) {
      words.add(options.durability());
    }
    return String.join("; ", words);
  }

  private Needs needs(Drill drill) {
    return options.trueAges() ? drill.needs().without(Trait.QUICK_WATCH) : drill.needs();
  }

  /** What its world is made to be like: it has proxies that only its neighbours use. */
  private Needs worldOf(Drill drill) {
    var own = needs(drill);
    return planned.stream().map(this::needs).filter(own::agreesWith).reduce(own, Needs::and);
  }

  private Judgement played(Drill drill, long seed) throws InterruptedException {
    var stage = worldFor(drill);
    stage.merchant().clear();
    try (var scene = new Scene(stage, drill, seed, options)) {
      var collector = scene.collector();
      drill.play(scene);
      scene.mark("shops close");
      scene.finishShopping();
      scene.mark("all orders answered");
      Quiet.await(collector, scene.rules(), quietWithin(drill));
      scene.mark("quiet");
      readAll(scene);
      var ends = collector.ends();
      var journal = scene.journal();
      var run =
          new Recorded(
              drill.id(),
              seed,
              journal.calls(),
              journal.marks(),
              ends,
              scene.rules(),
              journal.complaints());
      var file = history(drill, seed);
      HistoryFile.write(run, file);
      var judgement = Checker.judge(run);
      show(judgement, file);
      return judgement;
    }
  }

  private Duration quietWithin(Drill drill) {
    return needs(drill).has(Trait.QUICK_WATCH) ? QUIET_WITHIN_QUICK_WATCH : QUIET_WITHIN;
  }

  private World worldFor(Drill drill) throws InterruptedException {
    var needs = worldOf(drill);
    var current = world;
    if (current != null && current.needs().equals(needs)) {
      return current;
    }
    leave();
    System.err.println("  starting servers and gateways");
    var next = World.start(needs, options);
    world = next;
    warmUp(next);
    return next;
  }

  /** A cold JVM on a busy machine answers late by itself; that is another test. */
  private static void warmUp(World world) throws InterruptedException {
    var few = Shopping.usual().by(4).with("pm_card_visa", "pm_card_chargeDeclined");
    long deadline = System.nanoTime() + WARM_UP.toNanos();
    try (var people = new Shoppers(new Journal(), world::doors, few, "warm-")) {
      people.start(new Random(1));
      while (people.acknowledged() < WARM_ORDERS && System.nanoTime() < deadline) {
        Thread.sleep(50);
      }
      people.finish();
    }
  }

  /** Once quiet, every acknowledged payment is asked for, as its merchant would. */
  private static void readAll(Scene scene) throws InterruptedException {
    Map<String, String> ids =
        scene.journal().calls().stream()
            .filter(call -> call.acknowledges() && call.payment() != null)
            .collect(
                Collectors.toMap(
                    call -> java.util.Objects.requireNonNull(call.payment()).id(),
                    call -> call.reference(),
                    (first, _) -> first));
    try (HttpClient http = Checkout.client()) {
      var checkout = new Checkout(http, scene.journal(), scene.world()::doors, 0);
      for (var entry : ids.entrySet()) {
        checkout.read(entry.getValue(), entry.getKey());
      }
    }
  }

  static Path history(Drill drill, long seed) {
    return SandboxFolder.folder("drills").resolve(drill.id() + "-" + seed + ".jsonl");
  }

  static void show(Judgement judgement, Path file) {
    judgement
        .broken()
        .forEach((invariant, lines) -> {
          System.err.printf("    %s: %d%n", Row.name(invariant), lines.size());
          lines.stream().limit(LINES_SHOWN).forEach(line -> System.err.println("      " + line));
        });
    if (!judgement.isGood()) {
      System.err.println("    history: " + file);
    }
  }

  private void leave() {
    var old = world;
    if (old != null) {
      world = null;
      old.close();
    }
  }

  @Override
  public void close() {
    leave();
  }
}
