package io.tollgate.load.bench;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of {@link Bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "What a payment costs: the gateway beside the floor, a program with the same I/O and nothing",
      "else. Both run in turn on the same Redis and the same channel, in several rounds; the ratios",
      "of the medians are the result. Needs wrk (Debian: apt-get install wrk)."
    })
public final class BenchCommand implements Callable<Integer> {

  @Mixin private LoadOptions options = new LoadOptions();

  @Option(
      names = "--gateways",
      description = "on one Redis, which share the load (default: ${DEFAULT-VALUE})",
      defaultValue = "1")
  private int gateways;

  @Option(
      names = "--stored",
      description = {
        "payments of the past that the database is filled with beforehand (default:",
        "${DEFAULT-VALUE}); more than 0 also gives it more memory"
      },
      defaultValue = "0")
  private long stored;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    var plan = plan();
    System.err.println("Starting the channel and the servers ...");
    try (var ground = Ground.prepare(plan.setup());
        var bench = Bench.prepare(ground, plan)) {
      System.out.println(Report.of(plan.gateways(), bench.run()));
    }
    return 0;
  }

  /** What the arguments ask for. */
  Plan plan() {
    return options.plan(gateways, stored, Objects.requireNonNull(spec));
  }
}
