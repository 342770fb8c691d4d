package io.tollgate.load.drill;

import io.tollgate.load.check.Checker;
import io.tollgate.load.check.HistoryFile;
import io.tollgate.load.rig.GatewayBuild;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of the drills. */
@Command(
    name = "drill",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Breaks the packaged gateway and what it stands on, under load, and judges by answers, the",
      "channel's book, both stores and the webhooks whether anything was lost, charged twice or",
      "left open. Histories go to .sandbox/drills; the exit status is 1 where a verdict is bad."
    })
public final class DrillCommand implements Callable<Integer> {

  @Parameters(arity = "0..*", paramLabel = "F1", description = "which drills")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "all of them")
  private boolean all;

  @Option(names = "--subset", description = "ci: the ten that every change is put through")
  private @Nullable String subset;

  @Option(names = "--list", description = "only say what there is")
  private boolean list;

  @Option(names = "--seed", description = "the first seed (default: ${DEFAULT-VALUE})")
  private long seed = 42;

  @Option(names = "--seeds", description = "how many (default: ${DEFAULT-VALUE})")
  private int seeds = 1;

  @Option(names = "--outage", description = "seconds that servers are away (default: 20; ci: 10)")
  private @Nullable Integer outage;

  @Option(
      names = "--kills",
      description = "of a gateway where that is what is drilled (default: 2; ci: 1)")
  private @Nullable Integer kills;

  @Option(
      names = "--true-ages",
      description = "ask after payments for 95 s in all drills, as a gateway does by itself")
  private boolean trueAges;

  @Option(
      names = "--durability",
      description =
          "what gateways are told in drills with a replica: one-copy or two-copies"
              + " (default: ${DEFAULT-VALUE})")
  private String durability = "two-copies";

  @Option(
      names = "--trained",
      paramLabel = "FOLDER",
      description = "of a gateway that `load-tests/run train` made (default: the packaged one)")
  private @Nullable Path trained;

  @Option(names = "--judge", paramLabel = "FILE", description = "only judge a history again")
  private @Nullable Path judge;

  @Override
  public Integer call() throws InterruptedException {
    if (judge != null) {
      return judged(judge);
    }
    var chosen = chosen();
    if (list || chosen.isEmpty()) {
      print(list && chosen.isEmpty() ? Drills.all() : chosen);
      return 0;
    }
    var rows = new ArrayList<Row>();
    try (var stage = new Stage(options(), chosen)) {
      for (var drill : stage.inFewWorlds()) {
        for (long number = seed; number < seed + seeds; number++) {
          rows.add(stage.play(drill, number));
        }
      }
    }
    System.out.println(Row.HEAD);
    rows.stream()
        .sorted(Comparator.comparingInt(DrillCommand::number))
        .map(Row::text)
        .forEach(System.out::println);
    return rows.stream().anyMatch(Row::isBad) ? 1 : 0;
  }

  private static int number(Row row) {
    return Integer.parseInt(row.drill().id().substring(1));
  }

  private List<Drill> chosen() {
    if (all) {
      return Drills.all();
    }
    if ("ci".equals(subset)) {
      return Drills.all().stream().filter(drill -> Drills.CI.contains(drill.id())).toList();
    }
    if (subset != null) {
      throw new IllegalArgumentException("--subset: " + subset + " (expected: ci)");
    }
    return ids.stream().map(Drills::of).toList();
  }

  /** A change has to be put through in minutes. */
  private DrillOptions options() {
    boolean brief = subset != null;
    return new DrillOptions(
        Duration.ofSeconds(outage != null ? outage : brief ? 10 : 20),
        kills != null ? kills : brief ? 1 : 2,
        trueAges,
        durability,
        trained == null ? GatewayBuild.packaged() : GatewayBuild.trained(trained));
  }

  private static void print(List<Drill> drills) {
    for (var drill : drills) {
      System.out.printf(
          "%-4s %s%s%n",
          drill.id(), drill.title(), drill.missing().map(why -> "  [" + why + "]").orElse(""));
    }
  }

  private static int judged(Path file) {
    var judgement = Checker.judge(HistoryFile.read(file));
    Stage.show(judgement, file);
    System.out.println(judgement.isGood() ? "good" : "bad");
    return judgement.isGood() ? 0 : 1;
  }
}
