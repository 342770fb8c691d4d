package io.tollgate.load.bench;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs {@link Bench} with more and more stored payments, then with more and more gateways. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "What a payment costs as the database fills and as gateways are added: 'bench' with each",
      "number of stored payments on the first number of gateways, then with the other numbers of",
      "gateways on the most payments. Servers and payments stay over the whole series; gateways and",
      "the floor start anew for each line, so that all are as warm. Needs wrk, and some 2 KB of",
      "disk for each stored payment."
    })
public final class GrowthCommand implements Callable<Integer> {

  @Option(
      names = "--stored",
      split = ",",
      description = "payments of the past, ascending (default: ${DEFAULT-VALUE})",
      defaultValue = "10000,1000000,5000000")
  private List<Long> stored = List.of();

  @Option(
      names = "--gateways",
      split = ",",
      description = "on one Redis (default: ${DEFAULT-VALUE})",
      defaultValue = "1,2,4")
  private List<Integer> gateways = List.of();

  @Mixin private LoadOptions options = new LoadOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    var plans = plans();
    var first = plans.getFirst();
    System.err.println("Starting the channel and the servers ...");
    try (var ground = Ground.prepare(first.setup())) {
      System.out.println(GrowthRow.HEAD);
      for (var plan : plans) {
        // At once: a series takes long, and what was measured is to be seen if it ends early.
        System.out.println(measured(ground, plan).text());
      }
    }
    System.out.println();
    System.out.println(GrowthRow.legend(first.load().rounds(), first.setup().together()));
    return 0;
  }

  private static GrowthRow measured(Ground ground, Plan plan) throws InterruptedException {
    try (var bench = Bench.prepare(ground, plan)) {
      var measured = bench.run();
      return new GrowthRow(ground.past().stored(), ground.past().rows(), plan.gateways(), measured);
    }
  }

  /** All of them before anything is started, so that what is wrong is told at once. */
  List<Plan> plans() {
    var told = Objects.requireNonNull(spec);
    try {
      return Series.of(stored, gateways).stream()
          .map(step -> options.plan(step.gateways(), step.stored(), told))
          .toList();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(told.commandLine(), String.valueOf(wrong.getMessage()));
    }
  }
}
