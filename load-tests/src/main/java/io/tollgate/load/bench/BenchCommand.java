package io.tollgate.load.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

  @Option(names = "--rounds", description = "default: ${DEFAULT-VALUE}", defaultValue = "5")
  private int rounds;

  @Option(
      names = "--seconds",
      description = "of load in a round, for each of the two (default: ${DEFAULT-VALUE})",
      defaultValue = "20")
  private int seconds;

  @Option(
      names = "--warm-up",
      description = {
        "seconds of load for the gateway beforehand, and a quarter for the floor, which does as",
        "much in that time (default: ${DEFAULT-VALUE})"
      },
      defaultValue = "60")
  private int warmUp;

  @Option(names = "--connections", description = "default: ${DEFAULT-VALUE}", defaultValue = "64")
  private int connections;

  @Option(
      names = "--delay",
      description = "ms that the channel takes (default: ${DEFAULT-VALUE})",
      defaultValue = "0")
  private int delay;

  @Option(
      names = "--channel",
      description = "a channel of your own in Stripe's words, as the sandbox's simulator is one")
  private @Nullable URI channel;

  @Option(
      names = "--together",
      description = "all roles in one process, instead of api and worker in one each")
  private boolean together;

  @Option(
      names = "--expect",
      description = "most payments/s that the gateway may take (default: ${DEFAULT-VALUE})",
      defaultValue = "2500")
  private int expected;

  @Option(
      names = "--trained",
      description = "a folder made by 'train'; by default the packaged jar is measured",
      paramLabel = "FOLDER")
  private @Nullable Path trained;

  @Option(
      names = "--java-options",
      description = "for the floor and the gateway (default: ${DEFAULT-VALUE})",
      defaultValue = "-Xmx256m")
  private String javaOptions = "";

  @Override
  public Integer call() throws InterruptedException {
    var plan =
        new Bench.Plan(
            rounds,
            seconds,
            warmUp,
            connections,
            delay,
            channel,
            together,
            expected,
            trained,
            List.of(javaOptions.split(" ")));
    try (var bench = Bench.prepare(plan)) {
      bench.run();
    }
    return 0;
  }
}
